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

} // namespace oci::demo
