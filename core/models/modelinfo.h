// SPDX-License-Identifier: MIT
#pragma once

#include <QDateTime>
#include <QString>
#include <QStringList>

namespace core {

enum class ServingMode { OnDemand, Dedicated };

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
    QDateTime created;
    QDateTime deprecated; //!< invalid: not announced
    QDateTime retired;    //!< on demand; invalid: not announced

    [[nodiscard]] bool canChat() const { return capabilities.contains(QStringLiteral("CHAT")); }

    bool operator==(const ModelInfo &) const = default;
};

} // namespace core
