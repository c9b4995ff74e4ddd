// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringView>
#include <QUrl>

namespace oci {

//! The identifier of the region that an OCID names; old OCIDs do it by a short key ("iad"), which
//! stays where no table knows it.
//! Empty for what belongs to no region (a compartment) and for what is no OCID.
[[nodiscard]] QString regionOfOcid(const QString &ocid);

//! Whether it names a tenancy, which is its own root compartment.
[[nodiscard]] bool isTenancy(const QString &ocid);

//! Whether both mean one region; an identifier and its short key do.
[[nodiscard]] bool isSameRegion(const QString &one, const QString &other);

//! "us-chicago-1" or a short key such as "ORD", whether or not a table knows it.
[[nodiscard]] bool looksLikeRegion(QStringView text);

//! The region in the host or the path of a service's URL; empty: it names none.
[[nodiscard]] QString regionOfUrl(const QUrl &url);

} // namespace oci
