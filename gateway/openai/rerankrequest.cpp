// SPDX-License-Identifier: MIT
#include "gateway/openai/rerankrequest.h"

#include "gateway/fields/fields.h"
#include "gateway/fields/reading.h"

#include <limits>

using namespace Qt::StringLiterals;
using boost::json::object;
using boost::json::value;
using core::Result;

namespace gateway::openai {

namespace {

constexpr qint64 most = std::numeric_limits<qint32>::max(); // the service counts in 32 bits

//! A text, or an object that has one.
Result<QString> readText(const value &json, const QString &path)
{
    if (const auto *text = json.if_string(); text && !text->empty())
        return core::json::text(*text);
    if (const object *document = json.if_object())
        return fields::needed(*document, path, "text");
    return fields::invalid(path, u"A non-empty string, or an object with a 'text', is required"_s);
}

Result<QString> readQuery(const object &body)
{
    const value *query = core::json::find(body, "query");
    if (!query)
        return fields::invalid(u"query"_s, u"A non-empty string is required"_s);
    return readText(*query, u"query"_s);
}

Result<QStringList> readDocuments(const object &body)
{
    const auto list = fields::array(body, {}, "documents");
    if (!list)
        return std::unexpected(list.error());
    if (!*list || (*list)->empty())
        return fields::invalid(u"documents"_s, u"At least one document is required"_s);
    QStringList all;
    all.reserve(qsizetype((*list)->size()));
    for (const value &item : **list) {
        auto text = readText(item, u"documents[%1]"_s.arg(all.size()));
        if (!text)
            return std::unexpected(text.error());
        all.append(*std::move(text));
    }
    return all;
}

} // namespace

Result<core::RerankRequest> readRerank(const object &body)
{
    core::RerankRequest request;
    fields::Reading reading;
    reading.keep(request.model, fields::needed(body, {}, "model"));
    reading.keep(request.query, readQuery(body));
    reading.keep(request.documents, readDocuments(body));
    reading.into(request.topN, fields::integer(body, {}, "top_n", 1, most));
    reading.into(request.returnDocuments, fields::boolean(body, {}, "return_documents"));
    reading.into(request.maxTokensPerDocument,
                 fields::integer(body, {}, "max_tokens_per_doc", 1, most));
    reading.into(request.maxChunksPerDocument,
                 fields::integer(body, {}, "max_chunks_per_doc", 1, most));
    if (reading.error)
        return std::unexpected(*std::move(reading.error));
    return request;
}

} // namespace gateway::openai
