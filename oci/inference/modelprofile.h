// SPDX-License-Identifier: MIT
#pragma once

#include "oci/inference/knownmodels.h"
#include "oci/inference/predictcall.h"
#include "oci/inference/routetable.h"

#include <QFlags>

namespace oci {

//! Fields of a request that some model refuses.
enum class Field {
    Temperature = 1 << 0,
    TopP = 1 << 1,
    TopK = 1 << 2,
    FrequencyPenalty = 1 << 3,
    PresencePenalty = 1 << 4,
    Stop = 1 << 5,
    Seed = 1 << 6,
    LogProbs = 1 << 7,
    ReasoningEffort = 1 << 8,
    ParallelToolCalls = 1 << 9,
    ToolChoice = 1 << 10,
    Verbosity = 1 << 11,
    StreamOptions = 1 << 12,
    Stream = 1 << 13,
};
Q_DECLARE_FLAGS(Fields, Field)
Q_DECLARE_OPERATORS_FOR_FLAGS(Fields)

//! How far a JSON Schema has to be simplified for a model (protocol reference, 13.9).
enum class SchemaDialect {
    Full,   //!< sent as given
    Plain,  //!< no references, no null types
    Gemini, //!< also no exclusive bounds and no additionalProperties
};

//! What a model takes and how it wants it: all that the translators know of vendors.
struct ModelProfile {
    Transport transport = Transport::Generic;
    QList<Transport> otherTransports; //!< to try in turn where it does not match (13.1)
    bool isKnown = false;             //!< the table of models has it; else its name was judged
    bool chats = true;                //!< false: for embeddings, reranking, sound
    bool completionTokens = false;    //!< the limit is `maxCompletionTokens` instead of `maxTokens`
    qint64 defaultLimit = 8192;       //!< tokens, where the caller sets none (12.4)
    qint64 highestLimit = 0;          //!< tokens that may be asked for on demand; 0: not bounded
    Fields refused;                   //!< fields to leave out
    SchemaDialect schema = SchemaDialect::Plain;
    bool developerRole = false; //!< knows DEVELOPER; else it is SYSTEM
    bool fillsEmptyAssistant =
            false;                //!< "." where an assistant message has tool calls alone (14.27)
    bool oneCallAtATime = false;  //!< parallel calls of the history are told one after another
    bool jsonNeedsSchema = false; //!< JSON mode fails; a schema of any object does the same
    PredictPath predictPath = PredictPath::ResponseStream; //!< of a model deployment

    bool operator==(const ModelProfile &) const = default;
};

//! For a display name such as "google.gemini-2.5-pro": what the table says, and rules by the
//! name where it says nothing. For an empty name (an endpoint's OCID tells no model) the most
//! common behaviour.
[[nodiscard]] ModelProfile profileOf(const QString &model, const KnownModels &known);

} // namespace oci
