// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/modelinfo.h"
#include "core/ports/apikeys.h"
#include "core/result.h"
#include "core/secret.h"

#include <QList>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <memory>

namespace core {

//! A way to reach models: a profile of the OCI configuration file, a bearer key, or the demo.
struct ConnectionInfo {
    enum class Kind { Profile, BearerKey, Demo };

    QString id; //!< stays the same between runs, e.g. "profile:DEFAULT", "demo"
    Kind kind = Kind::Profile;
    QString name; //!< e.g. "DEFAULT"
    QString region;
    QString detail;           //!< one line more, e.g. the tenancy or the base URL
    QString problem;          //!< why it cannot be used as it stands; empty if it can
    QDateTime expires = {};   //!< UTC, of a bearer key; invalid: not known
    bool isRemovable = false; //!< by `removeBearerKey()`

    bool operator==(const ConnectionInfo &) const = default;
};

//! A bearer-key connection as a person enters it.
struct BearerKeyDetails {
    QString name;
    QUrl baseUrl; //!< e.g.
                  //!< https://inference.generativeai.us-chicago-1.oci.oraclecloud.com/openai/v1
    //! Bearer keys cannot list models, so they are named here; empty: those of the connection in
    //! use that a bearer key reaches.
    QStringList models;
    Secret key;
    bool remember = false;    //!< keep the key in the keychain
    QDateTime expires = {};   //!< UTC; invalid: not known
    bool isOfThisRun = false; //!< the connection, too, is forgotten when the program ends
};

//! A passphrase that is needed before a connection can sign.
struct SecretRequest {
    QString connectionId;
    QString prompt;           //!< e.g. "Passphrase of ~/.oci/oci_api_key.pem"
    QString previousProblem;  //!< e.g. "That passphrase is wrong."; empty the first time
    bool canRemember = false; //!< there is a keychain

    bool operator==(const SecretRequest &) const = default;
};

//! The connections there are, which one is used, and its models. Used in the GUI thread.
class Connections : public QObject
{
    Q_OBJECT

public:
    enum class State { None, Connecting, NeedsSecret, Ready, Failed };
    Q_ENUM(State)

    using QObject::QObject;

    [[nodiscard]] virtual QList<ConnectionInfo> connections() const = 0;
    //! Id of the connection in use; empty: none chosen yet.
    [[nodiscard]] virtual QString current() const = 0;
    [[nodiscard]] virtual State state() const = 0;
    //! With State::Failed: what happened and what to do.
    [[nodiscard]] virtual Error failure() const = 0;
    //! Models of the current connection that can chat, by name.
    [[nodiscard]] virtual QList<ModelInfo> models() const = 0;
    //! Without a keychain, secrets last for this run only; the window says so.
    [[nodiscard]] virtual bool hasKeychain() const = 0;

    virtual void select(const QString &connectionId) = 0;
    //! Lists the models again.
    virtual void refresh() = 0;
    //! Adds the connection and selects it.
    virtual void addBearerKey(BearerKeyDetails details) = 0;
    //! Forgets a connection that was added by hand, and its key in the keychain.
    virtual void removeBearerKey(const QString &connectionId) = 0;
    //! Those that the current connection can manage; null where it cannot: it is not open, or it is
    //! a bearer key itself, which the management plane does not take. The object stays good for as
    //! long as it is held, whatever becomes of the connection.
    [[nodiscard]] virtual std::shared_ptr<ApiKeys> apiKeys() const = 0;
    //! Answers `secretNeeded`.
    virtual void provideSecret(const QString &connectionId, Secret secret, bool remember) = 0;
    //! The person does not want to answer `secretNeeded`.
    virtual void declineSecret(const QString &connectionId) = 0;

signals:
    void connectionsChanged();
    void stateChanged();
    void modelsChanged();
    void secretNeeded(const core::SecretRequest &request);
    //! Something worth a line in the status bar, e.g. that the key file can be read by others.
    void noticed(const QString &notice);
};

} // namespace core
