// SPDX-License-Identifier: MIT
#pragma once

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <boost/json/object.hpp>

#include <optional>

namespace oci {

//! What can be done with a model that the service lists (protocol reference, 9.2).
enum class ModelStatus {
    Callable,     //!< on demand
    Deprecated,   //!< on demand, but its end is announced
    Retired,      //!< no longer on demand; a dedicated cluster may still serve it
    FineTuneOnly, //!< there to be fine-tuned
    Custom,       //!< fine-tuned; only its endpoints answer
    Unsupported,  //!< can do nothing that we know
    Inactive,     //!< being made, being deleted, failed
};

//! A ModelSummary as it was listed.
struct ListedModel {
    QString id;
    QString displayName;
    QString vendor; //!< lower case
    QString version;
    QString type; //!< "BASE" or "CUSTOM"
    QString lifecycleState;
    QString baseModelId; //!< of a custom model
    QStringList capabilities;
    QDateTime created;
    QDateTime deprecated;
    QDateTime onDemandRetired;
    QDateTime dedicatedRetired;

    bool operator==(const ListedModel &) const = default;
};

//! Nothing where the entry has neither an OCID nor a name.
[[nodiscard]] std::optional<ListedModel> readListedModel(const boost::json::object &json);
[[nodiscard]] ModelStatus statusOf(const ListedModel &model, const QDateTime &nowUtc);
//! Chat, embeddings, rerank or vision: something that a request can be sent for.
[[nodiscard]] bool isUseful(const QStringList &capabilities);

} // namespace oci
