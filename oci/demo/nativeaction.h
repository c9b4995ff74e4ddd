// SPDX-License-Identifier: MIT
#pragma once

#include "oci/demo/demoaccount.h"
#include "oci/demo/demomodel.h"
#include "oci/demo/refusal.h"
#include "oci/demo/route.h"

#include <boost/json/object.hpp>

namespace oci::demo {

//! embedText, rerankText or applyGuardrails.
[[nodiscard]] bool isAction(Operation operation);

//! What tells one call of an action from another: for faults, and for tests that look back.
struct ActionSummary {
    QString model;  //!< modelId as sent, or the OCID of an endpoint
    QString prompt; //!< the first text in it
};
//! Of a body that need not be right.
[[nodiscard]] ActionSummary summaryOf(const boost::json::object &body);

//! The answer to a call of an action (protocol reference, 7.15 to 7.17), as strict about its
//! fields as the service. Deterministic: the same call gets the same answer.
[[nodiscard]] Judged<boost::json::object> answerAction(Operation operation,
                                                       const boost::json::object &body,
                                                       QByteArrayView region,
                                                       const DemoAccount &account);

} // namespace oci::demo
