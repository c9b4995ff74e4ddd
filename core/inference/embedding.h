// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatanswer.h"
#include "core/chat/message.h"

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>

#include <optional>
#include <variant>

namespace core {

//! What vectors of texts are for: models place a question and its answer by different rules.
enum class EmbeddingPurpose { SearchDocument, SearchQuery, Classification, Clustering };

//! Which end of a text that is too long is cut off; None makes it an error.
enum class Truncation { None, Start, End };

//! How the numbers of a vector are given. Binary and Ubinary pack eight dimensions into a number.
enum class EmbeddingType { Float, Int8, Uint8, Binary, Ubinary };

//! A text, or an image by `data:` URI.
using EmbeddingInput = std::variant<TextPart, ImagePart>;

//! Vectors to compute for texts and images.
struct EmbeddingRequest {
    QString model;
    QList<EmbeddingInput> inputs;                                //!< as many as the caller likes
    EmbeddingPurpose purpose = EmbeddingPurpose::SearchDocument; //!< of the texts
    Truncation truncate = Truncation::End;                       //!< of the texts
    std::optional<qint64> dimensions; //!< numbers of a vector; not set: the model's own
    QList<EmbeddingType> types = {EmbeddingType::Float};

    bool operator==(const EmbeddingRequest &) const = default;
};

//! The vectors, one for each input and in the order of the inputs.
struct Embeddings {
    QList<QList<float>> floats;                         //!< if asked for
    QMap<EmbeddingType, QList<QList<qint16>>> integers; //!< the other types asked for
    Usage usage;                                        //!< of the inputs; an answer has no tokens
    bool usageIsEstimate = false; //!< the service did not say; a token is about 4 characters
    QString modelVersion;
    QString requestId; //!< the service's opc-request-id, of the first call
    QString warning;   //!< e.g. that the model will be retired; empty if there is nothing to say
    Served served;
    CallTimes times; //!< of all calls, which may overlap

    bool operator==(const Embeddings &) const = default;
};

//! What a client means by a string: one that is the `data:` URI of an image is that image, any
//! other is a text (protocol reference, 13.10).
[[nodiscard]] EmbeddingInput embeddingInput(const QString &text);

//! Base64 of the numbers as little-endian IEEE 754 floats, OpenAI's `encoding_format: base64`
//! (protocol reference, 13.10).
[[nodiscard]] QByteArray base64Of(const QList<float> &vector);
//! Base64 of one byte for each number: its value modulo 256.
[[nodiscard]] QByteArray base64Of(const QList<qint16> &vector);

} // namespace core
