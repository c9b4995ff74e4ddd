// SPDX-License-Identifier: MIT
#include "app/desktop/gatewaycontroller.h"

#include "app/common/gatewaykey.h"
#include "app/common/spenttokens.h"
#include "gateway/freeport.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using core::Result;
using core::Secret;

namespace app {

namespace {

constexpr std::chrono::seconds keychainPatience{20};

//! That of all its addresses; 0: they have several, or take whatever is free.
quint16 onlyPort(const QList<gateway::ListenAddress> &addresses)
{
    const quint16 port = addresses.isEmpty() ? 0 : addresses.first().port;
    const bool isShared =
            std::ranges::all_of(addresses, [port](const auto &each) { return each.port == port; });
    return isShared ? port : 0;
}

} // namespace

GatewayController::GatewayController(GatewayHost &host, core::SecretStore &secrets,
                                     ClientKeyStore &keys, const Settings &settings,
                                     const core::Clock &clock, QObject *parent)
    : GatewayControl(parent)
    , m_host(host)
    , m_secrets(secrets)
    , m_keys(keys)
    , m_settings(settings)
    , m_choices(settings.dataDir + u"/window.ini"_s)
{
    m_patience.setSingleShot(true);
    m_patience.callOnTimeout(this, [this] {
        keepKey(std::unexpected(core::Error{.code = core::ErrorCode::Timeout,
                                            .message = tr("The keychain did not answer.")}));
    });
    connect(&m_host, &GatewayHost::activeRequestsChanged, this, [this](int count) {
        m_activeRequests = count;
        emit changed();
    });
    connect(&m_keys, &ClientKeyStore::changed, this, [this] { m_host.setKeys(acceptedKeys()); });
    connect(&m_host, &GatewayHost::keyUsed, &m_keys,
            [this](const QByteArray &caller) { m_keys.touch(QString::fromUtf8(caller)); });
    keepBooks(clock);
}

GatewayController::~GatewayController()
{
    m_books.quit();
    m_books.wait();
}

void GatewayController::keepBooks(const core::Clock &clock)
{
    auto *spent = new SpentTokens(m_settings.dataDir, clock); // goes with its thread
    spent->moveToThread(&m_books);
    connect(&m_books, &QThread::finished, spent, &QObject::deleteLater);
    connect(&m_host, &GatewayHost::tokensSpent, spent, &SpentTokens::add);
    connect(spent, &SpentTokens::spentElsewhere, &m_host, &GatewayHost::addSpent);
    connect(this, &GatewayController::listening, spent, &SpentTokens::loadAnew);
    m_books.setObjectName(u"books"_s);
    m_books.start();
}

bool GatewayController::isRevoked(const Secret &key) const
{
    const QByteArray hash = core::hashOfKey(key.reveal());
    return std::ranges::any_of(m_keys.keys(), [&hash](const core::ClientKey &each) {
        return each.isRevoked() && each.hash == hash;
    });
}

QList<core::ClientKey> GatewayController::acceptedKeys() const
{
    QList<core::ClientKey> keys = m_keys.keys();
    const auto add = [&keys](const QString &id, const Secret &key) {
        const QByteArray hash = core::hashOfKey(key.reveal());
        if (std::ranges::find(keys, hash, &core::ClientKey::hash) == keys.end())
            keys.append({.id = id,
                         .name = id,
                         .hash = hash,
                         .shown = core::shownPartOfKey(key.reveal())});
    };
    int number = 0;
    for (const auto &key : m_settings.clientKeys) {
        add(++number == 1 ? u"environment"_s : u"environment-%1"_s.arg(number), *key);
    }
    if (m_settings.clientKeys.empty() && m_key)
        add(QString::fromLatin1(keyId), *m_key);
    return keys;
}

Secret GatewayController::key() const
{
    return m_key ? m_key->clone() : Secret();
}

void GatewayController::start()
{
    if (m_state == State::Starting || m_state == State::Running)
        return;
    m_failure.clear();
    m_freePort = 0;
    setState(State::Starting);
    if (!m_key && !m_settings.clientKeys.empty())
        m_key = m_settings.clientKeys.front();
    if (m_key) {
        listen();
        return;
    }
    m_secrets.read(QString::fromLatin1(keyEntry))
            .then(this, [this](const Result<core::SecretStore::Found> &found) { keepKey(found); });
    m_patience.start(keychainPatience);
}

void GatewayController::keepKey(const Result<core::SecretStore::Found> &found)
{
    if (m_key || m_state != State::Starting)
        return; // came after the patience had ended, or after stop()
    m_patience.stop();
    const QString id = QString::fromLatin1(keyId);
    if (found && *found && !(*found)->isEmpty() && !isRevoked(**found)) {
        m_key = *found;
        if (const auto kept = m_keys.adopt(id, id, *m_key); !kept)
            emit noticed(kept.error().message);
        listen();
        return;
    }
    m_key = std::make_shared<const Secret>(newGatewayKey());
    if (!found) {
        emit noticed(
                tr("%1 The gateway uses a new key, for this run only.").arg(found.error().message));
    } else if (!m_secrets.isPersistent()) {
        emit noticed(tr("There is no keychain here: the gateway's key lasts for this run only."));
    } else {
        if (const auto kept = m_keys.adopt(id, id, *m_key); !kept)
            emit noticed(kept.error().message);
        m_secrets.write(QString::fromLatin1(keyEntry), m_key->clone())
                .then(this, [this](const Result<void> &written) {
                    if (!written)
                        emit noticed(tr("The gateway's key could not be kept: %1")
                                             .arg(written.error().message));
                });
    }
    listen();
}

gateway::Settings GatewayController::wanted() const
{
    gateway::Settings all = gatewaySettings(m_settings, acceptedKeys());
    if (const quint16 port = onlyPort(all.listen); port != 0) {
        // What was named for this start counts more than what was chosen once.
        const bool isNamed = !m_settings.listen.isEmpty();
        const quint16 instead = isNamed ? port : m_choices.portInsteadOf(port);
        for (gateway::ListenAddress &each : all.listen)
            each.port = m_portOfThisRun != 0 ? m_portOfThisRun : instead;
    }
    return all;
}

void GatewayController::fail(const core::Error &error)
{
    const QList<gateway::ListenAddress> addresses = wanted().listen;
    const quint16 port = onlyPort(addresses);
    if (error.reason == "address_in_use"_L1 && port != 0)
        m_freePort = gateway::freePortAfter(port, addresses);
    m_failure = error.message;
    setState(State::Failed);
}

void GatewayController::startAt(quint16 port)
{
    if (m_settings.listen.isEmpty())
        m_choices.setPortInsteadOf(m_settings.port, port);
    m_portOfThisRun = port;
    start();
}

void GatewayController::listen()
{
    m_host.start(wanted()).then(this, [this](const Result<GatewayHost::Running> &running) {
        if (m_state != State::Starting)
            return; // stopped meanwhile
        if (!running)
            return fail(running.error());
        m_baseUrl = running->baseUrls.value(0);
        setState(State::Running);
        emit listening();
        for (const QString &warning : running->warnings)
            emit noticed(warning);
    });
}

void GatewayController::stop()
{
    if (m_state == State::Stopped)
        return;
    m_patience.stop();
    m_host.stop();
    m_baseUrl.clear();
    m_activeRequests = 0;
    setState(State::Stopped);
}

void GatewayController::setState(State state)
{
    m_state = state;
    emit changed();
}

} // namespace app
