// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <cstddef>
#include <memory>

namespace core {

//! A key, token or passphrase: overwritten when destroyed, never printed, never compared in a
//! way that tells where two differ.
//!
//! It owns its bytes in a buffer of its own (an implicitly shared QByteArray would be copied,
//! not wiped). There is no stream operator and no conversion to a string: whoever needs the
//! bytes says `reveal()` and keeps the view no longer than the call that needs it.
//! Copying is explicit, with `clone()`.
class Secret
{
public:
    Secret() = default;
    //! Copies the bytes; the caller's own copy is the caller's to wipe.
    explicit Secret(QByteArrayView bytes);
    //! Takes the bytes over and wipes the array, if nobody else shares it.
    static Secret take(QByteArray &&bytes);
    Secret(Secret &&other) noexcept;
    Secret &operator=(Secret &&other) noexcept;
    Secret(const Secret &) = delete;
    Secret &operator=(const Secret &) = delete;
    ~Secret();

    [[nodiscard]] Secret clone() const;
    [[nodiscard]] bool isEmpty() const { return m_size == 0; }
    [[nodiscard]] QByteArrayView reveal() const;
    //! Takes the same time wherever the two differ. A different length is told at once.
    [[nodiscard]] bool equals(QByteArrayView other) const;

private:
    void wipe();

    std::unique_ptr<char[]> m_bytes;
    std::size_t m_size = 0;
};

//! Compares in a time that does not depend on where the two differ.
[[nodiscard]] bool equalsInConstantTime(QByteArrayView a, QByteArrayView b);

//! Overwrites memory in a way that the compiler does not leave out.
void wipeMemory(void *memory, std::size_t size);

} // namespace core
