// SPDX-License-Identifier: MIT
#include "gateway/access/keyring.h"

#include "core/secret.h"

using core::ClientKey;

namespace gateway::access {

namespace {

// Of "Authorization" what follows "Bearer", of "x-api-key" all of it.
QByteArrayView presentedBy(const core::http::Header &header)
{
    constexpr QByteArrayView scheme = "Bearer ";
    const auto &[name, value] = header;
    if (name.compare("x-api-key", Qt::CaseInsensitive) == 0)
        return value;
    const QByteArrayView text(value);
    const bool bearer = text.size() > scheme.size() &&
                        text.first(scheme.size()).compare(scheme, Qt::CaseInsensitive) == 0;
    return bearer ? text.sliced(scheme.size()).trimmed() : QByteArrayView();
}

} // namespace

Keyring::Keyring(QList<ClientKey> keys) : m_keys(std::move(keys))
{
    for (qsizetype i = 0; i < m_keys.size(); ++i) {
        const ClientKey &key = m_keys.at(i);
        m_byId.insert(key.id.toUtf8(), i);
        if (!key.isRevoked() && !key.hash.isEmpty())
            m_byHash.insert(key.hash, i);
    }
}

const ClientKey *Keyring::byId(const QByteArray &id) const
{
    const auto found = m_byId.constFind(id);
    return found == m_byId.cend() ? nullptr : &m_keys.at(*found);
}

const ClientKey *Keyring::byKey(QByteArrayView presented) const
{
    const QByteArray hash = core::hashOfKey(presented);
    const auto found = m_byHash.constFind(hash);
    if (found == m_byHash.cend() || !core::equalsInConstantTime(found.key(), hash))
        return nullptr;
    return &m_keys.at(*found);
}

Keyring::Answer Keyring::check(const core::http::Headers &headers, QByteArray &caller) const
{
    bool presented = false;
    for (const auto &header : headers) {
        if (header.first.compare("Authorization", Qt::CaseInsensitive) != 0 &&
            header.first.compare("x-api-key", Qt::CaseInsensitive) != 0) {
            continue;
        }
        presented = presented || !header.second.isEmpty();
        const QByteArrayView key = presentedBy(header);
        const ClientKey *known = key.isEmpty() ? nullptr : byKey(key);
        if (!known)
            continue;
        caller = known->id.toUtf8();
        return Answer::Good;
    }
    return presented ? Answer::Wrong : Answer::Missing;
}

} // namespace gateway::access
