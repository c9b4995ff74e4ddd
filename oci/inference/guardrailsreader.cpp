// SPDX-License-Identifier: MIT
#include "oci/inference/guardrailsreader.h"

#include "core/json/json.h"
#include "oci/http/errormapping.h"
#include "oci/http/networkerrors.h"

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;
using boost::json::value;
using core::GuardrailScore;
using core::GuardrailsVerdict;
using core::PersonalInformation;
using core::Result;

namespace oci {

namespace {

std::optional<GuardrailScore> readScore(const object &json)
{
    const auto score = core::json::numberAt(json, "score");
    if (!score)
        return {};
    GuardrailScore read{.name = core::json::textAt(json, "name"), .score = *score};
    if (const array *modalities = core::json::arrayAt(json, "flaggedModalities")) {
        for (const value &each : *modalities) {
            if (const auto *text = each.if_string())
                read.modalities.append(core::json::text(*text));
        }
    }
    return read;
}

std::optional<PersonalInformation> readPersonal(const object &json)
{
    const auto score = core::json::numberAt(json, "score");
    if (!score)
        return {};
    return PersonalInformation{.label = core::json::textAt(json, "label"),
                               .text = core::json::textAt(json, "text"),
                               .offset = core::json::integerAt(json, "offset").value_or(0),
                               .length = core::json::integerAt(json, "length").value_or(0),
                               .score = *score};
}

//! False: the list is missing, or an entry cannot be read.
template<typename Entry, typename Read>
bool readAll(const array *json, QList<Entry> &out, Read read)
{
    if (!json)
        return false;
    for (const value &each : *json) {
        const object *entry = each.if_object();
        const auto found = entry ? read(*entry) : std::nullopt;
        if (!found)
            return false;
        out.append(*found);
    }
    return true;
}

std::unexpected<core::Error> missing(const QString &what)
{
    return std::unexpected(unreadableAnswer(u"no readable result for %1 in it"_s.arg(what)));
}

} // namespace

Result<GuardrailsVerdict> readVerdict(QByteArrayView body, const core::GuardrailsRequest &request)
{
    const auto json = core::json::parseObject(body);
    if (!json)
        return std::unexpected(unreadableAnswer(json.error().message));
    if (isServiceError(*json))
        return std::unexpected(streamError(readServiceMessage(*json), {}));
    const object *results = core::json::objectAt(*json, "results");
    if (!results)
        return std::unexpected(unreadableAnswer(u"no results in it"_s));

    GuardrailsVerdict verdict;
    const object *moderation = core::json::objectAt(*results, "contentModeration");
    const array *categories = moderation ? core::json::arrayAt(*moderation, "categories") : nullptr;
    if ((request.moderation || categories) && !readAll(categories, verdict.moderation, readScore))
        return missing(u"content moderation"_s);

    const array *personal = core::json::arrayAt(*results, "personallyIdentifiableInformation");
    if ((request.personalInformation || personal) &&
        !readAll(personal, verdict.personalInformation, readPersonal))
        return missing(u"personal information"_s);

    if (const object *injection = core::json::objectAt(*results, "promptInjection"))
        verdict.promptInjection = readScore(*injection);
    if (request.promptInjection && !verdict.promptInjection)
        return missing(u"prompt injection"_s);

    if (const object *version = core::json::objectAt(*json, "guardrailVersion"))
        verdict.version = core::json::textAt(*version, "version");
    return verdict;
}

} // namespace oci
