// SPDX-License-Identifier: MIT
#include "oci/demo/guardrailscall.h"

#include "core/json/json.h"
#include "oci/demo/fieldreader.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;

namespace oci::demo {

namespace {

using Problem = std::optional<Refusal>;

Problem readInput(const object &json, const QString &path, QString &text)
{
    FieldReader reader(json, path);
    reader.require("type");
    if (reader.word("type", {"TEXT", "IMAGE"}) == "image"_L1) {
        reader.allowOnly({"type", "imageUrl"});
        reader.require("imageUrl");
        const object *image = reader.object("imageUrl");
        if (image && !core::json::textAt(*image, "url").startsWith("data:image/"_L1))
            reader.refuse("imageUrl", u"must be the data URI of an image"_s);
    } else {
        reader.allowOnly({"type", "content", "languageCode"});
        reader.require("content");
        reader.text("languageCode");
        text += reader.text("content").value_or(QString()) + u'\n';
    }
    return reader.refusal();
}

//! Where both are present, the service looks at the single one.
Problem readInputs(FieldReader &reader, QString &text)
{
    if (const object *single = reader.object("input")) {
        const Problem problem = readInput(*single, u"input"_s, text);
        text.chop(text.endsWith(u'\n') ? 1 : 0);
        return problem;
    }
    reader.require("multimodalInput");
    const array *inputs = reader.array("multimodalInput");
    if (inputs && inputs->empty())
        reader.refuse("multimodalInput", u"must not be empty"_s);
    if (!inputs || reader.refusal())
        return reader.refusal();
    for (std::size_t i = 0; i < inputs->size(); ++i) {
        const QString path = u"multimodalInput[%1]"_s.arg(i);
        const object *input = (*inputs)[i].if_object();
        if (!input)
            return badFormat(path, u"must be an object"_s);
        if (Problem problem = readInput(*input, path, text))
            return problem;
    }
    return {};
}

QStringList readWords(FieldReader &configs, std::string_view config, std::string_view key,
                      const QStringList &known)
{
    const object *json = configs.object(config);
    if (!json)
        return {};
    FieldReader reader(*json, {});
    reader.allowOnly({key});
    reader.require(key);
    const QStringList words = reader.texts(key);
    if (reader.refusal())
        configs.refuse(config, reader.refusal()->message);
    else if (words.isEmpty())
        configs.refuse(config, u"must not be empty"_s);
    for (const QString &word : words) {
        if (!known.contains(word))
            configs.refuse(config, u"unknown value '%1'"_s.arg(word.left(60)));
    }
    return words;
}

object moderation(const QStringList &categories, const QString &text)
{
    static const QRegularExpression violent(u"\\b(kill|murder|massacre)\\b"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression blocked(u"\\bblocklisted\\b"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    array scores;
    for (const QString &category : categories) {
        const bool found = category == "BLOCKLIST"_L1 ? text.contains(blocked)
                           : category == "OVERALL"_L1 || category == "VIOLENCE"_L1
                                   ? text.contains(violent)
                                   : false;
        object score{{"name", core::json::string(category)}, {"score", found ? 1.0 : 0.0}};
        if (found)
            score["flaggedModalities"] = array{"TEXT"};
        scores.push_back(std::move(score));
    }
    return {{"categories", std::move(scores)}};
}

array personalInformation(const QStringList &types, const QString &text)
{
    struct Pattern {
        QString type;
        QRegularExpression expression;
    };
    static const Pattern patterns[] = {
            {u"EMAIL"_s, QRegularExpression(u"[\\w.+-]+@[\\w-]+\\.[\\w.-]*\\w"_s)},
            {u"CREDIT_DEBIT_NUMBER"_s, QRegularExpression(u"\\b(?:\\d{4}[ -]){3}\\d{4}\\b"_s)},
            {u"PHONE_NUMBER"_s, QRegularExpression(u"\\+\\d[\\d ]{7,14}\\d"_s)},
    };
    array found;
    for (const Pattern &pattern : patterns) {
        if (!types.contains(pattern.type))
            continue;
        for (auto matches = pattern.expression.globalMatch(text); matches.hasNext();) {
            const auto match = matches.next();
            found.push_back(object{{"offset", match.capturedStart()},
                                   {"length", match.capturedLength()},
                                   {"text", core::json::string(match.captured())},
                                   {"label", core::json::string(pattern.type)},
                                   {"score", 0.99}});
        }
    }
    return found;
}

} // namespace

Judged<object> answerGuardrails(const object &body)
{
    FieldReader reader(body, {});
    reader.allowOnly({"compartmentId", "input", "multimodalInput", "guardrailConfigs",
                      "guardrailVersionConfig"});
    QString text;
    if (const Problem problem = readInputs(reader, text))
        return std::unexpected(*problem);
    reader.require("guardrailConfigs");
    const object *json = reader.object("guardrailConfigs");
    if (reader.refusal())
        return std::unexpected(*reader.refusal());

    FieldReader configs(*json, u"guardrailConfigs"_s);
    configs.allowOnly({"contentModerationConfig", "personallyIdentifiableInformationConfig",
                       "promptInjectionConfig"});
    const QStringList categories =
            readWords(configs, "contentModerationConfig", "categories",
                      {u"OVERALL"_s, u"BLOCKLIST"_s, u"HATE"_s, u"VIOLENCE"_s, u"SEXUAL"_s,
                       u"HARASSMENT"_s, u"SELF_HARM"_s});
    const QStringList types = readWords(configs, "personallyIdentifiableInformationConfig", "types",
                                        {u"PERSON"_s, u"EMAIL"_s, u"ADDRESS"_s, u"PHONE_NUMBER"_s,
                                         u"TELEPHONE_NUMBER"_s, u"CREDIT_DEBIT_NUMBER"_s});
    configs.object("promptInjectionConfig");
    if (json->empty())
        configs.refuse("contentModerationConfig", u"at least one of the configs is expected"_s);
    if (configs.refusal())
        return std::unexpected(*configs.refusal());

    object results;
    if (!categories.isEmpty())
        results["contentModeration"] = moderation(categories, text);
    if (!types.isEmpty())
        results["personallyIdentifiableInformation"] = personalInformation(types, text);
    if (json->contains("promptInjectionConfig")) {
        const bool found =
                text.contains("ignore all previous instructions"_L1, Qt::CaseInsensitive);
        results["promptInjection"] = object{{"score", found ? 1.0 : 0.0}};
    }
    std::string version = "1.0.0";
    if (const object *wanted = core::json::objectAt(body, "guardrailVersionConfig"))
        version = core::json::textAt(*wanted, "guardrailVersion").toStdString();
    return object{{"results", std::move(results)},
                  {"guardrailVersion", object{{"version", version}}}};
}

} // namespace oci::demo
