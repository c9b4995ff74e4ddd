// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"
#include "oci/demo/demoaccount.h"
#include "oci/demo/refusal.h"
#include "oci/demo/route.h"

#include <QDateTime>

#include <boost/json/array.hpp>

namespace oci::demo {

//! The lists of the management plane and of Identity beside the models (protocol reference, 9.3
//! and 9.7): endpoints, clusters, imported models, compartments, region subscriptions. Missing
//! and foreign compartments are refused as the service does it.
[[nodiscard]] Judged<core::http::Response> listResources(const Route &route, QByteArrayView region,
                                                         const DemoAccount &account,
                                                         const QDateTime &now);

//! An endpoint by its OCID, in whatever compartment it is.
[[nodiscard]] Judged<core::http::Response> getEndpoint(const Route &route, QByteArrayView region,
                                                       const DemoAccount &account,
                                                       const QDateTime &now);

//! The custom models of a compartment, as they stand in the list of models.
[[nodiscard]] boost::json::array customModels(QByteArrayView compartment, QByteArrayView region,
                                              const QDateTime &now);

} // namespace oci::demo
