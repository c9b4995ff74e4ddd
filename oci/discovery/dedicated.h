// SPDX-License-Identifier: MIT
#pragma once

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <boost/json/object.hpp>

#include <optional>

namespace oci {

//! An endpoint on a dedicated AI cluster (protocol reference, 9.3).
struct DedicatedEndpoint {
    QString id;
    QString displayName;
    QString modelId; //!< OCID of the base, custom or imported model behind it
    QString compartmentId;
    QString clusterId;
    QString region;         //!< of its OCID
    QString lifecycleState; //!< OCI's word: ACTIVE, CREATING, UPDATING, DELETING, DELETED, FAILED
    QString lifecycleDetails;
    QDateTime created;

    [[nodiscard]] bool isActive() const { return lifecycleState == QLatin1StringView("ACTIVE"); }

    bool operator==(const DedicatedEndpoint &) const = default;
};

//! A dedicated AI cluster (protocol reference, 9.3).
struct DedicatedCluster {
    QString id;
    QString displayName;
    QString type; //!< HOSTING or FINE_TUNING
    QString compartmentId;
    QString region;
    QString lifecycleState; //!< also NEEDS_ATTENTION
    QString lifecycleDetails;
    QString unitShape; //!< an open list
    qint64 unitCount = 0;
    qint64 usedEndpoints = 0;
    qint64 totalEndpoints = 0; //!< 0: the service told no capacity
    QDateTime created;

    bool operator==(const DedicatedCluster &) const = default;
};

//! A model that the customer brought (protocol reference, 9.3).
struct ImportedModel {
    QString id;
    QString displayName;
    QString vendor; //!< lower case; may be empty
    QString version;
    QString compartmentId;
    QString region;
    QString lifecycleState;
    QStringList capabilities; //!< words of their own, e.g. "TEXT_TO_TEXT", "EMBEDDING"
    QDateTime created;

    bool operator==(const ImportedModel &) const = default;
};

//! Nothing where the entry has no OCID; here and below.
[[nodiscard]] std::optional<DedicatedEndpoint> readEndpoint(const boost::json::object &json);
[[nodiscard]] std::optional<DedicatedCluster> readCluster(const boost::json::object &json);
[[nodiscard]] std::optional<ImportedModel> readImportedModel(const boost::json::object &json);

} // namespace oci
