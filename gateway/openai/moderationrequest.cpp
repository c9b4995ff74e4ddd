// SPDX-License-Identifier: MIT
#include "gateway/openai/moderationrequest.h"

#include "gateway/fields/fields.h"
#include "gateway/fields/reading.h"
#include "gateway/openai/contentparts.h"
#include "gateway/openai/moderationcategory.h"

using namespace Qt::StringLiterals;
using boost::json::object;
using boost::json::value;
using core::GuardrailsInput;
using core::Result;

namespace gateway::openai {

namespace {

using Inputs = QList<QList<GuardrailsInput>>;

constexpr std::size_t mostTexts = 256; // a call of the service each

Result<QStringList> readWords(const boost::json::array &array, const QString &path)
{
    QStringList words;
    for (const value &item : array) {
        const auto *text = item.if_string();
        if (!text || text->empty()) {
            return fields::invalid(u"%1[%2]"_s.arg(path).arg(words.size()),
                                   u"A non-empty string is required"_s);
        }
        words.append(core::json::text(*text));
    }
    if (words.isEmpty())
        return fields::invalid(path, u"Must not be empty"_s);
    return words;
}

Result<Inputs> readTexts(const boost::json::array &array)
{
    if (array.size() > mostTexts)
        return fields::invalid(u"input"_s, u"At most %1 texts are taken at once"_s.arg(mostTexts));
    return readWords(array, u"input"_s).transform([](const QStringList &texts) {
        Inputs inputs;
        for (const QString &text : texts)
            inputs.append(QList<GuardrailsInput>{core::TextPart{text}});
        return inputs;
    });
}

Result<Inputs> readParts(const value &json)
{
    const auto content = readContent(json, u"input"_s);
    if (!content)
        return std::unexpected(content.error());
    QList<GuardrailsInput> parts;
    for (const core::ContentPart &part : content->parts) {
        if (const auto *text = std::get_if<core::TextPart>(&part))
            parts.append(*text);
        else if (const auto *image = std::get_if<core::ImagePart>(&part))
            parts.append(*image);
        else
            return fields::invalid(u"input[%1].type"_s.arg(parts.size()),
                                   u"Only texts and images can be looked at"_s);
    }
    if (parts.isEmpty())
        return fields::invalid(u"input"_s, u"At least one text or image is required"_s);
    return Inputs{parts};
}

Result<Inputs> readInputs(const object &body)
{
    const value *input = core::json::find(body, "input");
    const auto *text = input ? input->if_string() : nullptr;
    const auto *array = input ? input->if_array() : nullptr;
    if (text && !text->empty())
        return Inputs{{core::TextPart{core::json::text(*text)}}};
    if (!array || array->empty()) {
        return fields::invalid(u"input"_s,
                               u"A text, an array of texts or an array of parts is required"_s);
    }
    return array->front().is_object() ? readParts(*input) : readTexts(*array);
}

Result<std::optional<QStringList>> readCategories(const object &body)
{
    const auto array = fields::array(body, {}, "categories");
    if (!array)
        return std::unexpected(array.error());
    if (!*array)
        return QStringList{u"OVERALL"_s, u"BLOCKLIST"_s};
    return readWords(**array, u"categories"_s).transform([](QStringList words) {
        for (QString &word : words)
            word = moderationWord(word);
        return std::optional(words);
    });
}

Result<std::optional<QStringList>> readPersonalInformation(const object &body)
{
    const value *wanted = core::json::find(body, "personal_information");
    if (!wanted || (wanted->is_bool() && !wanted->get_bool()))
        return std::nullopt;
    if (wanted->is_bool()) {
        return QStringList{u"PERSON"_s, u"EMAIL"_s, u"ADDRESS"_s, u"PHONE_NUMBER"_s,
                           u"CREDIT_DEBIT_NUMBER"_s};
    }
    if (!wanted->is_array())
        return fields::invalid(u"personal_information"_s, u"Expected true or an array of types"_s);
    return readWords(wanted->get_array(), u"personal_information"_s)
            .transform([](QStringList words) {
                for (QString &word : words)
                    word = word.toUpper();
                return std::optional(words);
            });
}

} // namespace

core::GuardrailsRequest ModerationCall::requestFor(qsizetype verdict) const
{
    core::GuardrailsRequest request = checks;
    request.inputs = inputs[verdict];
    return request;
}

Result<ModerationCall> readModerationCall(const object &body)
{
    ModerationCall call;
    fields::Reading reading;
    reading.keep(call.inputs, readInputs(body));
    reading.keep(call.checks.moderation, readCategories(body));
    reading.keep(call.checks.personalInformation, readPersonalInformation(body));
    reading.into(call.checks.promptInjection, fields::boolean(body, {}, "prompt_injection"));
    reading.into(call.checks.language, fields::string(body, {}, "language"));
    reading.into(call.checks.version, fields::string(body, {}, "guardrail_version"));
    if (reading.error)
        return std::unexpected(*std::move(reading.error));
    call.model = core::json::textAt(body, "model");
    return call;
}

} // namespace gateway::openai
