// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"

#include <QByteArrayView>
#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace oci {

//! Which of the service's request shapes a model speaks (protocol reference, 7.1).
enum class ApiFormat { Generic, Cohere, CohereV2 };

//! What is known of a model before anybody has asked it. Zero and empty mean unknown.
struct KnownModel {
    QString id;
    QString vendor;
    ApiFormat format = ApiFormat::Generic;
    qint64 contextTokens = 0;
    qint64 maxOutputTokens = 0;
    QStringList inputModalities;
    QStringList rejectedFields; //!< names of the GENERIC format, e.g. "topK"
    std::optional<bool> acceptsReasoningEffort;
    bool chats = false;
    bool tools = false;
    bool reasons = false;
    bool embeds = false;
    bool reranks = false;
    QList<qint64> dimensions;   //!< of its vectors, ascending; empty: it makes none, or unknown
    bool responsesOnly = false; //!< answers on /openai/v1/responses alone

    bool operator==(const KnownModel &) const = default;
};

//! The table resources/oci-models.json. Immutable once read.
class KnownModels
{
public:
    [[nodiscard]] static core::Result<KnownModels> read(QByteArrayView json);

    //! By id or alias; null where the table does not know it.
    [[nodiscard]] const KnownModel *find(const QString &id) const;
    //! What to call a model by: names that the service has retired but that stood for a model
    //! become its id, which is to be sent instead (12.1).
    [[nodiscard]] QString currentName(const QString &id) const;
    //! Ids and aliases.
    [[nodiscard]] QStringList names() const { return m_places.keys(); }
    [[nodiscard]] const QList<KnownModel> &all() const { return m_models; }
    [[nodiscard]] qsizetype size() const { return m_models.size(); }

private:
    QList<KnownModel> m_models;
    QHash<QString, qsizetype> m_places;
    QStringList m_retired;
};

//! The table that is built in. Safe to call from any thread.
[[nodiscard]] const KnownModels &builtInModels();

} // namespace oci
