// SPDX-License-Identifier: MIT
#include "gateway/ollama/embedding.h"

#include "gateway/fields/fields.h"
#include "gateway/fields/reading.h"
#include "gateway/ollama/wire.h"
#include "gateway/openai/embeddinganswer.h"

#include <limits>

using namespace Qt::StringLiterals;
using boost::json::object;
using boost::json::value;
using core::Result;
using gateway::fields::Reading;

namespace gateway::ollama {

namespace {

constexpr qint64 most = std::numeric_limits<qint32>::max();

Result<core::EmbeddingInput> readText(const value &item, const QString &path)
{
    const auto *text = item.if_string();
    if (!text || text->empty())
        return fields::invalid(path, u"A non-empty string is required"_s);
    return core::TextPart{core::json::text(*text)};
}

Result<QList<core::EmbeddingInput>> readInputs(const object &body)
{
    const value *input = core::json::find(body, "input");
    if (!input)
        return fields::invalid(u"input"_s, u"A text or an array of texts is required"_s);
    QList<core::EmbeddingInput> all;
    const auto *list = input->if_array();
    if (!list) {
        return readText(*input, u"input"_s).transform([](const core::EmbeddingInput &only) {
            return QList{only};
        });
    }
    for (const value &item : *list) {
        auto text = readText(item, u"input[%1]"_s.arg(all.size()));
        if (!text)
            return std::unexpected(text.error());
        all.append(*std::move(text));
    }
    return all;
}

} // namespace

Result<EmbedCall> readEmbedCall(const object &body)
{
    EmbedCall call;
    Reading reading;
    bool truncate = true;
    std::optional<qint64> dimensions; // Ollama takes 0 for the model's own
    reading.keep(call.model, fields::needed(body, {}, "model"));
    reading.keep(call.request.inputs, readInputs(body));
    reading.into(truncate, fields::boolean(body, {}, "truncate"));
    reading.into(dimensions, fields::integer(body, {}, "dimensions", 0, most));
    if (reading.error)
        return std::unexpected(*std::move(reading.error));
    call.request.model = modelName(call.model);
    call.request.truncate = truncate ? core::Truncation::End : core::Truncation::None;
    if (dimensions.value_or(0) > 0)
        call.request.dimensions = dimensions;
    return call;
}

Result<EmbedCall> readOldEmbedCall(const object &body)
{
    EmbedCall call;
    Reading reading;
    QString prompt;
    reading.keep(call.model, fields::needed(body, {}, "model"));
    reading.keep(prompt, fields::needed(body, {}, "prompt"));
    if (reading.error)
        return std::unexpected(*std::move(reading.error));
    call.request.model = modelName(call.model);
    call.request.inputs = {core::TextPart{prompt}};
    return call;
}

QByteArray embedBody(const core::Embeddings &vectors, const QString &model, qint64 duration)
{
    QByteArray out = "{\"model\":";
    out += core::json::serialize(value(core::json::string(model))) + ",\"embeddings\":[";
    for (qsizetype i = 0; i < vectors.floats.size(); ++i) {
        if (i > 0)
            out += ',';
        openai::appendNumbers(out, vectors.floats[i]);
    }
    const object tail{{"total_duration", duration},
                      {"load_duration", 0},
                      {"prompt_eval_count", vectors.usage.promptTokens}};
    // The rest is one object: its members follow.
    return out + "]," + core::json::serialize(tail).sliced(1);
}

QByteArray oldEmbedBody(const core::Embeddings &vectors)
{
    QByteArray out = "{\"embedding\":";
    openai::appendNumbers(out, vectors.floats.value(0));
    return out + '}';
}

} // namespace gateway::ollama
