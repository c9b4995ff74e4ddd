// SPDX-License-Identifier: MIT
#include "oci/demo/chatdetails.h"

#include "core/json/json.h"
#include "oci/demo/cohererequest.h"
#include "oci/demo/coherev2request.h"
#include "oci/demo/genericrequest.h"

using namespace Qt::StringLiterals;
using boost::json::object;

namespace oci::demo {

namespace {

void readServing(FieldReader &reader, ChatCall &call)
{
    reader.require("servingType");
    const QString type = reader.word("servingType", {"ON_DEMAND", "DEDICATED"});
    call.dedicated = type == "dedicated"_L1;
    const char *field = call.dedicated ? "endpointId" : "modelId";
    reader.allowOnly({"servingType", field});
    reader.require(field);
    call.model = reader.text(field).value_or(QString());
}

} // namespace

Judged<ChatDetails> readChatDetails(const object &body)
{
    ChatDetails read;
    FieldReader details(body, {});
    details.allowOnly({"compartmentId", "servingMode", "chatRequest"});
    details.require("compartmentId");
    read.call.compartmentId = details.text("compartmentId").value_or(QString());
    details.require("chatRequest");
    read.chat = details.object("chatRequest");
    details.require("servingMode");
    details.inObject("servingMode", [&](FieldReader &mode) { readServing(mode, read.call); });
    if (details.refusal())
        return std::unexpected(*details.refusal());
    read.call.chat.model = read.call.model;
    return read;
}

core::Tool readFunction(FieldReader &function)
{
    function.require("name");
    const object *parameters = function.object("parameters");
    return {.name = function.text("name").value_or(QString()),
            .description = function.text("description").value_or(QString()),
            .parameters = parameters ? *parameters : object()};
}

Judged<ChatCall> readNativeChat(const object &body)
{
    const object *chat = core::json::objectAt(body, "chatRequest");
    const QString format = chat ? core::json::textAt(*chat, "apiFormat") : QString();
    if (format == "COHERE"_L1)
        return readCohereRequest(body);
    if (format == "COHEREV2"_L1)
        return readCohereV2Request(body);
    if (chat && format != "GENERIC"_L1)
        return std::unexpected(badFormat(u"chatRequest.apiFormat"_s, u"unknown value"_s));
    return readGenericRequest(body);
}

} // namespace oci::demo
