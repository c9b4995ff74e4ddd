// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/connectionspec.h"
#include "core/ports/apikeys.h"
#include "core/ports/chatbackend.h"
#include "core/ports/clock.h"
#include "core/ports/embeddingbackend.h"
#include "core/ports/guardrailsbackend.h"
#include "core/ports/modelcatalog.h"
#include "core/ports/rerankbackend.h"
#include "core/ports/responsesbackend.h"
#include "core/ports/upstreammonitor.h"

#include <QObject>

#include <memory>

namespace app {

//! How often a request is sent where it fails and the failure may pass.
enum class Tries {
    Several,
    One, //!< somebody else is asked then
};

//! A connection at work: the client of one specification, for the thread that makes it.
class OciConnection final : public QObject
{
    Q_OBJECT

public:
    //! The clock outlives it.
    OciConnection(const ConnectionSpec &spec, const core::Clock &clock, QObject *parent = nullptr);
    ~OciConnection() override;

    [[nodiscard]] const QString &name() const { return m_name; }
    [[nodiscard]] const QString &region() const { return m_region; } //!< may be empty: unknown
    [[nodiscard]] bool isBearer() const;
    //! Whether it is asked for the models of its configuration only.
    [[nodiscard]] bool isAllowlist() const { return m_isAllowlist; }
    [[nodiscard]] core::ModelCatalog &catalog() const;
    //! Models by names of one's own, each with the place where it is asked: see NamedModels. A
    //! bearer connection has none.
    void setNamedModels(const QList<core::ModelInfo> &models);
    //! Whether `chatModels()` comes from an answer of the service, from an earlier run or from
    //! configuration.
    [[nodiscard]] bool isLoaded() const { return m_isLoaded; }
    //! Those of the catalog that this connection can chat with: not made for something else, and
    //! not answering on the Responses API only. From memory.
    [[nodiscard]] const QList<core::ModelInfo> &chatModels() const { return m_chatModels; }
    //! The same and, where it signs, those that compute embeddings or ranks. From memory.
    [[nodiscard]] const QList<core::ModelInfo> &servedModels() const { return m_servedModels; }
    //! These refuse every request where it presents a bearer key, which does not reach them.
    [[nodiscard]] core::EmbeddingBackend &embeddings(Tries tries = Tries::Several) const;
    [[nodiscard]] core::RerankBackend &reranking(Tries tries = Tries::Several) const;
    [[nodiscard]] core::GuardrailsBackend &guardrails() const;
    //! OCI's own Responses API.
    [[nodiscard]] core::ResponsesBackend &responses(Tries tries = Tries::Several) const;
    //! The Generative AI API keys of its compartment; it refuses all where it presents one itself.
    [[nodiscard]] core::ApiKeys &apiKeys() const;
    //! Why it is not to be asked for a model: it is not on its list of those allowed.
    [[nodiscard]] std::optional<core::Error> refusalOf(const QString &model) const;
    //! How its inference traffic is going.
    [[nodiscard]] core::UpstreamReport report() const;
    //! The stream keeps the connection until it is destroyed.
    [[nodiscard]] static std::unique_ptr<core::ChatStream>
    startChat(const std::shared_ptr<OciConnection> &connection, const core::ChatRequest &request,
              Tries tries = Tries::Several);

signals:
    //! Of `chatModels()` and `servedModels()`, which follow the catalog's a little later where
    //! there are many.
    void chatModelsChanged();

private:
    struct Parts;

    void chooseChatModels();
    void setModels(const QList<core::ModelInfo> &served, bool isLoaded);

    QString m_name;
    QString m_region;
    QStringList m_models; //!< as configured
    oci::RouteOverrides m_routes;
    bool m_isAllowlist;
    QList<core::ModelInfo> m_chatModels;
    QList<core::ModelInfo> m_servedModels;
    bool m_isLoaded = false;
    int m_choices = 0; //!< begun so far
    std::unique_ptr<Parts> m_parts;
};

} // namespace app
