// SPDX-License-Identifier: MIT
#pragma once

#include "core/served.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace core {

//! Documents to put in the order in which they answer a question.
struct RerankRequest {
    QString model;
    QString query;
    QStringList documents;
    std::optional<qint64> topN;   //!< so many of the best; not set: all
    bool returnDocuments = false; //!< the answer repeats their texts
    std::optional<qint64> maxChunksPerDocument;
    std::optional<qint64> maxTokensPerDocument;

    bool operator==(const RerankRequest &) const = default;
};

struct RankedDocument {
    qsizetype index = 0; //!< in RerankRequest::documents
    double score = 0;    //!< higher is better; from 0 to 1 with the models known today
    std::optional<QString> text;

    bool operator==(const RankedDocument &) const = default;
};

struct Reranking {
    QString id;                  //!< the service's name for this answer
    QList<RankedDocument> ranks; //!< best first, each document once at most
    QString modelVersion;
    QString requestId; //!< the service's opc-request-id
    QString warning;   //!< e.g. that the model will be retired; empty if there is nothing to say
    Served served;

    bool operator==(const Reranking &) const = default;
};

} // namespace core
