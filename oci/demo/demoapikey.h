// SPDX-License-Identifier: MIT
#pragma once

#include "core/secret.h"

#include <QByteArray>
#include <QDateTime>

#include <boost/json/object.hpp>

#include <chrono>
#include <vector>

namespace oci::demo {

//! One of the two secrets of an API key of the demo (ApiKeyItem; protocol reference, 5.5).
struct DemoSecret {
    enum class State { Active, Inactive, Revoked };

    //! A new value, active from `now` on.
    DemoSecret(QByteArray secretName, const QDateTime &now, QDateTime expiry);

    QByteArray name;
    core::Secret value;
    State state = State::Active;
    QDateTime created;
    QDateTime expires;
    QDateTime activated;
    QDateTime deactivated;
    QDateTime revoked;
    QDateTime lastUsed;

    [[nodiscard]] bool isExpired(const QDateTime &now) const { return expires <= now; }
    void change(State to, const QDateTime &now);
    //! The value is in it only where `withValue`.
    [[nodiscard]] boost::json::object json(const QDateTime &now, bool withValue) const;
};

//! An API key of the demo (ApiKey). It takes a moment to come and to go, as at the service.
struct DemoApiKey {
    enum class State { Creating, Active, Deleting, Deleted };
    static constexpr std::chrono::milliseconds settling{1500};
    //! Where no time is asked for (protocol reference, 5.1).
    static constexpr std::chrono::days usualLife{90};

    QByteArray id;
    QByteArray region;
    QByteArray compartment;
    QString name;
    QString description;
    QDateTime created;
    QDateTime updated; //!< invalid: never
    QDateTime deleted; //!< when that was asked for; invalid: it was not
    std::vector<DemoSecret> secrets;
    int version = 1;

    [[nodiscard]] State state(const QDateTime &now) const;
    [[nodiscard]] QByteArray etag() const;
    [[nodiscard]] DemoSecret *secret(const QString &secretName);
    //! One more version.
    void touch(const QDateTime &now);
    //! `fresh`: the secret whose value is told, or null; with `all` every one's is.
    [[nodiscard]] boost::json::object json(const QDateTime &now, const DemoSecret *fresh = nullptr,
                                           bool all = false) const;
};

//! "CREATING" and so on.
[[nodiscard]] const char *wordFor(DemoApiKey::State state);

} // namespace oci::demo
