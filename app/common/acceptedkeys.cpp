// SPDX-License-Identifier: MIT
#include "app/common/acceptedkeys.h"

#include "app/common/gatewaykey.h"

#include <QFileInfo>
#include <QLoggingCategory>

#include <algorithm>

using namespace Qt::StringLiterals;
using core::ClientKey;
using core::Result;

namespace app {

namespace {

Q_LOGGING_CATEGORY(log, "app.keys")

} // namespace

AcceptedKeys::AcceptedKeys(const QString &dataDir, const core::Clock &clock)
    : m_dataDir(dataDir)
    , m_store(dataDir, clock)
{
    connect(&m_store, &ClientKeyStore::changed, this, &AcceptedKeys::changed);
}

Result<void> AcceptedKeys::load(const Configured &configured)
{
    if (const auto loaded = m_store.load(); !loaded)
        return loaded;
    if (configured.empty()) {
        if (const auto loaded = loadDefault(); !loaded)
            return loaded;
    } else {
        m_keyFile.clear();
    }
    m_configured.clear();
    for (const auto &key : configured) {
        const qsizetype number = m_configured.size() + 1;
        const QString id = number == 1 ? u"environment"_s : u"environment-%1"_s.arg(number);
        m_configured.append({.id = id,
                             .name = id,
                             .hash = core::hashOfKey(key->reveal()),
                             .shown = core::shownPartOfKey(key->reveal())});
    }
    return {};
}

const ClientKey *AcceptedKeys::defaultKey() const
{
    const auto found =
            std::ranges::find(m_store.keys(), QString::fromLatin1(defaultId), &ClientKey::id);
    return found == m_store.keys().end() ? nullptr : &*found;
}

Result<void> AcceptedKeys::loadDefault()
{
    m_keyFile.clear();
    const bool isThere = QFileInfo::exists(m_dataDir + u"/gateway.key"_s);
    const ClientKey *known = defaultKey();
    // Who gave each tool a key of its own, or revoked the first one, gets no other unasked.
    if (!isThere && (known ? known->isRevoked() : !m_store.keys().isEmpty()))
        return {};
    auto stored = loadOrMakeGatewayKey(m_dataDir);
    if (!stored)
        return std::unexpected(stored.error());
    const QString id = QString::fromLatin1(defaultId);
    if (const auto kept = m_store.adopt(id, id, stored->key); !kept)
        qCWarning(log).noquote() << kept.error().message;
    known = defaultKey();
    if (known && !known->isRevoked())
        m_keyFile = stored->fileName;
    if (stored->isNew)
        m_fresh = std::move(stored->key);
    return {};
}

QList<ClientKey> AcceptedKeys::all() const
{
    return m_configured + m_store.keys();
}

QString AcceptedKeys::keyFile() const
{
    return m_keyFile;
}

QString differenceOfKeys(const QList<ClientKey> &before, const QList<ClientKey> &after)
{
    QStringList made;
    QStringList revoked;
    QStringList changed;
    QStringList removed;
    const auto withId = [](const QList<ClientKey> &keys, const QString &id) {
        const auto found = std::ranges::find(keys, id, &ClientKey::id);
        return found == keys.end() ? nullptr : &*found;
    };
    for (const ClientKey &key : after) {
        const ClientKey *old = withId(before, key.id);
        if (!old) {
            made.append(key.name);
            continue;
        }
        ClientKey same = key;
        same.lastUsed = old->lastUsed;
        if (same == *old)
            continue;
        (key.isRevoked() && !old->isRevoked() ? revoked : changed).append(key.name);
    }
    for (const ClientKey &key : before) {
        if (!withId(after, key.id))
            removed.append(key.name);
    }
    QStringList words;
    for (const auto &[word, names] :
         {std::pair(u"made: "_s, made), std::pair(u"revoked: "_s, revoked),
          std::pair(u"changed: "_s, changed), std::pair(u"removed: "_s, removed)}) {
        if (!names.isEmpty())
            words.append(word + names.join(u", "_s));
    }
    return words.join(u"; "_s);
}

} // namespace app
