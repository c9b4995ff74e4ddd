// SPDX-License-Identifier: MIT
#pragma once

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

#include <boost/json/object.hpp>

#include <optional>

namespace oci {

//! Where and how a model of the catalogue can be had.
struct ModelAvailability {
    QString realm;
    QString region; //!< lower case
    bool onDemand = false;
    bool dedicated = false;
    QDateTime deprecated;
    QDateTime onDemandRetired;
    QDateTime dedicatedRetired;
    QStringList replacements; //!< names of models to use instead

    bool operator==(const ModelAvailability &) const = default;
};

//! A field of a model's requests, with its bounds.
struct ModelParameter {
    QString name;
    QString type; //!< lower case, e.g. "float"
    std::optional<double> minimum;
    std::optional<double> maximum;
    QString defaultValue;
    QString description;

    bool operator==(const ModelParameter &) const = default;
};

//! An entry of the catalogue of all regions (protocol reference, 9.5).
struct DiscoveredModel {
    QString name; //!< what callers name it by, e.g. "meta.llama-3.3-70b-instruct"
    QString vendor;
    QStringList capabilities;
    QStringList apiCapabilities;  //!< open words; empty: not annotated, which is not "none"
    QStringList inputModalities;  //!< lower case, e.g. "text"
    QStringList outputModalities; //!< lower case
    bool leavesOci = false;       //!< requests go on to the provider
    QList<ModelParameter> parameters;
    QList<ModelAvailability> availability;

    //! Null: not to be had there.
    [[nodiscard]] const ModelAvailability *in(const QString &region) const;

    bool operator==(const DiscoveredModel &) const = default;
};

//! Nothing where the entry has no name.
[[nodiscard]] std::optional<DiscoveredModel> readDiscoveredModel(const boost::json::object &json);

} // namespace oci
