// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/message.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <optional>

namespace core {

//! A function that the model may call. `parameters` is a JSON Schema with its keys in the order
//! in which they were given.
struct Tool {
    QString name;
    QString description;
    boost::json::object parameters;
    std::optional<bool> strict;

    bool operator==(const Tool &) const = default;
};

struct ToolChoice {
    enum class Mode { Auto, None, Required, Function };

    Mode mode = Mode::Auto;
    QString function; //!< with Mode::Function

    bool operator==(const ToolChoice &) const = default;
};

struct ResponseFormat {
    enum class Kind { Text, JsonObject, JsonSchema };

    Kind kind = Kind::Text;
    QString name; //!< these four with Kind::JsonSchema
    QString description;
    std::optional<boost::json::object> schema;
    std::optional<bool> strict;

    bool operator==(const ResponseFormat &) const = default;
};

//! What to ask of a model, with the semantics of OpenAI's chat completions. What is not set is
//! the model's own default.
struct ChatRequest {
    QString model;
    QList<Message> messages;
    bool stream = false;             //!< ask the service to answer bit by bit
    std::optional<qint64> maxTokens; //!< of the answer, reasoning included
    std::optional<double> temperature;
    std::optional<double> topP;
    std::optional<qint64> topK;
    std::optional<double> frequencyPenalty;
    std::optional<double> presencePenalty;
    std::optional<qint64> seed;
    QStringList stop;
    int choices = 1;                //!< how many answers, OpenAI's `n`
    std::optional<int> topLogProbs; //!< set: log probabilities with so many alternatives
    boost::json::object logitBias;
    std::optional<ResponseFormat> responseFormat;
    QList<Tool> tools;
    std::optional<ToolChoice> toolChoice;
    std::optional<bool> parallelToolCalls;
    QString reasoningEffort; //!< "none", "minimal", "low", "medium", "high", or empty
    QString verbosity;       //!< "low", "medium", "high", or empty
    QString serviceTier;     //!< "auto", "default", "priority", or empty
    QString prediction;      //!< text that the answer will mostly repeat
    boost::json::object metadata;
    std::optional<boost::json::object> webSearch; //!< OpenAI's `web_search_options`
    boost::json::array documents; //!< to answer from: objects whose members are all strings
    QString citationQuality;      //!< "accurate", "fast", "off", or empty
    QString safetyMode;           //!< "contextual", "strict", "off", or empty

    bool operator==(const ChatRequest &) const = default;
};

} // namespace core
