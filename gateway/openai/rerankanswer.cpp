// SPDX-License-Identifier: MIT
#include "gateway/openai/rerankanswer.h"

#include "core/json/json.h"

#include <QUuid>

using boost::json::array;
using boost::json::object;
using core::RankedDocument;

namespace gateway::openai {

QByteArray rerankAnswer(const core::Reranking &ranking, const core::RerankRequest &request)
{
    array results;
    for (const RankedDocument &rank : ranking.ranks) {
        object result{{"index", rank.index}, {"relevance_score", rank.score}};
        if (request.returnDocuments) {
            const QString text = rank.text.value_or(request.documents.value(rank.index));
            result["document"] = object{{"text", core::json::string(text)}};
        }
        results.push_back(std::move(result));
    }
    const QString id =
            ranking.id.isEmpty() ? QUuid::createUuid().toString(QUuid::WithoutBraces) : ranking.id;
    object json;
    json["id"] = core::json::string(id);
    json["object"] = "list";
    json["model"] = core::json::string(request.model);
    json["results"] = std::move(results);
    return core::json::serialize(json);
}

} // namespace gateway::openai
