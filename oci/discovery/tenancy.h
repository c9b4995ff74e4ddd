// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>

#include <boost/json/object.hpp>

#include <optional>

namespace oci {

//! A compartment, with its place in the tree.
struct Compartment {
    QString id;
    QString parentId; //!< empty: the root
    QString name;
    QString path; //!< names from below the root, joined by '/'; empty: the root
    int depth = 0;
    bool isActive = true;
    bool isAccessible = true; //!< false: what is in it may not be seen

    bool operator==(const Compartment &) const = default;
};

//! A region that the tenancy is subscribed to.
struct RegionSubscription {
    QString key;  //!< e.g. "IAD"
    QString name; //!< e.g. "us-ashburn-1"
    bool isReady = false;
    bool isHome = false;

    bool operator==(const RegionSubscription &) const = default;
};

//! Nothing where the entry has no OCID or no region name.
[[nodiscard]] std::optional<Compartment> readCompartment(const boost::json::object &json);
[[nodiscard]] std::optional<RegionSubscription> readSubscription(const boost::json::object &json);

//! What GET /compartments found (protocol reference, 9.7), as a tree: the root first, which that
//! list leaves out, then depth first, siblings by name. One whose parent was not found (it may
//! not be seen) or whose parents lead in a circle stands below the root. Compartments that are
//! not active are left out.
[[nodiscard]] QList<Compartment> compartmentTree(const QString &tenancyId,
                                                 const QList<Compartment> &found);

} // namespace oci
