// SPDX-License-Identifier: MIT
#pragma once

#include <QDateTime>
#include <QString>
#include <QUrl>

#include <boost/json/object.hpp>

#include <optional>

namespace oci {

//! A model deployment of Data Science (protocol reference, 10.1).
struct ModelDeployment {
    //! What its container answers, as far as its tags and its environment tell.
    enum class Speech {
        Unknown, //!< a person has to say
        OpenAi,  //!< chat completions as OpenAI writes them
    };

    QString id;
    QString displayName;
    QString compartmentId;
    QString projectId;
    QString region;
    QUrl url; //!< that the service names for calls; invalid: none or not usable
    QString lifecycleState;
    Speech speech = Speech::Unknown;
    QDateTime created;

    [[nodiscard]] bool isActive() const { return lifecycleState == QLatin1StringView("ACTIVE"); }

    bool operator==(const ModelDeployment &) const = default;
};

//! Nothing where the entry has no OCID.
[[nodiscard]] std::optional<ModelDeployment> readModelDeployment(const boost::json::object &json);

} // namespace oci
