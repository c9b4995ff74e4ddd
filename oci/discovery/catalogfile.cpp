// SPDX-License-Identifier: MIT
#include "oci/discovery/catalogfile.h"

#include "core/json/json.h"
#include "oci/config/privatefile.h"

#include <QFile>
#include <QFileInfo>
#include <QLoggingCategory>
#include <QTimeZone>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
using boost::json::object;
using core::ModelInfo;
using core::ServingMode;
using core::json::textAt;

namespace oci {

namespace {

Q_LOGGING_CATEGORY(log, "app.oci.catalog")

constexpr int version = 2;
constexpr qint64 longestFile = 64 * 1024 * 1024;

void putText(object &json, std::string_view key, const QString &text)
{
    if (!text.isEmpty())
        json[key] = core::json::string(text);
}

void putTexts(object &json, std::string_view key, const QStringList &texts)
{
    boost::json::array all;
    for (const QString &text : texts)
        all.push_back(core::json::string(text));
    json[key] = std::move(all);
}

void putTime(object &json, std::string_view key, const QDateTime &time)
{
    if (time.isValid())
        json[key] = time.toMSecsSinceEpoch();
}

QStringList textsIn(const object &json, std::string_view key)
{
    QStringList texts;
    if (const auto *values = core::json::arrayAt(json, key)) {
        for (const auto &value : *values) {
            if (const auto *text = value.if_string())
                texts.append(core::json::text(*text));
        }
    }
    return texts;
}

QDateTime timeIn(const object &json, std::string_view key)
{
    const auto time = core::json::integerAt(json, key);
    return time ? QDateTime::fromMSecsSinceEpoch(*time, QTimeZone::UTC) : QDateTime();
}

constexpr std::array<std::pair<ServingMode, std::string_view>, 4> servingWords{{
        {ServingMode::OnDemand, "on_demand"},
        {ServingMode::Dedicated, "dedicated"},
        {ServingMode::Deployment, "deployment"},
        {ServingMode::Routed, "routed"},
}};

std::string_view word(ServingMode serving)
{
    return std::ranges::find(servingWords, serving,
                             &std::pair<ServingMode, std::string_view>::first)
            ->second;
}

ServingMode servingIn(const object &json)
{
    if (core::json::boolAt(json, "dedicated").value_or(false)) // version 1
        return ServingMode::Dedicated;
    const QString text = textAt(json, "serving");
    for (const auto &[serving, word] : servingWords) {
        if (text == QLatin1StringView(word.data(), qsizetype(word.size())))
            return serving;
    }
    return ServingMode::OnDemand;
}

object written(const ModelInfo &model)
{
    object json;
    putText(json, "id", model.id);
    putText(json, "ocid", model.ocid);
    putText(json, "vendor", model.vendor);
    putText(json, "version", model.version);
    putTexts(json, "capabilities", model.capabilities);
    putTexts(json, "inputModalities", model.inputModalities);
    json["serving"] = word(model.serving);
    putText(json, "region", model.region);
    json["contextLength"] = model.contextLength;
    json["maxOutputTokens"] = model.maxOutputTokens;
    json["supportsTools"] = model.supportsTools;
    json["reasons"] = model.reasons;
    putTime(json, "created", model.created);
    putTime(json, "deprecated", model.deprecated);
    putTime(json, "retired", model.retired);
    putText(json, "baseModel", model.baseModel);
    putText(json, "endpointId", model.endpointId);
    putText(json, "compartmentId", model.compartmentId);
    putText(json, "callUrl", model.callUrl);
    putText(json, "lifecycleState", model.lifecycleState);
    json["leavesOci"] = model.leavesOci;
    return json;
}

ModelInfo readModel(const object &json)
{
    return {.id = textAt(json, "id"),
            .ocid = textAt(json, "ocid"),
            .vendor = textAt(json, "vendor"),
            .version = textAt(json, "version"),
            .capabilities = textsIn(json, "capabilities"),
            .inputModalities = textsIn(json, "inputModalities"),
            .serving = servingIn(json),
            .region = textAt(json, "region"),
            .contextLength = core::json::integerAt(json, "contextLength").value_or(0),
            .maxOutputTokens = core::json::integerAt(json, "maxOutputTokens").value_or(0),
            .supportsTools = core::json::boolAt(json, "supportsTools").value_or(false),
            .reasons = core::json::boolAt(json, "reasons").value_or(false),
            .created = timeIn(json, "created"),
            .deprecated = timeIn(json, "deprecated"),
            .retired = timeIn(json, "retired"),
            .baseModel = textAt(json, "baseModel"),
            .endpointId = textAt(json, "endpointId"),
            .compartmentId = textAt(json, "compartmentId"),
            .callUrl = textAt(json, "callUrl"),
            .lifecycleState = textAt(json, "lifecycleState"),
            .leavesOci = core::json::boolAt(json, "leavesOci").value_or(false)};
}

std::unexpected<core::Error> unusable(const QString &why)
{
    return std::unexpected(core::Error{.code = core::ErrorCode::Protocol, .message = why});
}

} // namespace

QByteArray catalogText(const SavedCatalog &catalog)
{
    boost::json::array models;
    models.reserve(std::size_t(catalog.models.size()));
    for (const ModelInfo &model : catalog.models)
        models.push_back(written(model));
    object json;
    json["version"] = version;
    putTime(json, "asOf", catalog.asOf);
    json["models"] = std::move(models);
    return core::json::serialize(json);
}

core::Result<SavedCatalog> readCatalogText(QByteArrayView text)
{
    const auto json = core::json::parseObject(text);
    if (!json)
        return std::unexpected(json.error());
    const auto found = core::json::integerAt(*json, "version");
    if (!found || *found < 1)
        return unusable(u"it has no version"_s);
    if (*found > version)
        return unusable(
                u"it is of version %1, and this program knows %2"_s.arg(*found).arg(version));
    const auto *models = core::json::arrayAt(*json, "models");
    SavedCatalog catalog{.asOf = timeIn(*json, "asOf")};
    if (!models || !catalog.asOf.isValid())
        return unusable(u"it has no models or no time"_s);
    for (const auto &value : *models) {
        const object *model = value.if_object();
        if (!model)
            continue;
        ModelInfo read = readModel(*model);
        if (!read.id.isEmpty())
            catalog.models.append(std::move(read));
    }
    return catalog;
}

std::optional<SavedCatalog> loadCatalog(const QString &fileName)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly)) {
        if (!file.exists())
            return {};
        qCWarning(log).noquote() << "the list of models in" << fileName
                                 << "cannot be read:" << file.errorString();
        return {};
    }
    if (file.size() > longestFile) {
        qCWarning(log).noquote() << "the list of models in" << fileName << "is too long";
        return {};
    }
    auto catalog = readCatalogText(file.readAll());
    if (!catalog) {
        qCWarning(log).noquote() << "the list of models in" << fileName
                                 << "is not used:" << catalog.error().message;
        return {};
    }
    return *std::move(catalog);
}

void saveCatalog(const SavedCatalog &catalog, const QString &fileName)
{
    (void)makePrivateFolder(QFileInfo(fileName).path()); // else the writing says so
    if (const auto kept = writePrivateFile(fileName, core::Secret(catalogText(catalog))); !kept)
        qCWarning(log).noquote() << "the list of models cannot be kept:" << kept.error().message;
}

} // namespace oci
