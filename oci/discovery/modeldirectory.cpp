// SPDX-License-Identifier: MIT
#include "oci/discovery/modeldirectory.h"

#include "core/ports/clock.h"

#include <QLoggingCategory>

Q_LOGGING_CATEGORY(ociDiscovery, "app.oci.discovery")

using core::Error;
using core::ErrorCode;
using core::Result;
using namespace Qt::StringLiterals;

namespace oci {

ModelDirectory::ModelDirectory(SignedClient &client, const core::Clock &clock,
                               DirectorySettings settings, QObject *parent)
    : ModelCatalog(parent)
    , m_client(client)
    , m_clock(clock)
    , m_settings(std::move(settings))
{
}

ModelDirectory::~ModelDirectory()
{
    m_page.cancel(); // closes the connection
}

QFuture<Result<ModelDirectory::Models>> ModelDirectory::refresh()
{
    const bool isFirst = m_waiting.empty();
    QPromise<Result<Models>> &promise = m_waiting.emplace_back();
    promise.start();
    const QFuture<Result<Models>> future = promise.future();
    if (isFirst) {
        m_listing = {};
        m_tokens.clear();
        m_pages = 0;
        requestPage({});
    }
    return future;
}

void ModelDirectory::requestPage(const QByteArray &token)
{
    if (m_settings.compartmentId.isEmpty()) {
        finish(std::unexpected(Error{
                .code = ErrorCode::InvalidRequest,
                .message =
                        u"This connection has no compartment: choose one, or set OCI_COMPARTMENT"_s,
                .reason = u"compartment_missing"_s}));
        return;
    }
    const auto base = m_settings.endpoints.base(Service::Management, m_settings.region);
    if (!base) {
        finish(std::unexpected(base.error()));
        return;
    }
    ++m_pages;
    QByteArray path =
            "/20231130/models?compartmentId=" + QUrl::toPercentEncoding(m_settings.compartmentId) +
            "&lifecycleState=ACTIVE&limit=1000";
    if (!token.isEmpty())
        path += "&page=" + QUrl::toPercentEncoding(QString::fromUtf8(token));
    m_page = m_client.fetch({.method = "GET",
                             .url = joined(*base, path),
                             .headers = {{"accept", "application/json"}}});
    m_page.then(this, [this](const Result<WholeReply> &page) { onPage(page); });
}

void ModelDirectory::onPage(const Result<WholeReply> &page)
{
    if (!page) {
        finish(std::unexpected(page.error()));
        return;
    }
    if (const auto added = m_listing.addPage(page->body); !added) {
        Error error = added.error();
        error.requestId = QString::fromLatin1(page->head.header("opc-request-id"));
        finish(std::unexpected(error));
        return;
    }
    // Only the header says whether there is more: a page in the middle may be empty (9.1).
    const QByteArray next = page->head.header("opc-next-page");
    if (!next.isEmpty() && (m_tokens.contains(next) || m_pages >= m_settings.mostPages)) {
        qCWarning(ociDiscovery) << "the list of models does not end; stopped after" << m_pages
                                << "pages";
    } else if (!next.isEmpty()) {
        m_tokens.insert(next);
        requestPage(next);
        return;
    }
    finish(m_listing.models(m_settings.region, m_clock.nowUtc(), builtInModels()));
}

void ModelDirectory::finish(const Result<Models> &result)
{
    const bool changed = result && (!m_loaded || *result != m_models);
    if (result) {
        m_models = *result;
        m_loaded = true;
    }
    // Receivers may ask for another refresh: this one is over before they hear of it.
    auto waiting = std::exchange(m_waiting, {});
    m_listing = {};
    for (QPromise<Result<Models>> &promise : waiting) {
        promise.addResult(result);
        promise.finish();
    }
    if (changed)
        emit modelsChanged(m_models);
}

} // namespace oci
