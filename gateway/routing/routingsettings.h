// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/routing/modelaliases.h"

namespace gateway::routing {

//! What the gateway's own list says of models, before any connection is asked. A value.
struct RoutingSettings {
    ModelAliases aliases;
    //! Names that the list of models leaves out, in which `*` stands for any text, also one with
    //! slashes. They can be called all the same. Aliases are always listed.
    QStringList hidden;
    //! Names, in which `*` stands for any text: what is listed while no list could be read, or ...
    QStringList models;
    //! ... all that can be called beside the aliases.
    bool isAllowlist = false;

    bool operator==(const RoutingSettings &) const = default;
};

//! Whether a list of models lets a name through: nothing is on it, or the name is, with or without
//! the connection or region before it.
[[nodiscard]] bool allows(const RoutingSettings &settings, const QString &name);
//! Whether the list of models leaves the name out.
[[nodiscard]] bool hides(const RoutingSettings &settings, const QString &name);

//! The models that a client's name stands for, in the order in which they are asked; never empty.
//! A name without `*`, be it an alias or one that `isListed` knows, beats a pattern. "oci/NAME" and
//! "oci:NAME" mean NAME. NotFound, "model_not_found", for what the allowlist does not have.
[[nodiscard]] core::Result<QStringList> targetsFor(const RoutingSettings &settings,
                                                   const QString &name, bool isListed);

} // namespace gateway::routing
