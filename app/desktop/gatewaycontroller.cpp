// SPDX-License-Identifier: MIT
#include "app/desktop/gatewaycontroller.h"

#include "app/common/gatewaykey.h"

using namespace Qt::StringLiterals;
using core::Result;
using core::Secret;

namespace app {

namespace {

constexpr std::chrono::seconds keychainPatience{20};

} // namespace

GatewayController::GatewayController(GatewayHost &host, core::SecretStore &secrets,
                                     const Settings &settings, QObject *parent)
    : GatewayControl(parent)
    , m_host(host)
    , m_secrets(secrets)
    , m_settings(settings)
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
    if (found && *found && !(*found)->isEmpty()) {
        m_key = *found;
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
        m_secrets.write(QString::fromLatin1(keyEntry), m_key->clone())
                .then(this, [this](const Result<void> &written) {
                    if (!written)
                        emit noticed(tr("The gateway's key could not be kept: %1")
                                             .arg(written.error().message));
                });
    }
    listen();
}

void GatewayController::listen()
{
    std::vector<Secret> keys;
    if (m_settings.clientKeys.empty())
        keys.push_back(m_key->clone());
    for (const auto &key : m_settings.clientKeys)
        keys.push_back(key->clone());
    m_host.start(gatewaySettings(m_settings, std::move(keys)))
            .then(this, [this](const Result<GatewayHost::Running> &running) {
                if (m_state != State::Starting)
                    return; // stopped meanwhile
                if (!running) {
                    m_failure = running.error().message;
                    setState(State::Failed);
                    return;
                }
                m_baseUrl = running->baseUrls.value(0);
                setState(State::Running);
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
