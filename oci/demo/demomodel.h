// SPDX-License-Identifier: MIT
#pragma once

#include "oci/demo/chatcall.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QDateTime>
#include <QList>

#include <boost/json/object.hpp>

#include <optional>

namespace oci::demo {

//! How the events of a stream bring tool calls; the vendors differ (protocol reference, 7.11).
enum class ToolStyle {
    Whole,          //!< each call in one event (Llama)
    WholeWithoutId, //!< the same without `id`, and the finish reason stays "stop" (Gemini)
    Fragments,      //!< announced, then its arguments in pieces without id and name (gpt-oss)
    OneByOne,       //!< the same for each call in turn, always at array position 0 (Grok, GPT)
    Text,           //!< written into the text, between <tool_call> tags (imported models)
};

//! A model that the demo pretends to serve, with the quirks of the real one (reference, 12.3).
struct DemoModel {
    QByteArray name; //!< display name, which is the on-demand modelId
    QByteArray vendor;
    QByteArray version = "1.0";
    QByteArrayList capabilities = {"CHAT"};
    ApiFormat format = ApiFormat::Generic;
    ToolStyle toolStyle = ToolStyle::Whole;
    bool vision = false;
    bool reasoning = false;
    bool acceptsEffort = false;        //!< takes `reasoningEffort`
    bool wantsCompletionLimit = false; //!< `maxCompletionTokens`, refuses `maxTokens`
    bool fixedSampling = false;        //!< refuses temperature, topP, topK, penalties and stop
    bool refusesPenalties = false;
    bool streams = true;        //!< false: refuses `isStream` (protocol reference, 14.49)
    bool openAi = true;         //!< served on /openai/v1
    bool responsesOnly = false; //!< there on /responses alone, and nowhere else
    int contextLength = 131072; //!< tokens
    int longestAnswer = 0;      //!< tokens that may be asked for on demand; 0: not bounded
    QList<int> dimensions = {}; //!< of its vectors, ascending; the last is what it makes unasked
    int createdDays = -200;     //!< days from now, here and below
    std::optional<int> deprecatedDays;
    std::optional<int> retiredDays; //!< on demand

    bool operator==(const DemoModel &) const = default;
};

//! In the order of the listing.
[[nodiscard]] const QList<DemoModel> &demoModels();
[[nodiscard]] QByteArray modelOcid(const DemoModel &model, QByteArrayView region);
//! By display name, or by the OCID that it has in this region; null: unknown.
[[nodiscard]] const DemoModel *findModel(QByteArrayView nameOrOcid, QByteArrayView region);
[[nodiscard]] bool isRetired(const DemoModel &model);
//! Chats with it on demand: neither retired nor listed for fine-tuning only.
[[nodiscard]] bool isOnDemand(const DemoModel &model);

//! "2026-05-04T10:11:12.345Z", as OCI writes times.
[[nodiscard]] QByteArray wireTime(const QDateTime &time);
//! ModelSummary (protocol reference, 9.2).
[[nodiscard]] boost::json::object modelSummary(const DemoModel &model, QByteArrayView region,
                                               const QDateTime &now);

} // namespace oci::demo
