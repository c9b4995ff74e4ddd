// SPDX-License-Identifier: MIT
#pragma once

#include "oci/demo/demomodel.h"
#include "oci/demo/refusal.h"

#include <boost/json/object.hpp>

namespace oci::demo {

//! The RerankTextResult for a body whose compartment and model are good (protocol reference,
//! 7.16). A document scores by the words that it shares with the question.
[[nodiscard]] Judged<boost::json::object>
answerRerank(const boost::json::object &body, const DemoModel &model, QByteArrayView region);

} // namespace oci::demo
