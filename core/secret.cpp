// SPDX-License-Identifier: MIT
#include "core/secret.h"

#include <algorithm>
#include <utility>

namespace core {

void wipeMemory(void *memory, std::size_t size)
{
    volatile auto *bytes = static_cast<volatile char *>(memory);
    for (std::size_t i = 0; i < size; ++i)
        bytes[i] = 0;
}

bool equalsInConstantTime(QByteArrayView a, QByteArrayView b)
{
    if (a.size() != b.size())
        return false;
    unsigned difference = 0;
    for (qsizetype i = 0; i < a.size(); ++i)
        difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
    return difference == 0;
}

Secret::Secret(QByteArrayView bytes)
    : m_bytes(bytes.isEmpty() ? nullptr : std::make_unique<char[]>(std::size_t(bytes.size())))
    , m_size(std::size_t(bytes.size()))
{
    std::copy(bytes.begin(), bytes.end(), m_bytes.get());
}

Secret Secret::take(QByteArray &&bytes)
{
    Secret secret{QByteArrayView(bytes)};
    if (!bytes.isEmpty() && bytes.isDetached())
        wipeMemory(bytes.data(), std::size_t(bytes.size()));
    bytes.clear();
    return secret;
}

Secret::Secret(Secret &&other) noexcept
    : m_bytes(std::move(other.m_bytes))
    , m_size(std::exchange(other.m_size, 0))
{
}

Secret &Secret::operator=(Secret &&other) noexcept
{
    if (this != &other) {
        wipe();
        m_bytes = std::move(other.m_bytes);
        m_size = std::exchange(other.m_size, 0);
    }
    return *this;
}

Secret::~Secret()
{
    wipe();
}

Secret Secret::clone() const
{
    return Secret(reveal());
}

QByteArrayView Secret::reveal() const
{
    return {m_bytes.get(), qsizetype(m_size)};
}

bool Secret::equals(QByteArrayView other) const
{
    return equalsInConstantTime(reveal(), other);
}

void Secret::wipe()
{
    if (m_bytes)
        wipeMemory(m_bytes.get(), m_size);
    m_bytes.reset();
    m_size = 0;
}

} // namespace core
