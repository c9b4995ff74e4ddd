// SPDX-License-Identifier: MIT
#include "gateway/responses/passedfacts.h"

#include "core/json/json.h"
#include "gateway/responses/responserequest.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using boost::json::object;
using boost::json::value;
using core::json::integerAt;
using core::json::objectAt;
using core::json::textAt;

namespace gateway::responses {

namespace {

std::optional<qint64> detailOf(const object &usage, std::string_view details, std::string_view name)
{
    const object *inner = objectAt(usage, details);
    return inner ? integerAt(*inner, name) : std::nullopt;
}

std::optional<core::Usage> usageOf(const object &response)
{
    const object *usage = objectAt(response, "usage");
    if (!usage)
        return {};
    const qint64 in = integerAt(*usage, "input_tokens").value_or(0);
    const qint64 out = integerAt(*usage, "output_tokens").value_or(0);
    return core::Usage{.promptTokens = in,
                       .completionTokens = out,
                       .totalTokens = integerAt(*usage, "total_tokens").value_or(in + out),
                       .reasoningTokens =
                               detailOf(*usage, "output_tokens_details", "reasoning_tokens"),
                       .cachedTokens = detailOf(*usage, "input_tokens_details", "cached_tokens")};
}

//! A word for the log, whoever wrote it.
QByteArray codeOf(const object &error)
{
    constexpr qsizetype longest = 64;
    const QByteArray code = textAt(error, "code").toLatin1();
    const bool isWord =
            !code.isEmpty() && code.size() <= longest && std::ranges::all_of(code, [](char c) {
                return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
            });
    return isWord ? code : QByteArray("upstream_error");
}

QByteArray failureOf(const object &response)
{
    if (textAt(response, "status") != "failed"_L1)
        return {};
    const object *error = objectAt(response, "error");
    return codeOf(error ? *error : object());
}

void collect(const value &json, QString &texts)
{
    if (const auto *text = json.if_string())
        texts += QString::fromUtf8(text->data(), qsizetype(text->size())) + u'\n';
    if (const auto *items = json.if_array()) {
        for (const value &each : *items)
            collect(each, texts);
    }
    const auto *item = json.if_object();
    for (const char *key : {"text", "content", "arguments", "output", "input"}) {
        if (const value *inner = item ? item->if_contains(key) : nullptr)
            collect(*inner, texts);
    }
}

} // namespace

PassedFacts factsOf(const object &json)
{
    if (textAt(json, "type") == "error"_L1) {
        const object *error = objectAt(json, "error");
        return {.id = {}, .usage = {}, .failure = codeOf(error ? *error : json)};
    }
    const object *inner = objectAt(json, "response");
    const object &response = inner ? *inner : json;
    const QString status = textAt(response, "status");
    return {.id = textAt(response, "id"),
            .usage = usageOf(response),
            .failure = failureOf(response),
            .isOver = status != "queued"_L1 && status != "in_progress"_L1};
}

core::ChatDelta saidBy(QByteArrayView type, QByteArrayView json)
{
    if (!type.endsWith(".delta") || type.endsWith("audio.delta"))
        return {};
    const auto event = core::json::parseObject(json);
    return {.text = event ? textAt(*event, "delta") : QString()};
}

core::ChatRequest promptOf(const object &body)
{
    if (auto call = readResponseCall(body))
        return std::move(call->request);
    QString texts;
    for (const char *key : {"instructions", "input"}) {
        if (const value *given = core::json::find(body, key))
            collect(*given, texts);
    }
    core::ChatRequest request;
    request.model = textAt(body, "model");
    request.stream = core::json::boolAt(body, "stream").value_or(false);
    request.messages = {{.content = {core::TextPart{texts}}}};
    return request;
}

} // namespace gateway::responses
