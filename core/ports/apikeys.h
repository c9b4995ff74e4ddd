// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"
#include "core/secret.h"

#include <QDateTime>
#include <QFuture>
#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <memory>

namespace core {

//! One of the secrets of a Generative AI API key; its value is known only where it was just made.
struct ApiKeySecret {
    enum class State { Active, Inactive, Revoked, Expired, Deleted, Unknown };

    QString name; //!< unique within its key
    QString mask; //!< the value with most of it left out, as the service shows it
    State state = State::Unknown;
    QDateTime created;  //!< UTC, like all times here
    QDateTime expires;  //!< invalid: not said
    QDateTime lastUsed; //!< invalid: never, or not said

    bool operator==(const ApiKeySecret &) const = default;
};

//! A Generative AI API key: a resource with up to two secrets, either of which is a bearer key, so
//! that one can be renewed while the other is in use (protocol reference, 5.1).
struct ApiKey {
    enum class State { Creating, Active, Inactive, Updating, Deleting, Deleted, Failed, Unknown };

    QString id; //!< OCID
    QString name;
    QString description;
    QString compartmentId;
    State state = State::Unknown;
    QString stateDetails; //!< why it is so; may be empty
    QDateTime created;
    QList<ApiKeySecret> secrets;
    QString version; //!< the resource's etag; empty where it came in a list

    bool operator==(const ApiKey &) const = default;
};

//! A key right after a secret of it was made: the only time that the service tells the value.
struct IssuedApiKey {
    struct Value {
        QString secretName;
        std::shared_ptr<const Secret> secret; //!< never null
    };

    ApiKey key;
    QList<Value> values;
    QString policy; //!< the IAM statement without which calls with the key are refused
};

//! A key to be made.
struct ApiKeyDraft {
    QString name;
    QString description;
    QStringList secretNames; //!< one or two
    QDateTime expires;       //!< of each; invalid: the service decides (90 days)

    bool operator==(const ApiKeyDraft &) const = default;
};

//! The Generative AI API keys of one compartment and region (protocol reference, 5.5). Used in the
//! thread that it lives in; cancelling a future closes its connection.
//!
//! What changes a key sends its `version` along, where there is one: a key that somebody else has
//! changed since is left as it is, which is ErrorCode::Conflict.
class ApiKeys
{
public:
    virtual ~ApiKeys() = default;

    //! The address that programs use its keys at, e.g.
    //! https://inference.generativeai.us-chicago-1.oci.oraclecloud.com/openai/v1
    [[nodiscard]] virtual QUrl openAiBase() const = 0;

    //! All pages, the newest first. What is deleted may be among them for a while.
    virtual QFuture<Result<QList<ApiKey>>> list() = 0;
    virtual QFuture<Result<ApiKey>> get(const QString &id) = 0;
    virtual QFuture<Result<IssuedApiKey>> create(const ApiKeyDraft &draft) = 0;
    //! Gives it another name and description.
    virtual QFuture<Result<ApiKey>> update(const ApiKey &key, const QString &name,
                                           const QString &description) = 0;
    //! Makes a new value for the secret; the old one ends at once. `expires` as in ApiKeyDraft.
    virtual QFuture<Result<IssuedApiKey>> renew(const ApiKey &key, const QString &secretName,
                                                const QDateTime &expires) = 0;
    //! Active, Inactive or Revoked; a revoked value never comes back.
    virtual QFuture<Result<ApiKey>> setState(const ApiKey &key, const QString &secretName,
                                             ApiKeySecret::State state) = 0;
    //! Deletes it with its secrets.
    virtual QFuture<Result<void>> remove(const ApiKey &key) = 0;
};

} // namespace core
