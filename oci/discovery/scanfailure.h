// SPDX-License-Identifier: MIT
#pragma once

#include "core/error.h"

#include <QFlags>
#include <QList>
#include <QString>
#include <QStringList>

namespace oci {

//! The lists that there are.
enum class ListKind {
    Compartments = 1 << 0,  //!< below the tenancy's root
    Subscriptions = 1 << 1, //!< the tenancy's regions
    Models = 1 << 2,
    Endpoints = 1 << 3, //!< on dedicated clusters
    Clusters = 1 << 4,
    ImportedModels = 1 << 5,
    ModelsBehind = 1 << 6,     //!< one by one, those of endpoints that no list has
    DiscoveredModels = 1 << 7, //!< the catalogue of all regions
    Projects = 1 << 8,
    RoutingProfiles = 1 << 9,
    Deployments = 1 << 10, //!< of Data Science
};
Q_DECLARE_FLAGS(ListKinds, ListKind)
Q_DECLARE_OPERATORS_FOR_FLAGS(ListKinds)

//! A list that could not be had, or not to its end.
struct ScanFailure {
    ListKind kind = ListKind::Models;
    QString region;
    QString compartmentId; //!< empty: the list is of no compartment
    core::Error error;

    //! "The dedicated endpoints in us-chicago-1 could not be listed: …", with what to do about it.
    [[nodiscard]] QString text() const;

    bool operator==(const ScanFailure &) const = default;
};

//! One sentence for each kind of list, region and way to fail, in the order of their coming: a
//! person who may look into few of a thousand compartments is told so once.
[[nodiscard]] QStringList textsOf(const QList<ScanFailure> &failures);

} // namespace oci
