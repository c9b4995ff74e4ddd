// SPDX-License-Identifier: MIT
#include "oci/inference/cohereeventreader.h"

#include "core/json/json.h"
#include "oci/http/errormapping.h"
#include "oci/inference/finishreasons.h"
#include "oci/inference/usage.h"

using boost::json::object;
using core::ChatDelta;

namespace oci {

core::Result<void> CohereEventReader::read(const object &json, QList<ChatDelta> &out)
{
    if (const object *inner = core::json::objectAt(json, "chatResponse"))
        return read(*inner, out);
    const auto *word = core::json::stringAt(json, "finishReason");
    const bool isLast = word && !word->empty();
    const bool failed =
            isLast ? saysError(*word) : !core::json::textAt(json, "errorMessage").isEmpty();
    if (failed || isServiceError(json))
        return std::unexpected(streamError(readServiceMessage(json), {}));

    if (const object *usage = core::json::objectAt(json, "usage"))
        choices().setUsage(readUsage(*usage));
    if (isLast)
        choices().setFinish(0, *word);

    ChatDelta delta;
    readDelta(json, isLast, delta);
    if (delta != ChatDelta())
        out.append(std::move(delta));
    return {};
}

} // namespace oci
