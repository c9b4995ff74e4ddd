// SPDX-License-Identifier: MIT
#include "oci/inference/rerankrequest.h"

#include "oci/inference/refusals.h"

using namespace Qt::StringLiterals;
using core::RerankRequest;
using core::Result;

namespace oci {

namespace {

Result<void> checkCount(const std::optional<qint64> &count, const QString &param)
{
    if (count && *count < 1)
        return badRequest(param, u"invalid_parameter"_s, u"Must be a positive number"_s);
    return {};
}

} // namespace

Result<void> checkRerank(const RerankRequest &request, const KnownModel *model)
{
    if (model && !model->reranks) {
        return badRequest(
                u"model"_s, u"unsupported_model"_s,
                u"%1 ranks no documents. Choose a model for it, e.g. cohere.rerank-v4.0-fast"_s.arg(
                        model->id));
    }
    if (request.query.isEmpty())
        return badRequest(u"query"_s, u"invalid_parameter"_s, u"A query is required"_s);
    if (request.documents.isEmpty()) {
        return badRequest(u"documents"_s, u"invalid_parameter"_s,
                          u"At least one document is required"_s);
    }
    for (qsizetype i = 0; i < request.documents.size(); ++i) {
        if (request.documents[i].isEmpty()) {
            return badRequest(u"documents[%1]"_s.arg(i), u"invalid_parameter"_s,
                              u"An empty document cannot be ranked"_s);
        }
    }
    return checkCount(request.topN, u"top_n"_s)
            .and_then([&] {
                return checkCount(request.maxChunksPerDocument, u"max_chunks_per_doc"_s);
            })
            .and_then([&] {
                return checkCount(request.maxTokensPerDocument, u"max_tokens_per_doc"_s);
            });
}

QByteArray rerankBody(const RerankRequest &request, const NativeCall &call)
{
    JsonWriter out(4096);
    out.beginObject();
    writeCallHead(out, call);
    out.key("input").text(request.query);
    out.key("documents").beginArray();
    for (const QString &document : request.documents)
        out.text(document);
    out.endArray();
    // More than there are documents is all of them, as without the field.
    if (request.topN && *request.topN < request.documents.size())
        out.key("topN").number(*request.topN);
    if (request.returnDocuments)
        out.key("isEcho").boolean(true);
    if (request.maxChunksPerDocument)
        out.key("maxChunksPerDocument").number(*request.maxChunksPerDocument);
    if (request.maxTokensPerDocument)
        out.key("maxTokensPerDocument").number(*request.maxTokensPerDocument);
    out.endObject();
    return out.take();
}

} // namespace oci
