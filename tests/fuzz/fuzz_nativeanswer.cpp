// SPDX-License-Identifier: MIT
#include "oci/inference/embeddingreader.h"
#include "oci/inference/guardrailsreader.h"
#include "oci/inference/rerankreader.h"

#include <QSet>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

void readVectors(QByteArrayView body)
{
    const auto part =
            oci::readEmbeddings(body, 2, {core::EmbeddingType::Float, core::EmbeddingType::Int8});
    if (!part)
        return require(!part.error().message.isEmpty());
    const auto integers = part->integers.value(core::EmbeddingType::Int8);
    require(part->floats.size() == 2 && integers.size() == 2);
    require(!part->floats[0].isEmpty() && part->floats[0].size() == part->floats[1].size());
    require(std::ranges::all_of(part->floats[0], [](float f) { return std::isfinite(f); }));
    require(std::ranges::all_of(integers[1], [](qint16 i) { return i >= -128 && i <= 255; }));
    require(part->tokens.value_or(0) >= 0);
}

void readRanks(QByteArrayView body)
{
    const core::RerankRequest request{
            .documents = {QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")},
            .topN = 2,
            .returnDocuments = true};
    const auto ranks = oci::readReranking(body, request);
    if (!ranks)
        return require(!ranks.error().message.isEmpty());
    require(ranks->ranks.size() <= 2);
    QSet<qsizetype> seen;
    for (const core::RankedDocument &rank : ranks->ranks) {
        require(rank.index >= 0 && rank.index < 3 && rank.text && !seen.contains(rank.index));
        require(seen.isEmpty() || rank.score <= ranks->ranks.first().score);
        seen.insert(rank.index);
    }
}

void readVerdict(QByteArrayView body)
{
    const core::GuardrailsRequest request{.moderation = QStringList(), .promptInjection = true};
    const auto verdict = oci::readVerdict(body, request);
    require(verdict ? verdict->promptInjection.has_value() : !verdict.error().message.isEmpty());
}

} // namespace

// The answers of embedText, rerankText and applyGuardrails, chosen by the first byte: what is let
// through keeps its promises.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const QByteArrayView body(reinterpret_cast<const char *>(data) + 1, qsizetype(size) - 1);
    switch (data[0] % 3) {
    case 0:
        readVectors(body);
        break;
    case 1:
        readRanks(body);
        break;
    default:
        readVerdict(body);
    }
    return 0;
}
