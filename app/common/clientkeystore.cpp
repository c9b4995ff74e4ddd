// SPDX-License-Identifier: MIT
#include "app/common/clientkeystore.h"

#include "app/common/clientkeyfile.h"
#include "app/common/gatewaykey.h"
#include "app/common/settingsloader.h"
#include "oci/config/privatefile.h"

#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QLoggingCategory>
#include <QRandomGenerator>
#include <QTimeZone>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::ClientKey;
using core::Error;
using core::ErrorCode;
using core::Result;

namespace app {

namespace {

Q_LOGGING_CATEGORY(log, "app.keys")

constexpr auto lockPatience = 5s;
constexpr auto settling = 100ms; // several notices of one change
constexpr auto lazily = 30s;
constexpr qint64 largestFile = 4 * 1024 * 1024;

QString newId()
{
    return u'k' +
           QString::number(QRandomGenerator::system()->generate(), 16).rightJustified(8, u'0');
}

auto withId(QList<ClientKey> &keys, const QString &id)
{
    return std::ranges::find(keys, id, &ClientKey::id);
}

} // namespace

ClientKeyStore::ClientKeyStore(const QString &dataDir, const core::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_folder(dataDir)
    , m_path(dataDir + u'/' + QString::fromLatin1(fileName))
    , m_clock(clock)
{
    m_look.setSingleShot(true);
    m_look.setInterval(settling);
    m_look.callOnTimeout(this, &ClientKeyStore::lookAgain);
    m_lazy.setSingleShot(true);
    m_lazy.setInterval(lazily);
    m_lazy.callOnTimeout(this, [this] {
        if (const auto written = write(); !written)
            qCWarning(log).noquote() << written.error().message;
    });
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, &m_look,
            qOverload<>(&QTimer::start));
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, &m_look, qOverload<>(&QTimer::start));
}

ClientKeyStore::~ClientKeyStore()
{
    if (m_touched.isEmpty() && m_unwritten.empty())
        return;
    if (const auto written = write(); !written)
        qCWarning(log).noquote() << written.error().message;
}

//! In whole seconds, as the file has them.
QDateTime ClientKeyStore::now() const
{
    return QDateTime::fromSecsSinceEpoch(m_clock.nowUtc().toSecsSinceEpoch(), QTimeZone::UTC);
}

ClientKeyStore::Stamp ClientKeyStore::stamp() const
{
    const QFileInfo info(m_path);
    return info.exists() ? Stamp{info.lastModified().toMSecsSinceEpoch(), info.size()} : Stamp{};
}

Result<QList<ClientKey>> ClientKeyStore::read() const
{
    QFile file(m_path);
    if (!file.exists())
        return QList<ClientKey>();
    if (!file.open(QIODevice::ReadOnly) || file.size() > largestFile) {
        return std::unexpected(
                Error{.code = ErrorCode::Internal,
                      .message = u"The list of keys %1 cannot be read: %2"_s.arg(
                              m_path, file.isOpen() ? u"it is too large"_s : file.errorString())});
    }
    return readClientKeys(file.readAll(), m_path);
}

Result<void> ClientKeyStore::load()
{
    const Stamp before = stamp(); // a change that comes meanwhile is then seen
    auto found = read();
    if (!found)
        return std::unexpected(found.error());
    m_stamp = before;
    for (const Change &change : m_unwritten)
        change(*found);
    take(*std::move(found));
    return {};
}

void ClientKeyStore::watch()
{
    if (const auto folder = makePrivateFolder(m_folder); !folder)
        return; // no other process makes a key there either
    // The folder tells of a file that is replaced, the file of one that is written in place.
    m_watcher.addPath(m_folder);
    if (QFileInfo::exists(m_path))
        m_watcher.addPath(m_path);
}

void ClientKeyStore::lookAgain()
{
    if (!m_watcher.files().contains(m_path) && QFileInfo::exists(m_path))
        m_watcher.addPath(m_path);
    if (stamp() == m_stamp)
        return;
    if (const auto loaded = load(); !loaded) {
        m_stamp = stamp(); // said once
        qCCritical(log).noquote() << loaded.error().message << "The keys stay as they were.";
    }
}

void ClientKeyStore::take(QList<ClientKey> keys)
{
    if (keys == m_keys)
        return;
    m_keys = std::move(keys);
    emit changed();
}

Result<void> ClientKeyStore::make(const Change &change)
{
    m_unwritten.push_back(change);
    auto written = write();
    if (!written) {
        QList<ClientKey> keys = m_keys;
        change(keys);
        take(std::move(keys));
    }
    return written;
}

Result<void> ClientKeyStore::write()
{
    if (const auto folder = makePrivateFolder(m_folder); !folder)
        return folder;
    QLockFile lock(m_path + u".lock"_s);
    lock.setStaleLockTime(10s);
    if (!lock.tryLock(lockPatience)) {
        return std::unexpected(
                Error{.code = ErrorCode::Internal,
                      .message = u"The list of keys %1 cannot be locked"_s.arg(m_path)});
    }
    auto keys = read();
    if (!keys)
        return std::unexpected(keys.error());
    for (const Change &change : m_unwritten)
        change(*keys);
    for (auto touched = m_touched.cbegin(); touched != m_touched.cend(); ++touched) {
        const auto key = withId(*keys, touched.key());
        if (key != keys->end() && (!key->lastUsed.isValid() || key->lastUsed < touched.value()))
            key->lastUsed = touched.value();
    }
    const core::Secret json = core::Secret::take(clientKeysJson(*keys));
    if (const auto written = oci::writePrivateFile(m_path, json); !written)
        return written;
    m_stamp = stamp();
    m_unwritten.clear();
    m_touched.clear();
    m_lazy.stop();
    take(*std::move(keys));
    return {};
}

Result<ClientKeyStore::Made> ClientKeyStore::add(const Wish &wish, Result<void> *written)
{
    const QString name = wish.name.trimmed();
    if (name.isEmpty())
        return std::unexpected(
                Error{.code = ErrorCode::InvalidRequest, .message = u"A key needs a name"_s});
    if (const auto loaded = load(); !loaded) // another process may have made one of this name
        return std::unexpected(loaded.error());
    const bool taken = std::ranges::any_of(
            m_keys, [&name](const ClientKey &key) { return !key.isRevoked() && key.name == name; });
    if (taken) {
        return std::unexpected(Error{.code = ErrorCode::Conflict,
                                     .message = u"There is a key named '%1' already"_s.arg(name),
                                     .advice = u"Choose another name, or revoke that key."_s});
    }
    core::Secret secret = newGatewayKey();
    const ClientKey key{.id = newId(),
                        .name = name,
                        .hash = core::hashOfKey(secret.reveal()),
                        .shown = core::shownPartOfKey(secret.reveal()),
                        .models = wish.models,
                        .requestsPerMinute = wish.requestsPerMinute,
                        .tokensPerDay = wish.tokensPerDay,
                        .created = now()};
    auto made = make([key](QList<ClientKey> &keys) { keys.append(key); });
    if (written)
        *written = std::move(made);
    return Made{key, std::move(secret)};
}

Result<void> ClientKeyStore::adopt(const QString &id, const QString &name, const core::Secret &key)
{
    const ClientKey entry{.id = id,
                          .name = name,
                          .hash = core::hashOfKey(key.reveal()),
                          .shown = core::shownPartOfKey(key.reveal()),
                          .created = now()};
    const auto known = withId(m_keys, id);
    if (known != m_keys.end() && known->hash == entry.hash)
        return {};
    return make([entry](QList<ClientKey> &keys) {
        const auto old = withId(keys, entry.id);
        if (old == keys.end()) {
            keys.prepend(entry);
            return;
        }
        old->hash = entry.hash;
        old->shown = entry.shown;
        old->created = entry.created;
        old->revoked = {};
    });
}

Result<void> ClientKeyStore::revoke(const QString &idOrName)
{
    if (const auto loaded = load(); !loaded)
        return loaded;
    const ClientKey *key = core::findClientKey(m_keys, idOrName);
    if (!key) {
        return std::unexpected(Error{.code = ErrorCode::NotFound,
                                     .message = u"There is no key '%1', or several have that "
                                                "name"_s.arg(idOrName),
                                     .advice = u"Name it by its id."_s});
    }
    if (key->isRevoked())
        return {};
    return make([id = key->id, revoked = now()](QList<ClientKey> &keys) {
        if (const auto found = withId(keys, id); found != keys.end())
            found->revoked = revoked;
    });
}

void ClientKeyStore::touch(const QString &id)
{
    m_touched.insert(id, now());
    if (!m_lazy.isActive())
        m_lazy.start();
}

} // namespace app
