// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/modelinfo.h"
#include "core/result.h"

#include <QList>
#include <QString>

namespace oci {

//! Where a chat goes.
struct ChatTarget {
    QString model; //!< the display name, where one is known: decides what may be sent
    QString id;    //!< what the service is told: a display name or an OCID
    core::ServingMode serving = core::ServingMode::OnDemand;
    QString region;             //!< empty: the connection's
    bool isRegionAsked = false; //!< it stood before the name
    QString compartmentId; //!< of an endpoint (protocol reference, 14.23); empty: the connection's
    QString callUrl;       //!< of a model deployment; empty: its region's usual

    [[nodiscard]] bool isRouted() const { return serving == core::ServingMode::Routed; }
    [[nodiscard]] bool isDeployment() const { return serving == core::ServingMode::Deployment; }

    bool operator==(const ChatTarget &) const = default;
};

//! What a caller wrote, taken apart.
struct ModelName {
    QString region; //!< that stood before it, lower case; empty: none
    QString name;

    bool operator==(const ModelName &) const = default;
};

//! The name without the "oci/" or "oci:" that may stand before it.
[[nodiscard]] QString withoutOwnPrefix(const QString &name);
//! The same, and "region/NAME" taken apart. What is no region stays in the name.
[[nodiscard]] ModelName modelNameOf(const QString &name);

//! Which model a caller means (protocol reference, 13.1): "oci/NAME" and "oci:NAME" mean NAME,
//! "region/NAME" asks in that region, an OCID of an endpoint goes to its cluster, one of a model
//! deployment to Data Science, and the region in an OCID counts; a name among `known` is that
//! model, and any other "vendor.name" is sent on all the same. What cannot be called now is
//! refused with its state. What is none of these is NotFound with the reason "model_not_found";
//! where the list is not complete it is sent on, too, for OCI to judge. A region before the name of
//! something that is in another one is InvalidRequest, "region_mismatch".
[[nodiscard]] core::Result<ChatTarget>
resolveModel(const QString &name, const QList<core::ModelInfo> &known, bool isComplete = true);

//! `what` (e.g. "endpoint") cannot be called: Unavailable while OCI is at work on it, else
//! InvalidRequest; "model_not_active".
[[nodiscard]] core::Error notActive(const QString &what, const QString &name,
                                    const QString &lifecycleState);

} // namespace oci
