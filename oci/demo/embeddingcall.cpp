// SPDX-License-Identifier: MIT
#include "oci/demo/embeddingcall.h"

#include "core/json/json.h"
#include "oci/demo/embeddinganswer.h"
#include "oci/demo/fieldreader.h"
#include "oci/demo/wordpieces.h"

#include <limits>

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;

namespace oci::demo {

namespace {

constexpr qsizetype mostInputs = 96;

struct Call {
    QStringList inputs; //!< texts, or data URIs
    bool images = false;
    bool byContents = false; //!< came as embedContents
    QString inputType;
    QString truncate;
    QStringList types;
    qsizetype dimensions = 0;
    bool echo = false;
};

bool isDataUri(const QString &text)
{
    return text.startsWith("data:image/"_L1) && text.contains(";base64,"_L1);
}

void readContents(FieldReader &reader, Call &call)
{
    const array *contents = reader.array("embedContents");
    if (!contents)
        return;
    call.byContents = true;
    for (const auto &value : *contents) {
        const object *content = value.if_object();
        const QString type = content ? core::json::textAt(*content, "type") : QString();
        const object *image = content ? core::json::objectAt(*content, "imageUrl") : nullptr;
        if (type == "TEXT"_L1) {
            call.inputs += core::json::textAt(*content, "text");
        } else if (type == "IMAGE"_L1 && image && isDataUri(core::json::textAt(*image, "url"))) {
            call.inputs += core::json::textAt(*image, "url");
            call.images = true;
        } else {
            return reader.refuse("embedContents", u"must be texts and images"_s);
        }
    }
}

void checkInputs(FieldReader &reader, const Call &call, const DemoModel &model)
{
    const char *field = call.byContents ? "embedContents" : "inputs";
    if (call.inputs.isEmpty())
        return reader.refuse(field, u"must not be empty"_s);
    if (call.inputs.size() > mostInputs)
        return reader.refuse(
                field, u"at most %1 are allowed, got %2"_s.arg(mostInputs).arg(call.inputs.size()));
    if (call.inputs.contains(QString()))
        return reader.refuse(field, u"must not hold empty texts"_s);
    if (call.images && !model.vision)
        return reader.refuse(field, u"the model takes no images"_s);
    if (call.inputType == "image"_L1 && !call.byContents &&
        (call.inputs.size() != 1 || !isDataUri(call.inputs.first())))
        reader.refuse(field, u"must be exactly one data URI of an image"_s);
}

void readDimensions(FieldReader &reader, const DemoModel &model, Call &call)
{
    call.dimensions = model.dimensions.last();
    const auto wanted = reader.integer("outputDimensions", 1, std::numeric_limits<qint32>::max());
    if (!wanted)
        return;
    if (model.dimensions.size() == 1)
        return reader.refuse("outputDimensions", u"is not supported by this model"_s);
    if (!model.dimensions.contains(int(*wanted)))
        return reader.refuse("outputDimensions", u"is none of the model's sizes"_s);
    call.dimensions = qsizetype(*wanted);
}

void readTypes(FieldReader &reader, Call &call)
{
    call.types = reader.texts("embeddingTypes");
    for (const QString &type : std::as_const(call.types)) {
        static const QStringList known{u"float"_s, u"int8"_s, u"uint8"_s, u"binary"_s,
                                       u"ubinary"_s};
        if (!known.contains(type))
            return reader.refuse("embeddingTypes", u"unknown value '%1'"_s.arg(type.left(60)));
    }
    if (call.types.isEmpty())
        call.types = {u"float"_s};
}

Judged<Call> readCall(const object &body, const DemoModel &model)
{
    FieldReader reader(body, {});
    reader.allowOnly({"compartmentId", "servingMode", "inputs", "embedContents", "inputType",
                      "truncate", "embeddingTypes", "outputDimensions", "isEcho"});
    Call call;
    if (reader.has("inputs") == reader.has("embedContents"))
        reader.refuse("inputs", u"either these or embedContents are expected"_s);
    if (reader.has("embedContents") && model.dimensions.size() == 1)
        reader.refuse("embedContents", u"is not supported by this model"_s);
    call.inputs = reader.texts("inputs");
    readContents(reader, call);
    call.inputType = reader.word("inputType", {"SEARCH_DOCUMENT", "SEARCH_QUERY", "CLASSIFICATION",
                                               "CLUSTERING", "IMAGE"});
    if (call.inputType == "image"_L1)
        call.images = true;
    else if (call.inputType.isEmpty())
        reader.require("inputType"); // as the models since v3 want it
    call.truncate = reader.word("truncate", {"NONE", "START", "END"});
    call.echo = reader.flag("isEcho").value_or(false);
    checkInputs(reader, call, model);
    readDimensions(reader, model, call);
    readTypes(reader, call);
    if (reader.refusal())
        return std::unexpected(*reader.refusal());
    return call;
}

} // namespace

Judged<object> answerEmbedding(const object &body, const DemoModel &model, QByteArrayView region)
{
    const auto call = readCall(body, model);
    if (!call)
        return std::unexpected(call.error());

    qint64 tokens = 0;
    object byType;
    for (const QString &type : call->types)
        byType[type.toStdString()] = array();
    for (const QString &input : call->inputs) {
        const bool image = call->images && isDataUri(input);
        const qint64 length = image ? 1 : countPieces(input);
        if (length > model.contextLength &&
            (call->truncate.isEmpty() || call->truncate == "none"_L1)) {
            return std::unexpected(badFormat(
                    u"inputs"_s, u"a text has %1 tokens, at most %2 are allowed"_s.arg(length).arg(
                                         model.contextLength)));
        }
        tokens += std::min<qint64>(length, model.contextLength);
        const QList<double> vector = vectorOf(input, call->dimensions);
        for (const QString &type : call->types)
            byType[type.toStdString()].as_array().push_back(encodedVector(vector, type));
    }

    object json{{"id", "demo-embedding"}};
    if (call->echo && !call->byContents)
        json["inputs"] = *core::json::find(body, "inputs");
    json["embeddings"] = call->types.contains("float"_L1) ? byType["float"] : array();
    if (call->types != QStringList{u"float"_s})
        json["embeddingsByType"] = std::move(byType);
    json["modelId"] = core::json::string(QByteArrayView(modelOcid(model, region)));
    json["modelVersion"] = core::json::string(QByteArrayView(model.version));
    json["usage"] = object{{"promptTokens", tokens}, {"totalTokens", tokens}};
    return json;
}

} // namespace oci::demo
