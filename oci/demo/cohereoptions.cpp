// SPDX-License-Identifier: MIT
#include "oci/demo/cohereoptions.h"

#include <limits>

using namespace Qt::StringLiterals;
using boost::json::object;
using core::ResponseFormat;

namespace oci::demo {

namespace {

using Problem = std::optional<Refusal>;

constexpr qint64 most = std::numeric_limits<qint32>::max();

Problem readDocuments(FieldReader &chat, core::ChatRequest &request)
{
    const auto *documents = chat.array("documents");
    if (!documents)
        return chat.refusal();
    for (const auto &value : *documents) {
        const QString path = u"%1[%2]"_s.arg(chat.path("documents")).arg(request.documents.size());
        const object *document = value.if_object();
        if (!document || document->empty())
            return badFormat(path, u"must be an object with something in it"_s);
        for (const auto &[key, member] : *document) {
            if (!member.is_string())
                return badFormat(path, u"must have strings as its values"_s);
        }
        request.documents.push_back(*document);
    }
    return {};
}

Problem readFormat(FieldReader &chat, core::ChatRequest &request)
{
    const object *json = chat.object("responseFormat");
    if (!json)
        return chat.refusal();
    FieldReader reader(*json, chat.path("responseFormat"));
    reader.require("type");
    const QString type = reader.word("type", {"TEXT", "JSON_OBJECT"});
    const bool isJson = type == "json_object"_L1;
    if (isJson)
        reader.allowOnly({"type", "schema"});
    else
        reader.allowOnly({"type"});
    using Kind = ResponseFormat::Kind;
    request.responseFormat.emplace();
    request.responseFormat->kind = isJson ? Kind::JsonObject : Kind::Text;
    if (const object *schema = isJson ? reader.object("schema") : nullptr) {
        request.responseFormat->kind = Kind::JsonSchema;
        request.responseFormat->schema = *schema;
    }
    return reader.refusal();
}

void readSampling(FieldReader &chat, core::ChatRequest &request)
{
    request.temperature = chat.number("temperature", 0, 1);
    request.topP = chat.number("topP", 0, 1);
    request.topK = chat.integer("topK", 0, 500);
    request.frequencyPenalty = chat.number("frequencyPenalty", 0, 1);
    request.presencePenalty = chat.number("presencePenalty", 0, 1);
    request.seed = chat.integer("seed", std::numeric_limits<qint64>::min(),
                                std::numeric_limits<qint64>::max());
    request.stop = chat.texts("stopSequences");
    request.safetyMode = chat.word("safetyMode", {"CONTEXTUAL", "STRICT", "OFF"});
    chat.flag("isSearchQueriesOnly");
    chat.flag("isRawPrompting");
}

} // namespace

Problem readCohereOptions(FieldReader &chat, ChatCall &call)
{
    readSampling(chat, call.chat);
    call.chat.maxTokens = chat.integer("maxTokens", 1, most);
    call.limitField = call.chat.maxTokens ? "maxTokens" : "";
    call.chat.stream = chat.flag("isStream").value_or(false);
    if (const object *options = chat.object("streamOptions")) {
        FieldReader reader(*options, chat.path("streamOptions"));
        reader.allowOnly({"isIncludeUsage"});
        call.includeUsage = reader.flag("isIncludeUsage").value_or(false);
        if (reader.refusal())
            return reader.refusal();
    }
    if (const Problem problem = readDocuments(chat, call.chat))
        return problem;
    if (const Problem problem = readFormat(chat, call.chat))
        return problem;
    return chat.refusal();
}

} // namespace oci::demo
