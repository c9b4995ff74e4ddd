// SPDX-License-Identifier: MIT
#include "oci/inference/embeddingrequest.h"

#include "oci/inference/refusals.h"

#include <QStringList>

using namespace Qt::StringLiterals;
using core::EmbeddingInput;
using core::EmbeddingPurpose;
using core::EmbeddingRequest;
using core::EmbeddingType;
using core::ImagePart;
using core::Result;
using core::TextPart;
using core::Truncation;

namespace oci {

namespace {

std::string_view purposeWord(EmbeddingPurpose purpose)
{
    switch (purpose) {
    case EmbeddingPurpose::SearchDocument:
        return "SEARCH_DOCUMENT";
    case EmbeddingPurpose::SearchQuery:
        return "SEARCH_QUERY";
    case EmbeddingPurpose::Classification:
        return "CLASSIFICATION";
    case EmbeddingPurpose::Clustering:
        return "CLUSTERING";
    }
    return {};
}

std::string_view truncationWord(Truncation truncate)
{
    switch (truncate) {
    case Truncation::None:
        return "NONE";
    case Truncation::Start:
        return "START";
    case Truncation::End:
        return "END";
    }
    return {};
}

bool isImage(const EmbeddingInput &input)
{
    return std::holds_alternative<ImagePart>(input);
}

Result<void> checkInput(const EmbeddingInput &input, qsizetype index, const KnownModel *model)
{
    const QString param = u"input[%1]"_s.arg(index);
    if (const auto *text = std::get_if<TextPart>(&input)) {
        if (text->text.isEmpty())
            return badRequest(param, u"invalid_parameter"_s, u"An empty text has no embedding"_s);
        return {};
    }
    if (std::get<ImagePart>(input).url.left(5).toLower() != "data:") {
        // Fetching it here would let callers make this program call any address in its network.
        return badRequest(param, u"invalid_parameter"_s,
                          u"An image must be given as a data: URI"_s);
    }
    if (model && !model->inputModalities.contains("image"_L1)) {
        return badRequest(param, u"unsupported_value"_s,
                          u"%1 takes texts only, no images"_s.arg(model->id));
    }
    return {};
}

Result<void> checkDimensions(qint64 wanted, const KnownModel *model)
{
    if (wanted < 1)
        return badRequest(u"dimensions"_s, u"invalid_parameter"_s, u"Must be a positive number"_s);
    if (!model || model->dimensions.isEmpty() || model->dimensions.contains(wanted))
        return {};
    QStringList offered;
    for (const qint64 each : model->dimensions)
        offered.append(QString::number(each));
    return badRequest(u"dimensions"_s, u"unsupported_value"_s,
                      u"%1 makes vectors of %2 numbers"_s.arg(model->id, offered.join(" or "_L1)));
}

void writeTypes(JsonWriter &out, const QList<EmbeddingType> &types)
{
    if (types.isEmpty() || types == QList{EmbeddingType::Float})
        return; // what the service gives anyway
    out.key("embeddingTypes").beginArray();
    for (qsizetype i = 0; i < types.size(); ++i) {
        if (types.indexOf(types[i]) != i)
            continue;
        const std::string_view word = wordFor(types[i]);
        out.utf8(QByteArrayView(word.data(), qsizetype(word.size())));
    }
    out.endArray();
}

} // namespace

std::string_view wordFor(EmbeddingType type)
{
    switch (type) {
    case EmbeddingType::Float:
        return "float";
    case EmbeddingType::Int8:
        return "int8";
    case EmbeddingType::Uint8:
        return "uint8";
    case EmbeddingType::Binary:
        return "binary";
    case EmbeddingType::Ubinary:
        return "ubinary";
    }
    return {};
}

QList<EmbeddingBatch> batchesOf(const QList<EmbeddingInput> &inputs)
{
    QList<EmbeddingBatch> batches;
    for (qsizetype i = 0; i < inputs.size(); ++i) {
        const bool image = isImage(inputs[i]);
        if (batches.isEmpty() || image || batches.last().isImage ||
            batches.last().count == mostTextsPerCall)
            batches.append({.first = i, .count = 0, .isImage = image});
        ++batches.last().count;
    }
    return batches;
}

Result<void> checkEmbedding(const EmbeddingRequest &request, const KnownModel *model)
{
    if (model && !model->embeds) {
        return badRequest(
                u"model"_s, u"unsupported_model"_s,
                u"%1 makes no embeddings. Choose a model for embeddings, e.g. cohere.embed-v4.0"_s
                        .arg(model->id));
    }
    if (request.inputs.isEmpty()) {
        return badRequest(u"input"_s, u"invalid_parameter"_s,
                          u"At least one text or image is required"_s);
    }
    for (qsizetype i = 0; i < request.inputs.size(); ++i) {
        if (const auto fine = checkInput(request.inputs[i], i, model); !fine)
            return fine;
    }
    if (request.dimensions)
        return checkDimensions(*request.dimensions, model);
    return {};
}

QByteArray embeddingBody(const EmbeddingRequest &request, const EmbeddingBatch &batch,
                         const NativeCall &call, const KnownModel *model)
{
    JsonWriter out(4096);
    out.beginObject();
    writeCallHead(out, call);
    out.key("inputs").beginArray();
    for (const EmbeddingInput &input : request.inputs.sliced(batch.first, batch.count)) {
        if (const auto *text = std::get_if<TextPart>(&input))
            out.text(text->text);
        else
            out.utf8(std::get<ImagePart>(input).url);
    }
    out.endArray();
    const std::string_view type = batch.isImage ? "IMAGE" : purposeWord(request.purpose);
    out.key("inputType").utf8(QByteArrayView(type.data(), qsizetype(type.size())));
    if (!batch.isImage) {
        const std::string_view word = truncationWord(request.truncate);
        out.key("truncate").utf8(QByteArrayView(word.data(), qsizetype(word.size())));
    }
    writeTypes(out, request.types);
    // A model with one size does not know the field, and this size is what it makes anyway.
    if (request.dimensions && !(model && model->dimensions.size() == 1))
        out.key("outputDimensions").number(*request.dimensions);
    out.endObject();
    return out.take();
}

} // namespace oci
