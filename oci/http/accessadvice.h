// SPDX-License-Identifier: MIT
#pragma once

#include "core/error.h"
#include "oci/auth/caller.h"

#include <QStringList>

namespace oci {

//! What a call that OCI answered with 403 or 404 had asked for, and what is known about it.
//!
//! OCI says 404 both for what does not exist and for what a policy forbids (protocol reference,
//! 11.2), so what can be checked here decides between the two.
struct AccessFacts {
    //! `Family`: any other list of Generative AI; `Regions`: those that the tenancy subscribes to.
    enum class Resource {
        Model,
        Endpoint,
        ModelList,
        Family,
        Compartments,
        Regions,
        ModelDeployment,
        ApiKeys
    };
    //! What the list of the region's models says.
    enum class Listed { Unknown, No, Yes };

    Resource resource = Resource::Model;
    QString name;          //!< of the model, endpoint or deployment; empty for lists
    QString region;        //!< the identifier of the region that was asked
    QString compartmentId; //!< may be the tenancy's; empty: none was given
    Listed listed = Listed::Unknown;
    QStringList otherRegions; //!< where a list has the model
    bool regionOffers = true; //!< false: the table of regions has no Generative AI there
    Caller caller = Caller::Person;
};

//! The error with what happened and what to do about it in place of the general advice; errors
//! other than 403 and 404 of the service are returned as they are, and so is an
//! ErrorCode::Unauthorized, which came before it: who cannot sign in needs no policy yet.
//! Error::reason of a 404 is "policy_missing", "model_in_other_region",
//! "region_without_generative_ai" or, where nothing decides, "model_not_found" ("not_found" for
//! what is no model).
[[nodiscard]] core::Error withAccessAdvice(core::Error error, const AccessFacts &facts);

//! The statement that permits the call (protocol reference, 9.8; for keys 5.1), with `<group>` and
//! the like for the reader to fill in, e.g. "allow group <group> to use generative-ai-family in
//! tenancy".
[[nodiscard]] QString policyFor(const AccessFacts &facts);

//! The statement that lets the bearers of a Generative AI API key use the models of a compartment
//! (protocol reference, 5.1): the key alone permits nothing.
[[nodiscard]] QString policyForBearers(const QString &keyId, const QString &compartmentId);

//! What to do where nothing is known but who asks: a sentence with a policy for that caller.
[[nodiscard]] QString policyAdvice(Caller caller);

} // namespace oci
