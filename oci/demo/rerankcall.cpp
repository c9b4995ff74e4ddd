// SPDX-License-Identifier: MIT
#include "oci/demo/rerankcall.h"

#include "core/json/json.h"
#include "oci/demo/embeddinganswer.h"
#include "oci/demo/fieldreader.h"

#include <algorithm>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;

namespace oci::demo {

namespace {

constexpr qsizetype mostDocuments = 1000;
constexpr qsizetype dimensions = 256;

struct Rank {
    qsizetype index = 0;
    double score = 0;
};

QList<Rank> ranksOf(const QString &question, const QStringList &documents)
{
    const QList<double> wanted = vectorOf(question, dimensions);
    QList<Rank> ranks;
    for (qsizetype i = 0; i < documents.size(); ++i) {
        const double score = std::max(0.0, cosine(wanted, vectorOf(documents[i], dimensions)));
        ranks += Rank{.index = i, .score = std::round(score * 1e6) / 1e6};
    }
    std::ranges::stable_sort(ranks, std::greater(), &Rank::score);
    return ranks;
}

} // namespace

Judged<object> answerRerank(const object &body, const DemoModel &model, QByteArrayView region)
{
    constexpr qint64 most = std::numeric_limits<qint32>::max();
    FieldReader reader(body, {});
    reader.allowOnly({"compartmentId", "servingMode", "input", "documents", "topN", "isEcho",
                      "maxChunksPerDocument", "maxTokensPerDocument"});
    reader.require("input");
    const QString question = reader.text("input").value_or(QString());
    reader.require("documents");
    const QStringList documents = reader.texts("documents");
    const auto topN = reader.integer("topN", 1, most);
    const bool echo = reader.flag("isEcho").value_or(false);
    reader.integer("maxChunksPerDocument", 1, most);
    reader.integer("maxTokensPerDocument", 1, most);
    if (question.isEmpty())
        reader.refuse("input", u"must not be empty"_s);
    if (documents.isEmpty() || documents.contains(QString()))
        reader.refuse("documents", u"must be texts that are not empty"_s);
    if (documents.size() > mostDocuments)
        reader.refuse("documents", u"at most %1 are allowed"_s.arg(mostDocuments));
    if (reader.refusal())
        return std::unexpected(*reader.refusal());

    array ranks;
    for (const Rank &rank : ranksOf(question, documents)) {
        if (topN && qint64(ranks.size()) == *topN)
            break;
        object json{{"index", rank.index}, {"relevanceScore", rank.score}};
        if (echo)
            json["document"] = object{{"text", core::json::string(documents[rank.index])}};
        ranks.push_back(std::move(json));
    }
    return object{{"id", "demo-rerank"},
                  {"documentRanks", std::move(ranks)},
                  {"modelId", core::json::string(QByteArrayView(modelOcid(model, region)))},
                  {"modelVersion", core::json::string(QByteArrayView(model.version))}};
}

} // namespace oci::demo
