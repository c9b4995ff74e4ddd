// SPDX-License-Identifier: MIT
#include "gateway/openai/documents.h"

#include "gateway/fields/fields.h"

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;
using boost::json::value;
using core::Result;

namespace gateway::openai {

namespace {

Result<array> readList(const object &body)
{
    const auto given = fields::array(body, {}, "documents");
    if (!given)
        return std::unexpected(given.error());
    array documents;
    if (!*given)
        return documents;
    for (qsizetype i = 0; const value &each : **given) {
        object document;
        if (const auto *text = each.if_string()) {
            document["text"] = *text;
        } else if (const object *json = each.if_object()) {
            for (const auto &[key, member] : *json) {
                document[key] =
                        member.is_string()
                                ? member.get_string()
                                : core::json::string(QByteArrayView(core::json::serialize(member)));
            }
        }
        if (document.empty()) {
            return fields::invalid(u"documents[%1]"_s.arg(i),
                                   u"Expected a text or an object with texts"_s);
        }
        documents.push_back(std::move(document));
        ++i;
    }
    return documents;
}

Result<std::optional<QString>> readWord(const object &body, std::string_view key,
                                        std::initializer_list<QLatin1StringView> known)
{
    const auto given = fields::string(body, {}, key);
    if (!given || !*given || (*given)->isEmpty())
        return given;
    QStringList all;
    for (const QLatin1StringView each : known) {
        if ((*given)->compare(each, Qt::CaseInsensitive) == 0)
            return QString(each);
        all += each;
    }
    return fields::invalid(fields::join({}, key), u"Must be one of %1"_s.arg(all.join(u", ")));
}

} // namespace

void readDocuments(fields::Reading &reading, core::ChatRequest &request, const object &body)
{
    reading.keep(request.documents, readList(body));
    reading.into(request.citationQuality,
                 readWord(body, "citation_quality", {"accurate"_L1, "fast"_L1, "off"_L1}));
    reading.into(request.safetyMode,
                 readWord(body, "safety_mode", {"contextual"_L1, "strict"_L1, "off"_L1}));
}

} // namespace gateway::openai
