// SPDX-License-Identifier: MIT
#include "oci/demo/answerformat.h"

#include "core/json/json.h"
#include "oci/demo/refusal.h"

using boost::json::object;

namespace oci::demo {

QByteArray AnswerFormat::errorEvent(Fault::ErrorShape shape) const
{
    const boost::json::string message = core::json::string(messageFor(500));
    switch (shape) {
    case Fault::ErrorShape::Oci:
        return core::json::serialize(object{{"code", "500"}, {"message", message}});
    case Fault::ErrorShape::OpenAi:
        return core::json::serialize(object{{"error", object{{"message", message},
                                                             {"type", "server_error"},
                                                             {"param", nullptr},
                                                             {"code", "internal_error"}}}});
    case Fault::ErrorShape::FinishReason:
        return core::json::serialize(object{{"index", 0},
                                            {"message", object{{"role", "ASSISTANT"}}},
                                            {"finishReason", "ERROR"},
                                            {"errorMessage", message}});
    }
    return {};
}

object usageJson(const core::Usage &usage)
{
    object json{{"promptTokens", usage.promptTokens},
                {"completionTokens", usage.completionTokens},
                {"totalTokens", usage.totalTokens}};
    if (usage.reasoningTokens)
        json["completionTokensDetails"] = object{{"reasoningTokens", *usage.reasoningTokens}};
    return json;
}

QByteArray paddedEvent(object json, quint32 number)
{
    const quint32 length = 1 + (number * 2654435761U >> 16) % 16;
    json["pad"] = boost::json::string(length, 'a');
    return core::json::serialize(json);
}

QByteArray nativeBody(const AnswerContext &context, object chatResponse)
{
    return core::json::serialize(
            object{{"modelId", core::json::string(context.call.model)},
                   {"modelVersion", core::json::string(QByteArrayView(context.model.version))},
                   {"chatResponse", std::move(chatResponse)}});
}

QStringList argumentPieces(const QByteArray &arguments)
{
    constexpr qsizetype size = 9;
    const QString text = QString::fromUtf8(arguments);
    QStringList pieces;
    for (qsizetype at = 0; at < text.size();) {
        qsizetype end = std::min(at + size, text.size());
        if (end < text.size() && text[end].isLowSurrogate())
            ++end;
        pieces += text.sliced(at, end - at);
        at = end;
    }
    return pieces;
}

QString citedPart(const QString &text)
{
    const qsizetype end = text.indexOf(u'\n');
    return text.first(end < 0 ? text.size() : end);
}

std::unique_ptr<AnswerFormat> nativeFormat(AnswerContext context)
{
    switch (context.call.format) {
    case ApiFormat::Cohere:
        return cohereFormat(std::move(context));
    case ApiFormat::CohereV2:
        return cohereV2Format(std::move(context));
    case ApiFormat::None:
    case ApiFormat::Generic:
        break;
    }
    return genericFormat(std::move(context));
}

} // namespace oci::demo
