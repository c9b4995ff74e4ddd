// SPDX-License-Identifier: MIT
#include "oci/inference/coherecitations.h"

#include "core/json/json.h"

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;
using boost::json::value;
using core::UrlCitation;

namespace oci {

namespace {

//! `document` may be null: all that is known then is the id.
UrlCitation citationOf(const object &citation, const object *document, const QString &id)
{
    UrlCitation made{.startIndex = core::json::integerAt(citation, "start").value_or(0),
                     .endIndex = core::json::integerAt(citation, "end").value_or(0)};
    if (document) {
        made.title = core::json::textAt(*document, "title");
        made.url = core::json::textAt(*document, "url");
    }
    if (made.title.isEmpty())
        made.title = id;
    return made;
}

const object *documentById(const array *documents, const QString &id)
{
    if (!documents)
        return nullptr;
    for (const value &each : *documents) {
        const object *document = each.if_object();
        if (document && core::json::textAt(*document, "id") == id)
            return document;
    }
    return nullptr;
}

UrlCitation citationOfSource(const object &citation, const object &source)
{
    if (const object *tool = core::json::objectAt(source, "tool"))
        return citationOf(citation, core::json::objectAt(*tool, "toolOutput"),
                          core::json::textAt(*tool, "id"));
    const object *outer = core::json::objectAt(source, "document");
    return citationOf(citation, outer ? core::json::objectAt(*outer, "document") : nullptr,
                      outer ? core::json::textAt(*outer, "id") : QString());
}

} // namespace

QList<UrlCitation> readCohereCitations(const object &answer)
{
    QList<UrlCitation> out;
    const array *citations = core::json::arrayAt(answer, "citations");
    if (!citations)
        return out;
    const array *documents = core::json::arrayAt(answer, "documents");
    for (const value &each : *citations) {
        const object *citation = each.if_object();
        const array *ids = citation ? core::json::arrayAt(*citation, "documentIds") : nullptr;
        if (!ids)
            continue;
        for (const value &name : *ids) {
            if (!name.is_string())
                continue;
            const QString id = core::json::text(name.get_string());
            out.append(citationOf(*citation, documentById(documents, id), id));
        }
    }
    return out;
}

QList<UrlCitation> readCohereV2Citations(const object &message)
{
    QList<UrlCitation> out;
    const array *citations = core::json::arrayAt(message, "citations");
    if (!citations)
        return out;
    for (const value &each : *citations) {
        const object *citation = each.if_object();
        const array *sources = citation ? core::json::arrayAt(*citation, "sources") : nullptr;
        if (!sources)
            continue;
        const QString type = core::json::textAt(*citation, "type");
        if (!type.isEmpty() && type != "TEXT_CONTENT"_L1)
            continue; // of the thinking or the plan, where no client looks for any
        for (const value &source : *sources) {
            if (const object *json = source.if_object())
                out.append(citationOfSource(*citation, *json));
        }
    }
    return out;
}

} // namespace oci
