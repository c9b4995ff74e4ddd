// SPDX-License-Identifier: MIT
#include "gateway/ollama/models.h"

#include "core/ascii.h"
#include "core/json/json.h"

#include <QCryptographicHash>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;
using core::ModelInfo;

namespace gateway::ollama {

namespace {

boost::json::string familyOf(const ModelInfo &model)
{
    return core::json::string(model.vendor.isEmpty() ? u"oci"_s : model.vendor);
}

//! "70B" of "meta.llama-3.3-70b-instruct"; empty: the name does not say.
QString parameterSize(const QString &name)
{
    const auto isWord = [&name](qsizetype i) {
        return i >= 0 && i < name.size() && core::ascii::isLetterOrDigit(name.at(i));
    };
    const auto isDigit = [&name](qsizetype i) { return core::ascii::isDigit(name.at(i)); };
    for (qsizetype b = name.indexOf(u'b', 1, Qt::CaseInsensitive); b > 0;
         b = name.indexOf(u'b', b + 1, Qt::CaseInsensitive)) {
        qsizetype begin = b;
        while (begin > 0 && (isDigit(begin - 1) || name.at(begin - 1) == u'.'))
            --begin;
        const QString number = name.sliced(begin, b - begin);
        if (!number.isEmpty() && isDigit(begin) && isDigit(b - 1) && number.count(u'.') <= 1 &&
            !isWord(begin - 1) && !isWord(b + 1))
            return number + u'B';
    }
    return {};
}

object detailsObject(const ModelInfo &model)
{
    object json;
    json["parent_model"] = core::json::string(model.baseModel);
    json["format"] = "";
    json["family"] = familyOf(model);
    json["families"] = array{familyOf(model)};
    json["parameter_size"] = core::json::string(
            parameterSize(model.baseModel.isEmpty() ? model.id : model.baseModel));
    json["quantization_level"] = "";
    return json;
}

boost::json::string modifiedAt(const ModelInfo &model)
{
    const QDateTime time = model.created.isValid()
                                   ? model.created
                                   : QDateTime::fromSecsSinceEpoch(0, QTimeZone::UTC);
    return core::json::string(time.toUTC().toString(Qt::ISODate));
}

boost::json::string digestOf(const ModelInfo &model)
{
    const QByteArray name = (model.id + u'\n' + model.version).toUtf8();
    return core::json::string(
            QByteArrayView(QCryptographicHash::hash(name, QCryptographicHash::Sha256).toHex()));
}

array capabilitiesOf(const ModelInfo &model)
{
    array all;
    if (model.canChat()) {
        all.push_back("completion");
        all.push_back("insert");
        if (model.supportsTools)
            all.push_back("tools");
        if (model.inputModalities.contains("image"_L1))
            all.push_back("vision");
        if (model.reasons)
            all.push_back("thinking");
    }
    if (model.canEmbed())
        all.push_back("embedding");
    return all;
}

object tagObject(const ModelInfo &model)
{
    object json;
    json["name"] = core::json::string(model.id);
    json["model"] = core::json::string(model.id);
    json["modified_at"] = modifiedAt(model);
    json["size"] = 0;
    json["digest"] = digestOf(model);
    json["details"] = detailsObject(model);
    json["capabilities"] = capabilitiesOf(model);
    return json;
}

object infoObject(const ModelInfo &model)
{
    object json;
    json["general.architecture"] = familyOf(model);
    json["general.basename"] = core::json::string(model.id);
    json["general.type"] = "model";
    if (model.contextLength > 0)
        json[std::string(familyOf(model)) + ".context_length"] = model.contextLength;
    return json;
}

} // namespace

QByteArray tagList(const QList<ModelInfo> &models)
{
    array all;
    for (const ModelInfo &model : models) {
        if (model.canChat() || model.canEmbed())
            all.push_back(tagObject(model));
    }
    return core::json::serialize(object{{"models", std::move(all)}});
}

QByteArray modelBody(const ModelInfo &model)
{
    object json;
    json["modelfile"] = "";
    json["parameters"] = "";
    // What a request may have; editors look for the suffix.
    json["template"] = model.canChat() ? "{{ .System }}{{ .Prompt }}{{ .Suffix }}" : "";
    json["details"] = detailsObject(model);
    json["model_info"] = infoObject(model);
    json["capabilities"] = capabilitiesOf(model);
    json["modified_at"] = modifiedAt(model);
    return core::json::serialize(json);
}

QByteArray runningList()
{
    return core::json::serialize(object{{"models", array()}});
}

QByteArray versionBody()
{
    return core::json::serialize(object{{"version", apiVersion}});
}

} // namespace gateway::ollama
