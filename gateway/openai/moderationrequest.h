// SPDX-License-Identifier: MIT
#pragma once

#include "core/inference/guardrails.h"
#include "core/result.h"

#include <boost/json/object.hpp>

namespace gateway::openai {

//! What to look at, and for what.
struct ModerationCall {
    QString model;                              //!< as the client named it; empty: it did not
    core::GuardrailsRequest checks;             //!< without inputs
    QList<QList<core::GuardrailsInput>> inputs; //!< a verdict each
    [[nodiscard]] core::GuardrailsRequest requestFor(qsizetype verdict) const;

    bool operator==(const ModerationCall &) const = default;
};

//! Reads the body of POST /v1/moderations. `input` is a text, an array of texts (a verdict each),
//! or an array of parts `{"type":"text","text"}` and `{"type":"image_url","image_url":{"url"}}`
//! (one verdict over all). `model` is OpenAI's own and has no effect.
//!
//! Ours, for what the service can do besides (protocol reference 7.17): `categories` (the
//! service's words or OpenAI's names; OVERALL and BLOCKLIST unless given), `personal_information`
//! (true, or types such as EMAIL), `prompt_injection` (true), `language`, `guardrail_version`.
[[nodiscard]] core::Result<ModerationCall> readModerationCall(const boost::json::object &body);

} // namespace gateway::openai
