// SPDX-License-Identifier: MIT
#pragma once

#include "core/access/clientkey.h"
#include "core/ports/chatbackend.h"
#include "core/ports/embeddingbackend.h"
#include "core/ports/guardrailsbackend.h"
#include "core/ports/modelcatalog.h"
#include "core/ports/rerankbackend.h"
#include "core/ports/responsesbackend.h"
#include "core/ports/upstreammonitor.h"
#include "core/ports/usagejournal.h"
#include "core/result.h"
#include "core/secret.h"
#include "gateway/limits.h"
#include "gateway/observe/requestrecord.h"
#include "gateway/streams/keptstreams.h"

#include <QHostAddress>
#include <QList>
#include <QObject>
#include <QStringList>
#include <QUrl>

#include <memory>
#include <vector>

class QSslConfiguration;

namespace gateway {

struct ListenAddress {
    QHostAddress address;
    quint16 port = 8088;   //!< 0 takes a free one
    bool optional = false; //!< a missing address family is a warning, not a failure

    bool operator==(const ListenAddress &) const = default;
};

struct Settings {
    QList<ListenAddress> listen;
    //! Sockets that listen already, handed over by the service manager; taken by `listen()`.
    QList<qintptr> inherited;
    QString socketPath; //!< a Unix socket of mode 0600; empty: none
    QByteArray routePrefix = "/v1";
    QStringList allowedHosts;   //!< names besides localhost, 127.0.0.1 and [::1]
    QStringList corsOrigins;    //!< origins that may call from a browser; empty: none
    QByteArray ownedBy = "oci"; //!< of models, in /v1/models
    //! A client must present one of `keys` or `clientKeys`; without any everybody is refused.
    std::vector<core::Secret> keys; //!< "default", "default-2" and so on, without bounds
    QList<core::ClientKey> clientKeys;
    //! For Ollama's clients, which have no key: loopback only, and only / and /api/* are there.
    QList<ListenAddress> openListen;
    std::shared_ptr<const QSslConfiguration> tls; //!< https on `listen`; null: http
    Limits limits;
    //! Of embeddings, where a client does not say which end of a text that is too long to cut off.
    core::Truncation embedTruncate = core::Truncation::End;
    //! Refuses what needs memory of earlier calls: `previous_response_id`, stored responses and
    //! those made in the background.
    bool stateless = false;
    streams::Bounds kept;       //!< of streams that can be fetched again
    qsizetype requestLog = 500; //!< requests in /v1/requests
    bool accessLog = false;     //!< a line for each request; else at the level "debug" only
};

//! Who answers. What is null is a route that says so.
struct Backends {
    Backends(core::ChatBackend &forChats) : chat(forChats) { }

    core::ChatBackend &chat;
    core::EmbeddingBackend *embeddings = nullptr;
    core::RerankBackend *ranks = nullptr;
    core::GuardrailsBackend *guardrails = nullptr;
    core::ResponsesBackend *responses = nullptr;
    const core::UpstreamMonitor *upstream = nullptr; //!< null: /metrics does not tell
    core::UsageJournal *usage = nullptr;             //!< null: nothing is kept
};

//! The local OpenAI-compatible server. Lives in one thread with the backends and the catalog that
//! it is given; all outlive it. Destroying it closes every connection and with them every
//! generation that is under way.
class Gateway final : public QObject
{
    Q_OBJECT

public:
    Gateway(const Backends &backends, core::ModelCatalog &catalog, Settings settings,
            QObject *parent = nullptr);
    ~Gateway() override;

    //! Starts to listen on every address; all or nothing. Returns the base URLs, such as
    //! http://127.0.0.1:8088/v1, in the order of the settings. Error::reason is "address_in_use"
    //! where another program holds a port; the message names the address, and who holds it where
    //! that can be known.
    [[nodiscard]] core::Result<QList<QUrl>> listen();
    //! Where Ollama's clients get in without a key, e.g. http://127.0.0.1:11434.
    [[nodiscard]] QList<QUrl> openUrls() const;

    //! Takes over all but `routePrefix` and `ownedBy` while it runs: addresses, names, origins,
    //! keys, limits, certificate. Connections stand. After a failure everything is as it was.
    [[nodiscard]] core::Result<QList<QUrl>> apply(Settings settings);
    //! Other keys from the next request on, also of connections that stand.
    void setKeys(QList<core::ClientKey> keys);
    //! Tokens of this UTC day that were spent before this run or by another process.
    void addSpent(const QByteArray &caller, qint64 tokens);

    //! Stops to listen and lets what is under way end; `drained()` tells when.
    void drain();
    [[nodiscard]] int activeRequests() const;
    //! What went on besides failures, e.g. an address family that is missing.
    [[nodiscard]] QStringList warnings() const;

signals:
    void activeRequestsChanged(int count);
    void drained();
    //! A key was used: at most once a minute for each.
    void keyUsed(const QByteArray &caller);
    //! An answer to this caller took so many tokens.
    void tokensSpent(const QByteArray &caller, qint64 tokens);
    //! A request is over, refusals and hang-ups included.
    void requestClosed(const gateway::observe::RequestRecord &record);

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace gateway
