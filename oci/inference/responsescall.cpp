// SPDX-License-Identifier: MIT
#include "oci/inference/responsescall.h"

#include "core/ascii.h"
#include "core/json/json.h"
#include "core/ports/modelcatalog.h"
#include "oci/inference/nativecall.h"
#include "oci/inference/refusals.h"
#include "oci/inference/targetregion.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using boost::json::object;
using core::Error;
using core::Result;

namespace oci {

namespace {

constexpr qsizetype longestId = 256;

struct Action {
    StoredAction action;
    QByteArrayView method;
    QByteArrayView suffix;
    QList<QLatin1StringView> query; //!< what of it goes through
};

const Action &actionOf(StoredAction wanted)
{
    static const Action actions[] = {
            {StoredAction::Retrieve, "GET", "", {"include"_L1, "include[]"_L1}},
            {StoredAction::Delete, "DELETE", "", {}},
            {StoredAction::Cancel, "POST", "/cancel", {}},
            {StoredAction::ListInputItems,
             "GET",
             "/input_items",
             {"after"_L1, "before"_L1, "include"_L1, "include[]"_L1, "limit"_L1, "order"_L1}},
    };
    return *std::ranges::find(actions, wanted, &Action::action);
}

//! People paste the base with and without the last parts of a path.
QUrl responsesUrl(const QUrl &base, QByteArrayView rest)
{
    QByteArray path = base.path(QUrl::FullyEncoded).toLatin1();
    while (path.endsWith('/'))
        path.chop(1);
    for (const QByteArrayView known : {"/chat/completions", "/responses"}) {
        if (path.endsWith(known))
            path.chop(known.size());
    }
    QUrl root = base;
    root.setPath(QString());
    return joined(root, path + "/responses" + rest.toByteArray());
}

Result<QUrl> urlFor(QByteArrayView rest, const QString &region, const ChatSettings &settings,
                    bool isBearer)
{
    if (isBearer && !settings.openAiBase.isEmpty())
        return responsesUrl(settings.openAiBase, rest);
    const auto base = settings.endpoints.base(Service::Inference,
                                              region.isEmpty() ? settings.region : region);
    if (!base)
        return base;
    return joined(*base, "/openai/v1/responses" + rest.toByteArray());
}

//! Protocol reference, 5.4.
Result<OutgoingRequest> outgoing(QByteArrayView method, const QUrl &url, const QString &compartment,
                                 const ChatSettings &settings, bool isBearer)
{
    if (!isBearer && compartment.isEmpty()) {
        return std::unexpected(compartmentMissing());
    }
    OutgoingRequest out{.method = method.toByteArray(), .url = url};
    if (method == "POST")
        out.headers.emplaceBack("content-type", "application/json");
    if (!settings.projectId.isEmpty())
        out.headers.emplaceBack("OpenAI-Project", settings.projectId.toUtf8());
    if (!isBearer)
        out.headers.emplaceBack("opc-compartment-id", compartment.toUtf8());
    return out;
}

//! Whether the body wants the response kept: it says so itself, or it works in the background,
//! or it belongs to a conversation.
bool wantsStored(const object &body)
{
    // A null says nothing, and the service would keep it.
    return core::json::find(body, "store") ||
           core::json::boolAt(body, "background").value_or(false) ||
           core::json::find(body, "conversation");
}

//! Nothing of it can lead to another path.
bool isId(const QString &id)
{
    const auto isPlain = [](QChar c) {
        return core::ascii::isLetterOrDigit(c) || c == u'_' || c == u'-' || c == u'.';
    };
    return !id.isEmpty() && id.size() <= longestId && id.front() != u'.' &&
           std::ranges::all_of(id, isPlain);
}

Result<ChatTarget> targetOf(const object &body, const core::ModelCatalog *catalog)
{
    const QString model = core::json::textAt(body, "model");
    return catalog ? resolveModel(model, catalog->models(), catalog->isComplete())
                   : resolveModel(model, {});
}

} // namespace

core::Served servedBy(const object &body, const ChatSettings &settings,
                      const core::ModelCatalog *catalog)
{
    const auto target = targetOf(body, catalog);
    return target ? servedBy(settings, *target) : core::Served();
}

Result<OutgoingRequest> outgoingResponse(const object &body, bool stream,
                                         const ChatSettings &settings, bool isBearer,
                                         const core::ModelCatalog *catalog)
{
    const auto target = targetOf(body, catalog);
    if (!target)
        return std::unexpected(target.error());
    if (target->isDeployment()) {
        return badRequest(u"model"_s, u"unsupported_model"_s,
                          u"A model deployment has no Responses API: chat with it instead"_s);
    }
    if (const auto fine = checkRegion(*target, settings, isBearer); !fine)
        return std::unexpected(fine.error());
    const auto url = urlFor({}, target->region, settings, isBearer);
    if (!url)
        return std::unexpected(url.error());
    const QString &compartment =
            target->compartmentId.isEmpty() ? settings.compartmentId : target->compartmentId;
    auto out = outgoing("POST", *url, compartment, settings, isBearer);
    if (!out)
        return out;

    object sent = body;
    sent["model"] = core::json::string(target->id);
    sent.erase("client_metadata"); // Codex's own, on its installation: for OpenAI alone
    if (stream)
        sent["stream"] = true;
    else
        sent.erase("stream");
    if (!wantsStored(body))
        sent["store"] = false;
    out->body = core::json::serialize(sent);
    out->circuit = "responses " + target->id.toUtf8();
    out->headers.emplaceBack("accept",
                             stream ? "application/json, text/event-stream" : "application/json");
    return out;
}

Result<OutgoingRequest> outgoingStored(StoredAction action, const QString &id,
                                       const QUrlQuery &query, const ChatSettings &settings,
                                       bool isBearer)
{
    const Action &how = actionOf(action);
    if (!isId(id)) {
        return badRequest(u"response_id"_s, u"invalid_parameter"_s,
                          u"'%1' is no id of a response"_s.arg(id.left(100)));
    }
    if (query.queryItemValue(u"stream"_s) == "true"_L1) {
        return badRequest(u"stream"_s, u"unsupported_value"_s,
                          u"A response that was made before cannot be streamed"_s);
    }
    QByteArray rest = '/' + id.toLatin1() + how.suffix.toByteArray();
    char separator = '?';
    for (const auto &[key, value] : query.queryItems(QUrl::FullyDecoded)) {
        if (!how.query.contains(QLatin1StringView(key.toLatin1())))
            continue;
        rest += std::exchange(separator, '&') + QUrl::toPercentEncoding(key) + '=' +
                QUrl::toPercentEncoding(value);
    }
    const auto url = urlFor(rest, {}, settings, isBearer);
    if (!url)
        return std::unexpected(url.error());
    auto out = outgoing(how.method, *url, settings.compartmentId, settings, isBearer);
    if (out)
        out->headers.emplaceBack("accept", "application/json");
    return out;
}

Error explainedResponse(Error error, const ChatSettings &settings)
{
    const bool isRefusal = error.upstreamStatus == 403 || error.upstreamStatus == 404;
    const bool namesProject = error.message.contains("project"_L1, Qt::CaseInsensitive) &&
                              (isRefusal || error.upstreamStatus == 400);
    if (!namesProject && !(isRefusal && settings.projectId.isEmpty()))
        return error;
    error.advice =
            settings.projectId.isEmpty()
                    ? u"OCI's Responses API needs a project: set OCI_GENAI_PROJECT to its OCID."_s
                    : u"Check the project %1: it must be in the same region and open to "
                      "this connection."_s.arg(settings.projectId);
    return error;
}

} // namespace oci
