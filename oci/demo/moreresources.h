// SPDX-License-Identifier: MIT
#pragma once

#include "oci/demo/route.h"

#include <QByteArrayView>
#include <QDateTime>

#include <boost/json/array.hpp>

namespace oci::demo {

//! Whether `moreResources()` knows the list.
[[nodiscard]] bool isMore(Operation operation);
//! The catalogue of all regions (protocol reference, 9.5), projects and routing profiles (9.6) and
//! Data Science's model deployments (10.1) of a compartment.
[[nodiscard]] boost::json::array moreResources(const Route &route, QByteArrayView compartment,
                                               QByteArrayView region, const QDateTime &now);

//! The model that a routing profile leads to, called in its region; empty: there is no such
//! profile.
[[nodiscard]] QByteArray routedModel(QByteArrayView profileId, QByteArrayView region);

} // namespace oci::demo
