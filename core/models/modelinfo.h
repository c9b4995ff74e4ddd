// SPDX-License-Identifier: MIT
#pragma once

#include <QDateTime>
#include <QString>
#include <QStringList>

namespace core {

enum class ServingMode {
    OnDemand,
    Dedicated,  //!< an endpoint on a dedicated cluster
    Deployment, //!< a model deployment of Data Science
    Routed,     //!< a routing profile: one model in several regions
};

//! A model (or dedicated endpoint) that can be asked something.
struct ModelInfo {
    QString id;     //!< what callers name it by, e.g. "meta.llama-3.3-70b-instruct"
    QString ocid;   //!< empty where the service gave none
    QString vendor; //!< lower case, e.g. "meta"
    QString version;
    QStringList capabilities; //!< OCI's words: "CHAT", "TEXT_EMBEDDINGS", … unknown ones are kept
    QStringList inputModalities = {QStringLiteral("text")}; //!< "text", "image", …
    ServingMode serving = ServingMode::OnDemand;
    QString region;
    qint64 contextLength = 0;   //!< tokens; 0: unknown
    qint64 maxOutputTokens = 0; //!< tokens; 0: unknown
    bool supportsTools = false;
    bool reasons = false; //!< thinks before it answers, as far as that is known
    QDateTime created;
    QDateTime deprecated; //!< invalid: not announced
    QDateTime retired;    //!< as it is served; invalid: not announced

    // Of what a dedicated cluster serves:
    QString baseModel;     //!< display name of the base model behind it; empty: unknown
    QString endpointId;    //!< OCID of the endpoint that is called; empty: `ocid` is the endpoint's
    QString compartmentId; //!< OCID of the endpoint's compartment, in which it is called

    //! A name of one's own for what can be asked by another: `baseModel`, in `region` and
    //! `compartmentId` where those are not empty.
    bool isNamed = false;

    QString callUrl;        //!< of a deployment, as the service names it; empty: the region's usual
    QString lifecycleState; //!< OCI's word where it cannot be called, e.g. "CREATING"; empty: it
                            //!< can
    bool leavesOci = false; //!< requests go on to the vendor

    QString ownedBy; //!< of whom it is asked, for /v1/models: "oci" or "oracle"; empty: unknown

    [[nodiscard]] bool canChat() const { return capabilities.contains(QStringLiteral("CHAT")); }
    [[nodiscard]] bool canEmbed() const
    {
        return capabilities.contains(QStringLiteral("TEXT_EMBEDDINGS"));
    }
    [[nodiscard]] bool canRank() const
    {
        return capabilities.contains(QStringLiteral("TEXT_RERANK"));
    }

    bool operator==(const ModelInfo &) const = default;
};

} // namespace core
