// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/connections.h"
#include "core/secret.h"
#include "oci/auth/principal.h"
#include "oci/auth/privatekey.h"
#include "oci/auth/sessionsource.h"
#include "oci/config/endpoints.h"
#include "oci/inference/routetable.h"

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <memory>
#include <optional>

namespace app {

//! All that is needed to reach models, ready for use: keys are loaded, names resolved. A value:
//! window and gateway each build a client of their own from it.
struct ConnectionSpec {
    QString id;   //!< as in core::ConnectionInfo
    QString name; //!< what stands before the '/' in "name/model"
    core::ConnectionInfo::Kind kind = core::ConnectionInfo::Kind::Profile;
    QString region;
    QString compartment; //!< OCID; the tenancy's for its root
    QString project;     //!< OCID, may be empty
    oci::Endpoints endpoints;
    QString caBundle;                //!< PEM file with more trusted certificates; may be empty
    QString cacheFolder;             //!< for lists of models between runs; empty: nothing is kept
    oci::RouteOverrides routes = {}; //!< of this connection

    // Signed
    QString tenancy;
    QString user;
    std::optional<oci::PrivateKey> key;
    //! Set: requests are signed by a session, whose token and key are read from here.
    std::optional<oci::SessionSource> session;
    std::optional<oci::PrincipalSettings> principal; //!< instead of these

    // Bearer
    std::shared_ptr<const core::Secret> bearerKey;
    QUrl baseUrl;
    QStringList models;       //!< bearer keys cannot list them
    bool isAllowlist = false; //!< models that are not named are refused

    [[nodiscard]] bool isBearer() const { return bearerKey != nullptr; }
    //! Whether a client of the one serves as well for the other.
    bool operator==(const ConnectionSpec &other) const;
};

} // namespace app
