// SPDX-License-Identifier: MIT
#pragma once

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <boost/json/object.hpp>

#include <optional>

namespace oci {

//! A Generative AI project, which keeps stored responses; its OCID goes into `OpenAI-Project`
//! (protocol reference, 9.6).
struct GenAiProject {
    QString id;
    QString displayName;
    QString description;
    QString compartmentId;
    QString region;
    QString lifecycleState;
    QDateTime created;

    bool operator==(const GenAiProject &) const = default;
};

//! A model by several names and regions at once: its OCID is the `model` of requests to
//! /openai/v1 (protocol reference, 9.6).
struct RoutingProfile {
    QString id;
    QString displayName;
    QString description;
    QString compartmentId;
    QString region;
    QString lifecycleState;
    QStringList regions; //!< in their order; empty: its own alone
    QStringList models;  //!< in their order
    QDateTime created;

    bool operator==(const RoutingProfile &) const = default;
};

//! Nothing where the entry has no OCID.
[[nodiscard]] std::optional<GenAiProject> readProject(const boost::json::object &json);
[[nodiscard]] std::optional<RoutingProfile> readRoutingProfile(const boost::json::object &json);

} // namespace oci
