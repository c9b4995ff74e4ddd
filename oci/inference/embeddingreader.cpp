// SPDX-License-Identifier: MIT
#include "oci/inference/embeddingreader.h"

#include "core/json/json.h"
#include "oci/http/errormapping.h"
#include "oci/http/networkerrors.h"
#include "oci/inference/embeddingrequest.h"
#include "oci/inference/usage.h"

#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;
using boost::json::value;
using core::EmbeddingType;
using core::Result;

namespace oci {

namespace {

std::optional<double> numberIn(const value &json)
{
    if (!json.is_number())
        return {};
    return json.to_number<double>();
}

std::optional<float> convert(const value &json, float)
{
    const auto number = numberIn(json);
    if (!number || !(std::abs(*number) <= double(std::numeric_limits<float>::max())))
        return {};
    return float(*number);
}

std::optional<qint16> convert(const value &json, qint16)
{
    const auto number = numberIn(json);
    if (!number || !(*number >= -128 && *number <= 255) || *number != std::trunc(*number))
        return {};
    return qint16(*number);
}

//! `count` vectors of one length, or nothing.
template<typename Number>
std::optional<QList<QList<Number>>> vectorsIn(const array &json, qsizetype count)
{
    if (qsizetype(json.size()) != count)
        return {};
    QList<QList<Number>> vectors;
    vectors.reserve(count);
    for (const value &each : json) {
        const array *numbers = each.if_array();
        if (!numbers || numbers->empty() ||
            (!vectors.isEmpty() && qsizetype(numbers->size()) != vectors.first().size()))
            return {};
        QList<Number> vector;
        vector.reserve(qsizetype(numbers->size()));
        for (const value &number : *numbers) {
            const auto converted = convert(number, Number{});
            if (!converted)
                return {};
            vector.append(*converted);
        }
        vectors.append(std::move(vector));
    }
    return vectors;
}

//! The member of `embeddingsByType`, whose names have been seen in both cases (7.15).
const array *vectorsOfType(const object &json, EmbeddingType type)
{
    const std::string_view word = wordFor(type);
    if (const object *byType = core::json::objectAt(json, "embeddingsByType")) {
        const QLatin1StringView wanted(word.data(), qsizetype(word.size()));
        for (const auto &[key, member] : *byType) {
            const QLatin1StringView name(key.data(), qsizetype(key.size()));
            if (name.compare(wanted, Qt::CaseInsensitive) == 0)
                return member.if_array();
        }
    }
    return type == EmbeddingType::Float ? core::json::arrayAt(json, "embeddings") : nullptr;
}

std::optional<qint64> tokensIn(const object &json)
{
    if (const object *usage = core::json::objectAt(json, "usage")) {
        const core::Usage read = readUsage(*usage);
        if (const qint64 tokens = read.promptTokens > 0 ? read.promptTokens : read.totalTokens;
            tokens > 0)
            return tokens;
    }
    const array *counts = core::json::arrayAt(json, "inputTextTokenCounts");
    if (!counts)
        return {};
    qint64 sum = 0;
    for (const value &each : *counts) {
        // Nobody embeds more than this; a sum of such numbers does not overflow.
        constexpr double most = 1e9;
        const auto count = numberIn(each);
        if (!count || !(*count >= 0 && *count <= most))
            return {};
        sum += qint64(*count);
    }
    return sum;
}

} // namespace

Result<EmbeddingPart> readEmbeddings(QByteArrayView body, qsizetype count,
                                     const QList<EmbeddingType> &types)
{
    const auto json = core::json::parseObject(body);
    if (!json)
        return std::unexpected(unreadableAnswer(json.error().message));
    if (isServiceError(*json))
        return std::unexpected(streamError(readServiceMessage(*json), {}));

    EmbeddingPart part{.tokens = tokensIn(*json),
                       .modelVersion = core::json::textAt(*json, "modelVersion")};
    for (const EmbeddingType type : types.isEmpty() ? QList{EmbeddingType::Float} : types) {
        const array *vectors = vectorsOfType(*json, type);
        bool read = false;
        if (vectors && type == EmbeddingType::Float) {
            if (auto floats = vectorsIn<float>(*vectors, count); floats) {
                part.floats = *std::move(floats);
                read = true;
            }
        } else if (vectors) {
            if (auto integers = vectorsIn<qint16>(*vectors, count); integers) {
                part.integers.insert(type, *std::move(integers));
                read = true;
            }
        }
        if (!read) {
            const std::string_view word = wordFor(type);
            return std::unexpected(unreadableAnswer(
                    u"it does not hold %1 vectors of the type %2, one for each input"_s.arg(count)
                            .arg(QLatin1StringView(word.data(), qsizetype(word.size())))));
        }
    }
    return part;
}

} // namespace oci
