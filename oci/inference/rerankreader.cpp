// SPDX-License-Identifier: MIT
#include "oci/inference/rerankreader.h"

#include "core/json/json.h"
#include "oci/http/errormapping.h"
#include "oci/http/networkerrors.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;
using boost::json::value;
using core::RankedDocument;
using core::Reranking;
using core::RerankRequest;
using core::Result;

namespace oci {

namespace {

std::optional<RankedDocument> readRank(const value &json, const RerankRequest &request)
{
    const object *rank = json.if_object();
    if (!rank)
        return {};
    const auto index = core::json::integerAt(*rank, "index");
    const auto score = core::json::numberAt(*rank, "relevanceScore");
    if (!index || *index < 0 || *index >= request.documents.size() || !score)
        return {};
    RankedDocument document{.index = qsizetype(*index), .score = *score};
    if (request.returnDocuments) {
        const object *echo = core::json::objectAt(*rank, "document");
        const bool hasText = echo && core::json::stringAt(*echo, "text");
        document.text = hasText ? core::json::textAt(*echo, "text") : request.documents[*index];
    }
    return document;
}

} // namespace

Result<Reranking> readReranking(QByteArrayView body, const RerankRequest &request)
{
    const auto json = core::json::parseObject(body);
    if (!json)
        return std::unexpected(unreadableAnswer(json.error().message));
    if (isServiceError(*json))
        return std::unexpected(streamError(readServiceMessage(*json), {}));
    const array *ranks = core::json::arrayAt(*json, "documentRanks");
    if (!ranks)
        return std::unexpected(unreadableAnswer(u"no documentRanks in it"_s));

    Reranking reranking{.id = core::json::textAt(*json, "id"),
                        .modelVersion = core::json::textAt(*json, "modelVersion")};
    QSet<qsizetype> seen;
    for (const value &each : *ranks) {
        const auto rank = readRank(each, request);
        if (!rank || seen.contains(rank->index)) {
            return std::unexpected(
                    unreadableAnswer(u"one of its ranks names no document that was sent"_s));
        }
        seen.insert(rank->index);
        reranking.ranks.append(*rank);
    }
    std::ranges::stable_sort(reranking.ranks, std::greater(), &RankedDocument::score);
    if (request.topN && reranking.ranks.size() > *request.topN)
        reranking.ranks.resize(*request.topN);
    return reranking;
}

} // namespace oci
