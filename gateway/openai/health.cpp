// SPDX-License-Identifier: MIT
#include "gateway/openai/health.h"

#include "core/json/json.h"

namespace gateway::openai {

QByteArray liveBody()
{
    return core::json::serialize(boost::json::object{{"status", "ok"}});
}

QByteArray readyBody(bool modelsLoaded)
{
    return core::json::serialize(
            boost::json::object{{"status", "ok"}, {"models_loaded", modelsLoaded}});
}

} // namespace gateway::openai
