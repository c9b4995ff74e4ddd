// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/message.h"
#include "core/served.h"
#include "core/timing.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <variant>

namespace core {

//! A text, or an image by `data:` URI.
using GuardrailsInput = std::variant<TextPart, ImagePart>;

//! Something to be looked at before a model gets it or a person sees it. At least one of the three
//! kinds of checks must be asked for.
struct GuardrailsRequest {
    QList<GuardrailsInput> inputs; //!< at least one
    QString language;              //!< of the texts, e.g. "en"; empty: the service finds out
    std::optional<QStringList> moderation;          //!< categories, e.g. "OVERALL", "BLOCKLIST"
    std::optional<QStringList> personalInformation; //!< types, e.g. "PERSON", "EMAIL"
    bool promptInjection = false;
    QString version; //!< of the guardrails, e.g. "1.0.0"; empty: the service's own choice

    bool operator==(const GuardrailsRequest &) const = default;
};

//! How much of something was found.
struct GuardrailScore {
    QString name;
    double score = 0;       //!< from 0 to 1
    QStringList modalities; //!< where: "TEXT", "IMAGE"; empty: the service did not say

    bool operator==(const GuardrailScore &) const = default;
};

//! A stretch of the text that says something about a person. `text` is what must not be shown.
struct PersonalInformation {
    QString label; //!< e.g. "EMAIL"
    QString text;
    qint64 offset = 0; //!< as the service counts
    qint64 length = 0;
    double score = 0; //!< from 0 to 1

    bool operator==(const PersonalInformation &) const = default;
};

struct GuardrailsVerdict {
    //! Where it is customary to draw the line (protocol reference, 7.17).
    static constexpr double threshold = 0.5;

    QList<GuardrailScore> moderation;
    QList<PersonalInformation> personalInformation;
    std::optional<GuardrailScore> promptInjection;
    QString version;   //!< of the guardrails that judged
    QString requestId; //!< the service's opc-request-id
    Served served = {};
    CallTimes times = {}; //!< until its answer began

    //! Whether anything that was looked for was found.
    [[nodiscard]] bool isFlagged(double above = threshold) const;

    bool operator==(const GuardrailsVerdict &) const = default;
};

} // namespace core
