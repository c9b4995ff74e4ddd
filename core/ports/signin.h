// SPDX-License-Identifier: MIT
#pragma once

#include "core/error.h"

#include <QObject>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <optional>

namespace core {

//! A sign-in with the browser as a person asks for it.
struct SignInDetails {
    QString profile; //!< name of the profile that it is for
    QString region;  //!< identifier or short key
    QString tenancy; //!< name of the tenancy; empty: OCI's page asks for it
    //! The person agrees that the profile is written into the configuration file. Otherwise it
    //! lasts for this run.
    bool addToConfig = false;

    bool operator==(const SignInDetails &) const = default;
};

//! Signing in at OCI with the browser, one at a time. Used in the GUI thread.
class SignIn : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Idle,
        Preparing,
        Waiting, //!< for the person, at page()
        Done,
        Failed,
    };
    Q_ENUM(State)

    //! What stands in the configuration file under a name.
    enum class Standing {
        New,     //!< nothing that a sign-in would replace
        Session, //!< a profile with a session, which a new one replaces
        Taken,   //!< a profile that signs in otherwise: it stays as it is
        Unfit,   //!< nothing can: it is no name of a profile
    };

    using QObject::QObject;

    [[nodiscard]] virtual State state() const = 0;
    //! With State::Waiting: where the person signs in, and whether a browser shows it.
    [[nodiscard]] virtual QUrl page() const = 0;
    [[nodiscard]] virtual bool isBrowserOpen() const = 0;
    //! With State::Failed: what happened and what to do.
    [[nodiscard]] virtual Error failure() const = 0;

    //! What to begin a form with.
    [[nodiscard]] virtual SignInDetails suggestion() const = 0;
    //! What makes a new session for a connection; nothing for one that has no session.
    [[nodiscard]] virtual std::optional<SignInDetails>
    renewalOf(const QString &connectionId) const = 0;
    [[nodiscard]] virtual Standing standing(const QString &profile) const = 0;
    //! Identifiers of the regions that are known.
    [[nodiscard]] virtual QStringList regions() const = 0;
    //! Where a profile is added with the person's consent.
    [[nodiscard]] virtual QString configFile() const = 0;

    virtual void start(const SignInDetails &details) = 0;
    //! With State::Waiting: opens the page once more.
    virtual void openPage() = 0;
    //! Back to Idle; nothing is kept.
    virtual void cancel() = 0;

signals:
    void stateChanged();
};

} // namespace core
