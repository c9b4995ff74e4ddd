// SPDX-License-Identifier: MIT
#include "oci/inference/guardrailsrequest.h"

#include "oci/inference/refusals.h"

using namespace Qt::StringLiterals;
using core::GuardrailsInput;
using core::GuardrailsRequest;
using core::ImagePart;
using core::Result;
using core::TextPart;

namespace oci {

namespace {

void writeInput(JsonWriter &out, const GuardrailsInput &input, const QString &language)
{
    out.beginObject();
    if (const auto *text = std::get_if<TextPart>(&input)) {
        out.key("type").utf8("TEXT").key("content").text(text->text);
        if (!language.isEmpty())
            out.key("languageCode").text(language);
    } else {
        out.key("type").utf8("IMAGE").key("imageUrl").beginObject();
        out.key("url").utf8(std::get<ImagePart>(input).url).endObject();
    }
    out.endObject();
}

void writeList(JsonWriter &out, std::string_view config, std::string_view key,
               const std::optional<QStringList> &words)
{
    if (!words)
        return;
    out.key(config).beginObject().key(key).beginArray();
    for (const QString &word : *words)
        out.text(word);
    out.endArray().endObject();
}

Result<void> checkInput(const GuardrailsInput &input, qsizetype index)
{
    const QString param = u"input[%1]"_s.arg(index);
    if (const auto *text = std::get_if<TextPart>(&input)) {
        if (text->text.isEmpty())
            return badRequest(param, u"invalid_parameter"_s, u"There is no text to look at"_s);
        return {};
    }
    // Fetching it here would let callers make this program call any address in its network.
    if (std::get<ImagePart>(input).url.left(5).toLower() != "data:")
        return badRequest(param, u"invalid_parameter"_s,
                          u"An image must be given as a data: URI"_s);
    return {};
}

Result<void> checkWords(const std::optional<QStringList> &words, const QString &param)
{
    if (!words)
        return {};
    if (words->isEmpty() || words->contains(QString()))
        return badRequest(param, u"invalid_parameter"_s, u"At least one name is required"_s);
    return {};
}

} // namespace

Result<void> checkGuardrails(const GuardrailsRequest &request)
{
    if (request.inputs.isEmpty())
        return badRequest(u"input"_s, u"invalid_parameter"_s, u"There is nothing to look at"_s);
    for (qsizetype i = 0; i < request.inputs.size(); ++i) {
        if (const auto fine = checkInput(request.inputs[i], i); !fine)
            return fine;
    }
    if (!request.moderation && !request.personalInformation && !request.promptInjection) {
        return badRequest(
                {}, u"invalid_parameter"_s,
                u"Ask for moderation, personal information or prompt injection, or for several of them"_s);
    }
    return checkWords(request.moderation, u"moderation"_s).and_then([&] {
        return checkWords(request.personalInformation, u"personal_information"_s);
    });
}

QByteArray guardrailsBody(const GuardrailsRequest &request, const NativeCall &call)
{
    JsonWriter out(4096);
    out.beginObject();
    writeCallHead(out, call);
    if (request.inputs.size() == 1) {
        out.key("input");
        writeInput(out, request.inputs.first(), request.language);
    } else {
        out.key("multimodalInput").beginArray();
        for (const GuardrailsInput &input : request.inputs)
            writeInput(out, input, request.language);
        out.endArray();
    }
    out.key("guardrailConfigs").beginObject();
    writeList(out, "contentModerationConfig", "categories", request.moderation);
    writeList(out, "personallyIdentifiableInformationConfig", "types", request.personalInformation);
    if (request.promptInjection)
        out.key("promptInjectionConfig").beginObject().endObject();
    out.endObject();
    if (!request.version.isEmpty()) {
        out.key("guardrailVersionConfig").beginObject();
        out.key("guardrailVersion").text(request.version).endObject();
    }
    out.endObject();
    return out.take();
}

} // namespace oci
