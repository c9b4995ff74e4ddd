// SPDX-License-Identifier: MIT
#include "gateway/openai/embeddingrequest.h"

#include "gateway/fields/fields.h"
#include "gateway/fields/reading.h"

#include <array>
#include <limits>

using namespace Qt::StringLiterals;
using core::EmbeddingPurpose;
using core::Result;
using core::Truncation;

namespace gateway::openai {

namespace {

constexpr std::array<std::pair<QLatin1StringView, EmbeddingPurpose>, 4> purposes{{
        {"search_document"_L1, EmbeddingPurpose::SearchDocument},
        {"search_query"_L1, EmbeddingPurpose::SearchQuery},
        {"classification"_L1, EmbeddingPurpose::Classification},
        {"clustering"_L1, EmbeddingPurpose::Clustering},
}};

constexpr std::array<std::pair<QLatin1StringView, Truncation>, 3> truncations{{
        {"none"_L1, Truncation::None},
        {"start"_L1, Truncation::Start},
        {"end"_L1, Truncation::End},
}};

constexpr std::array<std::pair<QLatin1StringView, bool>, 2> encodings{{
        {"float"_L1, false},
        {"base64"_L1, true},
}};

//! One of the words, in any case; nothing where the field is absent.
template<typename T, std::size_t Count>
Result<std::optional<T>> word(const boost::json::object &body, std::string_view key,
                              const std::array<std::pair<QLatin1StringView, T>, Count> &words)
{
    const auto given = fields::string(body, {}, key);
    if (!given)
        return std::unexpected(given.error());
    if (!*given)
        return std::nullopt;
    QStringList all;
    for (const auto &[name, value] : words) {
        if ((*given)->compare(name, Qt::CaseInsensitive) == 0)
            return value;
        all += name;
    }
    return fields::invalid(fields::join({}, key),
                           u"'%1' is none of %2"_s.arg((*given)->left(60), all.join(u", "_s)),
                           u"unsupported_value"_s);
}

std::unexpected<core::Error> tokens(const QString &param)
{
    return fields::invalid(param,
                           u"Tokens cannot be embedded, only texts: switch tokenizing off in the "
                           "client (in LangChain check_embedding_ctx_length=False)"_s,
                           u"unsupported_value"_s);
}

Result<core::EmbeddingInput> readInput(const boost::json::value &value, const QString &param)
{
    if (value.is_number() || value.is_array())
        return tokens(param);
    const auto *text = value.if_string();
    if (!text || text->empty())
        return fields::invalid(param, u"A non-empty string is required"_s);
    return core::embeddingInput(core::json::text(*text));
}

Result<QList<core::EmbeddingInput>> readInputs(const boost::json::object &body)
{
    const auto *input = core::json::find(body, "input");
    if (!input)
        return fields::invalid(u"input"_s, u"A text or an array of texts is required"_s);
    QList<core::EmbeddingInput> all;
    const auto *list = input->if_array();
    if (!list) {
        return readInput(*input, u"input"_s).transform([](const core::EmbeddingInput &only) {
            return QList{only};
        });
    }
    if (list->empty())
        return fields::invalid(u"input"_s, u"Must not be empty"_s);
    if (list->front().is_number())
        return tokens(u"input"_s);
    all.reserve(qsizetype(list->size()));
    for (const auto &value : *list) {
        auto read = readInput(value, u"input[%1]"_s.arg(all.size()));
        if (!read)
            return std::unexpected(read.error());
        all.append(*std::move(read));
    }
    return all;
}

} // namespace

Result<EmbeddingCall> readEmbeddingCall(const boost::json::object &body, Truncation usual)
{
    EmbeddingCall call;
    call.request.truncate = usual;
    fields::Reading reading;
    reading.keep(call.request.model, fields::needed(body, {}, "model"));
    reading.keep(call.request.inputs, readInputs(body));
    reading.into(call.request.dimensions,
                 fields::integer(body, {}, "dimensions", 1, std::numeric_limits<qint32>::max()));
    reading.into(call.request.purpose, word(body, "input_type", purposes));
    reading.into(call.request.truncate, word(body, "truncate", truncations));
    reading.into(call.base64, word(body, "encoding_format", encodings));
    if (reading.error)
        return std::unexpected(*reading.error);
    return call;
}

} // namespace gateway::openai
