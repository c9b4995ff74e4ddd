// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"

#include <QLatin1StringView>
#include <QList>
#include <QString>
#include <QStringList>

#include <span>

namespace oci {

//! How a chat travels: the API that it is sent to, and the shape of what is sent.
enum class Transport {
    Generic,     //!< POST /20231130/actions/chat in the format GENERIC
    Cohere,      //!< the same, COHERE
    CohereV2,    //!< the same, COHEREV2
    OpenAi,      //!< POST /openai/v1/chat/completions
    Responses,   //!< POST /openai/v1/responses, which is no chat
    DataScience, //!< POST {deployment}/predict…, in OpenAI's words (protocol reference, 10.2)
};

//! POST /20231130/actions/chat
[[nodiscard]] bool isNative(Transport transport);

//! One line of the table.
struct RouteRow {
    enum class Of { Kind, Name };
    enum class Credential { Any, Bearer };

    Of of = Of::Name;
    QLatin1StringView pattern; //!< of a kind of OCID or of a model's name; '*' is any text
    Credential credential = Credential::Any;
    Transport transport = Transport::Generic;
    QList<Transport> others = {}; //!< to try in turn where the service says that it does not match
    QLatin1StringView reason;     //!< for people who change it
};

//! Which transport serves which model: the first line that fits counts. Nothing else decides it
//! but what a person puts before it.
[[nodiscard]] std::span<const RouteRow> routeTable();

//! A line of a person's own (docs/configuration.md).
struct RouteOverride {
    QString connection; //!< by name; empty: every one
    QString pattern;    //!< of the name that callers use, the model's name or the OCID
    Transport transport = Transport::Generic;

    bool operator==(const RouteOverride &) const = default;
};
using RouteOverrides = QList<RouteOverride>;

//! `pattern` is "PATTERN" or "CONNECTION/PATTERN", `transport` one of generic, cohere, coherev2,
//! openai and datascience. What cannot be is InvalidRequest, and its message begins with `source`,
//! which names the place where it was written.
[[nodiscard]] core::Result<RouteOverride>
readRouteOverride(const QString &pattern, const QString &transport, const QString &source);
//! Those for a connection, without its name.
[[nodiscard]] RouteOverrides overridesFor(const RouteOverrides &all, const QString &connection);

//! What is to be routed.
struct RouteQuestion {
    QString model; //!< display name; a vendor and a dot, or empty, where no more is known
    QString id;    //!< what the service is told
    QString asked; //!< what the caller wrote
    bool isBearer = false;
};

struct RouteChoice {
    Transport transport = Transport::Generic;
    QList<Transport> others;
    bool isOverride = false; //!< a person has said so

    bool operator==(const RouteChoice &) const = default;
};

//! A person's word counts where it can be followed: a bearer key reaches /openai/v1 alone, a
//! model deployment answers at its own URL alone, and nothing else does.
[[nodiscard]] RouteChoice routeFor(const RouteQuestion &question,
                                   const RouteOverrides &overrides = {});

} // namespace oci
