// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/http/head.h"
#include "gateway/http/responsewriter.h"
#include "gateway/limits.h"

namespace gateway::http {

//! What all connections of one server share.
struct Service {
    core::http::Handler handler;
    HeadJudge judge;
    RefusalWriter writeRefusal;
    Limits limits;
    DateHeader date = {};
    std::function<void(int)> countActive = {}; //!< +1 and -1 with each exchange
    bool isEnding = false; //!< what is under way is finished, nothing else begins
};

} // namespace gateway::http
