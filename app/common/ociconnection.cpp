// SPDX-License-Identifier: MIT
#include "app/common/ociconnection.h"

#include "app/common/failedchatstream.h"
#include "app/common/inference.h"
#include "app/common/namedmodels.h"
#include "app/common/servedmodels.h"
#include "oci/apikeys/ociapikeys.h"
#include "oci/auth/apikeyauth.h"
#include "oci/auth/bearerkeyauth.h"
#include "oci/auth/sessiontokenauth.h"
#include "oci/discovery/configuredmodels.h"
#include "oci/discovery/modeldirectory.h"
#include "oci/http/signedclient.h"
#include "oci/inference/chattarget.h"
#include "oci/inference/ociguardrailsbackend.h"

#include <QCryptographicHash>
#include <QLoggingCategory>
#include <QMutex>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QThreadPool>
#include <QtConcurrentRun>

using namespace Qt::StringLiterals;

namespace app {

namespace {

Q_LOGGING_CATEGORY(log, "app.connection")

std::unique_ptr<oci::AuthProvider> authFor(const ConnectionSpec &spec, oci::NetworkPool &network,
                                           const core::Clock &clock, QThreadPool &signing)
{
    if (spec.principal)
        return oci::principalAuth(*spec.principal, network, clock, signing);
    if (spec.isBearer())
        return std::make_unique<oci::BearerKeyAuth>(*spec.bearerKey);
    if (spec.session)
        return std::make_unique<oci::SessionTokenAuth>(*spec.session, network, clock, signing);
    return std::make_unique<oci::ApiKeyAuth>(spec.tenancy.toUtf8(), spec.user.toUtf8(), *spec.key,
                                             clock, signing);
}

// The system's certificates stay trusted; a company's own come on top, for the whole process and
// once for each file: reading a system's bundle takes tens of milliseconds.
void trust(const QString &caBundle)
{
    static QMutex mutex;
    static QStringList known;
    const QMutexLocker lock(&mutex);
    if (caBundle.isEmpty() || known.contains(caBundle))
        return;
    known.append(caBundle);
    const QList<QSslCertificate> certificates = QSslCertificate::fromPath(caBundle);
    if (certificates.isEmpty())
        qCWarning(log).noquote() << "no certificate found in the CA bundle" << caBundle;
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.addCaCertificates(certificates);
    QSslConfiguration::setDefaultConfiguration(configuration);
}

//! One file for each place that a list can come from; its name tells nothing.
QString cacheFileOf(const ConnectionSpec &spec)
{
    if (spec.cacheFolder.isEmpty())
        return {};
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const auto management = spec.endpoints.base(oci::Service::Management, spec.region);
    for (const QString &part : {spec.tenancy, spec.user, spec.region, spec.compartment,
                                management ? management->toString() : QString()}) {
        hash.addData(part.toUtf8());
        hash.addData(QByteArrayView("\n"));
    }
    return u"%1/%2.json"_s.arg(spec.cacheFolder,
                               QString::fromLatin1(hash.result().first(8).toHex()));
}

constexpr qsizetype fewModels = 500;

} // namespace

struct OciConnection::Parts {
    // In the order of use: what stands below uses what stands above and goes first.
    oci::NetworkPool network;
    // Signatures cost 0.7 ms of CPU each: two threads keep a small machine busy. They end with
    // the connection, since OpenSSL keeps a state for each.
    QThreadPool signing;
    std::unique_ptr<oci::AuthProvider> auth;
    std::unique_ptr<oci::SignedClient> client;
    std::unique_ptr<oci::SignedClient> hastyClient; //!< the same without retries
    std::unique_ptr<oci::SignedClient> lister;      //!< lists come at once or not at all
    std::unique_ptr<core::ModelCatalog> listed;     //!< of a connection that signs
    NamedModels *named = nullptr;                   //!< the catalog, of such a connection
    std::unique_ptr<core::ModelCatalog> catalog;
    std::unique_ptr<Inference> inference;
    std::unique_ptr<Inference> hasty;
    std::unique_ptr<oci::OciGuardrailsBackend> guardrails;
    std::unique_ptr<oci::OciApiKeys> apiKeys;

    [[nodiscard]] Inference &inferenceOf(Tries tries) const
    {
        return tries == Tries::One ? *hasty : *inference;
    }
};

OciConnection::OciConnection(const ConnectionSpec &spec, const core::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_name(spec.name)
    , m_region(spec.region)
    , m_models(spec.models)
    , m_routes(spec.routes)
    , m_isAllowlist(spec.isAllowlist)
    , m_parts(std::make_unique<Parts>())
{
    trust(spec.caBundle);
    m_parts->signing.setObjectName(u"signing"_s);
    m_parts->signing.setMaxThreadCount(2);
    m_parts->auth = authFor(spec, m_parts->network, clock, m_parts->signing);
    m_parts->client =
            std::make_unique<oci::SignedClient>(m_parts->network, *m_parts->auth, clock,
                                                oci::ClientSettings{.keepsSpareConnections = true});
    m_parts->hastyClient = m_parts->client->withoutRetries();
    if (spec.isBearer()) {
        m_parts->catalog = std::make_unique<oci::ConfiguredModels>(spec.models, spec.region);
    } else {
        oci::ClientSettings patience;
        patience.firstByteTimeout = patience.idleTimeout = std::chrono::seconds(30);
        m_parts->lister = std::make_unique<oci::SignedClient>(m_parts->network, *m_parts->auth,
                                                              clock, patience);
        m_parts->listed = std::make_unique<oci::ModelDirectory>(
                *m_parts->lister, clock,
                oci::DirectorySettings{.region = spec.region,
                                       .compartmentId = spec.compartment,
                                       .endpoints = spec.endpoints,
                                       .tenancyId = spec.tenancy,
                                       .cacheFile = cacheFileOf(spec)});
        auto named = std::make_unique<NamedModels>(*m_parts->listed);
        m_parts->named = named.get();
        m_parts->catalog = std::move(named);
    }
    const oci::ChatSettings settings{.region = spec.region,
                                     .compartmentId = spec.compartment,
                                     .projectId = spec.project,
                                     .endpoints = spec.endpoints,
                                     .openAiBase = spec.baseUrl,
                                     .routes = spec.routes,
                                     .connection = spec.name};
    oci::SignedClient &client = *m_parts->client;
    const core::ModelCatalog *catalog = m_parts->catalog.get();
    m_parts->inference = std::make_unique<Inference>(client, catalog, settings);
    m_parts->hasty = std::make_unique<Inference>(*m_parts->hastyClient, catalog, settings);
    m_parts->guardrails = std::make_unique<oci::OciGuardrailsBackend>(client, settings);
    m_parts->apiKeys = std::make_unique<oci::OciApiKeys>(
            client, oci::ApiKeySettings{.region = spec.region,
                                        .compartmentId = spec.compartment,
                                        .endpoints = spec.endpoints});
    connect(m_parts->catalog.get(), &core::ModelCatalog::modelsChanged, this,
            &OciConnection::chooseChatModels);
    chooseChatModels();
}

OciConnection::~OciConnection() = default;

core::ModelCatalog &OciConnection::catalog() const
{
    return *m_parts->catalog;
}

void OciConnection::setNamedModels(const QList<core::ModelInfo> &models)
{
    if (m_parts->named)
        m_parts->named->setNamed(models);
}

bool OciConnection::isBearer() const
{
    return m_parts->auth->isBearer();
}

core::EmbeddingBackend &OciConnection::embeddings(Tries tries) const
{
    return m_parts->inferenceOf(tries).embeddings;
}

core::RerankBackend &OciConnection::reranking(Tries tries) const
{
    return m_parts->inferenceOf(tries).reranking;
}

core::GuardrailsBackend &OciConnection::guardrails() const
{
    return *m_parts->guardrails;
}

core::ResponsesBackend &OciConnection::responses(Tries tries) const
{
    return m_parts->inferenceOf(tries).responses;
}

core::ApiKeys &OciConnection::apiKeys() const
{
    return *m_parts->apiKeys;
}

void OciConnection::chooseChatModels()
{
    const int choice = ++m_choices;
    const QList<core::ModelInfo> listed = m_parts->catalog->models();
    const bool isLoaded = m_parts->catalog->isLoaded();
    if (listed.size() <= fewModels) {
        setModels(servedModelsOf(listed, isBearer(), m_routes), isLoaded);
        return;
    }
    // Many take longer than an event loop may stand still.
    QtConcurrent::run(servedModelsOf, listed, isBearer(), m_routes)
            .then(this, [this, choice, isLoaded](const QList<core::ModelInfo> &models) {
                if (choice == m_choices) // otherwise a newer list is on its way
                    setModels(models, isLoaded);
            });
}

void OciConnection::setModels(const QList<core::ModelInfo> &served, bool isLoaded)
{
    m_servedModels = served;
    m_chatModels = chatModelsOf(served);
    m_isLoaded = isLoaded;
    emit chatModelsChanged();
}

std::optional<core::Error> OciConnection::refusalOf(const QString &model) const
{
    // The region before a name is the backend's to judge.
    if (!m_isAllowlist || m_models.contains(model) ||
        m_models.contains(oci::modelNameOf(model).name))
        return {};
    return core::Error{
            .code = core::ErrorCode::NotFound,
            .message = u"The model '%1' is not on the list of connection %2."_s.arg(model, m_name),
            .param = u"model"_s,
            .reason = u"model_not_found"_s};
}

core::UpstreamReport OciConnection::report() const
{
    return m_parts->client->report();
}

std::unique_ptr<core::ChatStream>
OciConnection::startChat(const std::shared_ptr<OciConnection> &connection,
                         const core::ChatRequest &request, Tries tries)
{
    if (auto refusal = connection->refusalOf(request.model))
        return std::make_unique<FailedChatStream>(*std::move(refusal));
    auto stream = connection->m_parts->inferenceOf(tries).chat.startChat(request);
    // The last thing that a QObject does is to say that it was destroyed: what the stream uses
    // lives until then, even if its owners have let go of it.
    connect(stream.get(), &QObject::destroyed, [keep = connection] { });
    return stream;
}

} // namespace app
