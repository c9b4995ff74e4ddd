// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/connectionspec.h"
#include "core/ports/clock.h"
#include "core/ports/usagejournal.h"
#include "gateway/gateway.h"
#include "gateway/routing/routingsettings.h"

#include <QFuture>
#include <QObject>
#include <QThread>

#include <chrono>
#include <memory>

namespace app {

//! Runs the gateway with a cloud client of its own on a thread of its own, so that a busy window
//! never delays an API client. Used in the thread that it lives in; destroying it closes all
//! connections and ends the thread.
class GatewayHost final : public QObject
{
    Q_OBJECT

public:
    //! What `start()` ends with.
    struct Running {
        QList<QUrl> baseUrls;
        QList<QUrl> openUrls; //!< for Ollama's clients, without a key
        QStringList warnings;
    };

    //! The clock outlives the host.
    explicit GatewayHost(const core::Clock &clock, QObject *parent = nullptr);
    ~GatewayHost() override;

    //! Where what is used is kept; outlives the host. Before `start()`.
    void setUsage(core::UsageJournal *usage) { m_usage = usage; }
    //! What is asked from now on. Answers under way go on with the connection that they have. A
    //! connection that is the same as before stays, with what it knows.
    void setConnections(const QList<ConnectionSpec> &specs);
    //! What names of models mean from now on.
    void setRouting(const gateway::routing::RoutingSettings &routing);
    //! Models that a file names, for the connection that signs; see ConnectionSet.
    void setNamedModels(const QList<core::ModelInfo> &models);
    //! Starts to listen, after stopping if it did.
    QFuture<core::Result<Running>> start(gateway::Settings settings);
    //! Other settings for a gateway that runs (gateway::Gateway::apply); connections stand.
    QFuture<core::Result<Running>> apply(gateway::Settings settings);
    //! Other keys for a gateway that runs.
    void setKeys(const QList<core::ClientKey> &keys);
    void addSpent(const QByteArray &caller, qint64 tokens);
    QFuture<void> stop();
    //! Takes nothing new and ends when what is under way has ended, at the latest after `longest`.
    QFuture<void> drain(std::chrono::milliseconds longest);

signals:
    void activeRequestsChanged(int count);
    void keyUsed(const QByteArray &caller);
    void tokensSpent(const QByteArray &caller, qint64 tokens);

private:
    struct Parts;

    QThread m_thread;
    std::unique_ptr<QObject> m_context; //!< lives in the thread: what is called there
    std::unique_ptr<Parts> m_parts;     //!< made, used and destroyed in the thread
    const core::Clock &m_clock;
    core::UsageJournal *m_usage = nullptr;
};

} // namespace app
