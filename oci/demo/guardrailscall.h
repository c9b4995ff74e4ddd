// SPDX-License-Identifier: MIT
#pragma once

#include "oci/demo/refusal.h"

#include <boost/json/object.hpp>

namespace oci::demo {

//! The ApplyGuardrailsResult for a body whose compartment is good (protocol reference, 7.17).
//! Finds a few words of violence, "blocklisted", addresses of e-mail, numbers of phones and
//! cards, and "ignore all previous instructions"; images never hold anything.
[[nodiscard]] Judged<boost::json::object> answerGuardrails(const boost::json::object &body);

} // namespace oci::demo
