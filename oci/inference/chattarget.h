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
    QString region;      //!< empty: the connection's
    bool routed = false; //!< a routing profile, which only /openai/v1 knows

    bool operator==(const ChatTarget &) const = default;
};

//! Which model a caller means (protocol reference, 13.1): "oci/NAME" and "oci:NAME" mean NAME,
//! "region/NAME" asks in that region, an OCID of an endpoint goes to its cluster and the region
//! in an OCID counts, a name among `known` is that model, and any other "vendor.name" is sent on
//! all the same. What is none of these is NotFound with the reason "model_not_found".
[[nodiscard]] core::Result<ChatTarget> resolveModel(const QString &name,
                                                    const QList<core::ModelInfo> &known);

} // namespace oci
