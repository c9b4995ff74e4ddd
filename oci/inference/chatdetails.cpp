// SPDX-License-Identifier: MIT
#include "oci/inference/chatdetails.h"

namespace oci {

namespace {

void writeServing(JsonWriter &out, const ChatTarget &target)
{
    const bool dedicated = target.serving == core::ServingMode::Dedicated;
    out.key("servingMode")
            .beginObject()
            .key("servingType")
            .utf8(dedicated ? "DEDICATED" : "ON_DEMAND");
    out.key(dedicated ? "endpointId" : "modelId").text(target.id).endObject();
}

} // namespace

void beginChatDetails(JsonWriter &out, const ChatTarget &target, const QString &compartmentId,
                      QByteArrayView apiFormat)
{
    out.beginObject().key("compartmentId").text(compartmentId);
    writeServing(out, target);
    out.key("chatRequest").beginObject().key("apiFormat").utf8(apiFormat);
}

void endChatDetails(JsonWriter &out)
{
    out.endObject().endObject();
}

qsizetype wireSize(const QList<core::Message> &messages)
{
    qsizetype bytes = 1024;
    for (const core::Message &message : messages) {
        for (const core::ContentPart &part : message.content) {
            if (const auto *image = std::get_if<core::ImagePart>(&part))
                bytes += image->url.size();
            else if (const auto *file = std::get_if<core::FilePart>(&part))
                bytes += file->dataUri.size();
            else if (const auto *text = std::get_if<core::TextPart>(&part))
                bytes += text->text.size() + 64;
        }
    }
    return bytes;
}

} // namespace oci
