// SPDX-License-Identifier: MIT
#include "oci/discovery/modeldirectory.h"

#include "core/ports/clock.h"
#include "oci/discovery/catalogmodels.h"
#include "oci/discovery/keptmodels.h"
#include "oci/inference/refusals.h"

#include <QFileInfo>
#include <QLoggingCategory>
#include <QtConcurrentRun>

#include <algorithm>

using core::Error;
using core::ErrorCode;
using core::ModelInfo;
using core::Result;
using core::ServingMode;
using namespace Qt::StringLiterals;

namespace oci {

namespace {

Q_LOGGING_CATEGORY(log, "app.oci.discovery")

//! A file up to here is read in less time than a thread takes to begin.
constexpr qint64 shortFile = 64 * 1024;

bool has(const QList<ScanFailure> &failures, ListKinds kinds)
{
    return std::ranges::any_of(
            failures, [kinds](const ScanFailure &failure) { return kinds.testFlag(failure.kind); });
}

//! What one may not see is said where it is asked for, and need not worry anybody else.
bool isUsual(const ScanFailure &failure)
{
    return failure.kind != ListKind::Models && (failure.error.code == ErrorCode::NotFound ||
                                                failure.error.code == ErrorCode::Forbidden);
}

void report(const QList<ScanFailure> &failures)
{
    QList<ScanFailure> grave;
    QList<ScanFailure> usual;
    for (const ScanFailure &failure : failures)
        (isUsual(failure) ? usual : grave).append(failure);
    const QStringList warnings = textsOf(grave);
    for (const QString &text : warnings)
        qCWarning(log).noquote() << text;
    const QStringList remarks = textsOf(usual);
    for (const QString &text : remarks)
        qCInfo(log).noquote() << text;
}

//! Not everybody has what these list, may look at it or has it in every region: then there is
//! none. Nothing that was known is kept because of them.
bool isOfNoConcern(const ScanFailure &failure)
{
    constexpr ListKinds extras = ListKinds(ListKind::Deployments) | ListKind::DiscoveredModels |
                                 ListKind::RoutingProfiles;
    const core::Error &error = failure.error;
    return extras.testFlag(failure.kind) &&
           (error.code == ErrorCode::NotFound || error.code == ErrorCode::Forbidden ||
            error.upstreamStatus == 501 || error.reason == "dns"_L1);
}

//! Without the models that have been retired since.
std::optional<SavedCatalog> loadStillValid(const QString &fileName, const QDateTime &nowUtc)
{
    auto saved = loadCatalog(fileName);
    if (saved) {
        saved->models.removeIf([&nowUtc](const ModelInfo &model) {
            return model.serving == ServingMode::OnDemand && model.retired.isValid() &&
                   model.retired <= nowUtc;
        });
    }
    return saved;
}

} // namespace

ModelDirectory::ModelDirectory(SignedClient &client, const core::Clock &clock,
                               DirectorySettings settings, QObject *parent)
    : ModelCatalog(parent)
    , m_client(client)
    , m_clock(clock)
    , m_settings(std::move(settings))
{
    m_pool.setMaxThreadCount(1);
    m_pool.setObjectName(u"catalog"_s);
    if (!m_settings.cacheFile.isEmpty())
        load();
}

ModelDirectory::~ModelDirectory() = default;

void ModelDirectory::load()
{
    const QDateTime now = m_clock.nowUtc();
    if (QFileInfo(m_settings.cacheFile).size() <= shortFile) {
        if (const auto saved = loadStillValid(m_settings.cacheFile, now))
            use(*saved);
        return;
    }
    QtConcurrent::run(&m_pool, loadStillValid, m_settings.cacheFile, now)
            .then(this, [this](const std::optional<SavedCatalog> &saved) {
                if (!saved || isLoaded())
                    return;
                use(*saved);
                emit modelsChanged(m_models);
            });
}

void ModelDirectory::use(const SavedCatalog &saved)
{
    m_models = saved.models;
    m_asOf = saved.asOf;
    m_loaded = true;
}

QFuture<Result<ModelDirectory::Models>> ModelDirectory::refresh()
{
    const bool isFirst = m_waiting.empty();
    QPromise<Result<Models>> &promise = m_waiting.emplace_back();
    promise.start();
    const QFuture<Result<Models>> future = promise.future();
    if (isFirst)
        scan();
    return future;
}

void ModelDirectory::scan()
{
    if (m_settings.compartmentId.isEmpty()) {
        fail(compartmentMissing());
        return;
    }
    ScanPlan plan{.hosts = m_settings.endpoints,
                  .tenancyId = m_settings.tenancyId,
                  .region = m_settings.region,
                  .compartmentId = m_settings.compartmentId,
                  .kinds = ListKind::Models | ListKind::Endpoints | ListKind::ImportedModels |
                           ListKind::ModelsBehind | ListKind::Deployments |
                           ListKind::DiscoveredModels | ListKind::RoutingProfiles};
    plan.pages.mostPages = m_settings.mostPages;
    // The tree can be asked for from the root alone (9.7).
    if (m_settings.tenancyId == m_settings.compartmentId)
        plan.kinds |= ListKind::Compartments;
    m_scan = std::make_unique<TenancyScan>(m_client, m_pool, std::move(plan));
    m_scan->run().then(this, [this](const TenancyFindings &findings) { onScanned(findings); });
}

void ModelDirectory::onScanned(const TenancyFindings &findings)
{
    QtConcurrent::run(&m_pool, listedFrom, findings, m_settings.region, m_clock.nowUtc(), m_models)
            .then(this, [this](const Listed &listed) { onListed(listed); });
}

ModelDirectory::Listed ModelDirectory::listedFrom(TenancyFindings findings, const QString &region,
                                                  const QDateTime &nowUtc, const Models &known)
{
    findings.failures.removeIf(isOfNoConcern);
    Listed listed{.failures = findings.failures};
    const bool isNothing = has(listed.failures, ListKind::Models) &&
                           catalogModels(findings, {}, region, nowUtc, builtInModels()).isEmpty();
    if (!isNothing) {
        const Models kept = keptModels(findings, known);
        listed.models = catalogModels(findings, kept, region, nowUtc, builtInModels());
    }
    listed.isChange = listed.models != known;
    return listed;
}

void ModelDirectory::onListed(const Listed &listed)
{
    m_failures = listed.failures;
    report(m_failures);
    const auto models = std::ranges::find(m_failures, ListKind::Models, &ScanFailure::kind);
    if (models != m_failures.cend() && listed.models.isEmpty()) {
        fail(models->error);
        return;
    }
    m_isComplete = std::ranges::all_of(m_failures, isUsual);
    if (models == m_failures.cend() || !m_asOf.isValid())
        m_asOf = m_clock.nowUtc();
    const bool isChange = !m_loaded || listed.isChange;
    if (isChange)
        m_models = listed.models; // otherwise who compares sees at once that it is the same list
    m_loaded = true;
    if (!m_settings.cacheFile.isEmpty()) {
        (void)QtConcurrent::run(&m_pool, saveCatalog, SavedCatalog{m_asOf, m_models},
                                m_settings.cacheFile);
    }
    finish(m_models);
    if (isChange)
        emit modelsChanged(m_models);
}

void ModelDirectory::fail(const Error &error)
{
    m_isComplete = false;
    finish(std::unexpected(error));
}

void ModelDirectory::finish(const Result<Models> &result)
{
    // Receivers may ask for another refresh: this one is over before they hear of it.
    auto waiting = std::exchange(m_waiting, {});
    if (m_scan)
        m_scan.release()->deleteLater();
    for (QPromise<Result<Models>> &promise : waiting) {
        promise.addResult(result);
        promise.finish();
    }
}

} // namespace oci
