// SPDX-License-Identifier: MIT
#include "oci/discovery/modellisting.h"

#include "core/json/json.h"

#include <QMap>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;
using core::Error;
using core::ErrorCode;
using core::ModelInfo;

namespace oci {

namespace {

constexpr std::array useful{"CHAT"_L1, "TEXT_EMBEDDINGS"_L1, "TEXT_RERANK"_L1,
                            "IMAGE_TEXT_TO_TEXT"_L1};

//! Dates of 1970 and 1971 stand for "not set".
QDateTime timeAt(const object &json, std::string_view key)
{
    const QDateTime time =
            QDateTime::fromString(core::json::textAt(json, key), Qt::ISODateWithMs).toUTC();
    return time.isValid() && time.date().year() > 1971 ? time : QDateTime();
}

void enrich(ModelInfo &model, const KnownModels &known)
{
    const KnownModel *facts = known.find(model.id);
    if (facts) {
        model.contextLength = facts->contextTokens;
        model.maxOutputTokens = facts->maxOutputTokens;
        model.supportsTools = facts->tools;
        if (!facts->inputModalities.isEmpty())
            model.inputModalities = facts->inputModalities;
    } else {
        model.supportsTools = model.canChat(); // newer than the table: today's models do
        if (model.capabilities.contains("IMAGE_TEXT_TO_TEXT"_L1))
            model.inputModalities.append(u"image"_s);
    }
    if (model.vendor.isEmpty())
        model.vendor = facts ? facts->vendor : model.id.section(u'.', 0, 0).toLower();
}

} // namespace

ModelListing::Entry ModelListing::readEntry(const object &json)
{
    Entry entry{.id = core::json::textAt(json, "id"),
                .displayName = core::json::textAt(json, "displayName").trimmed(),
                .vendor = core::json::textAt(json, "vendor").toLower(),
                .version = core::json::textAt(json, "version"),
                .type = core::json::textAt(json, "type"),
                .lifecycleState = core::json::textAt(json, "lifecycleState"),
                .created = timeAt(json, "timeCreated"),
                .deprecated = timeAt(json, "timeDeprecated"),
                .onDemandRetired = timeAt(json, "timeOnDemandRetired")};
    if (const array *capabilities = core::json::arrayAt(json, "capabilities")) {
        for (const auto &capability : *capabilities) {
            if (const auto *text = capability.if_string())
                entry.capabilities.append(core::json::text(*text));
        }
    }
    return entry;
}

core::Result<void> ModelListing::addPage(QByteArrayView body)
{
    const auto page = core::json::parse(body);
    if (!page) {
        return std::unexpected(Error{
                .code = ErrorCode::Protocol,
                .message = u"The list of models cannot be read: %1"_s.arg(page.error().message)});
    }
    const object *json = page->if_object();
    const array *items = json ? core::json::arrayAt(*json, "items") : page->if_array();
    if (!items) {
        return std::unexpected(
                Error{.code = ErrorCode::Protocol,
                      .message = u"The list of models cannot be read: it has no items"_s});
    }
    for (const auto &item : *items) {
        if (const object *entry = item.if_object())
            m_entries.push_back(readEntry(*entry));
    }
    return {};
}

bool ModelListing::isCallable(const Entry &entry, const QDateTime &nowUtc)
{
    if (entry.displayName.isEmpty() || entry.lifecycleState != "ACTIVE"_L1 ||
        entry.type == "CUSTOM"_L1)
        return false;
    // Among others this leaves out base models that are there for fine-tuning only.
    const bool canDoSomething = std::ranges::any_of(useful, [&](QLatin1StringView capability) {
        return entry.capabilities.contains(capability);
    });
    return canDoSomething && !(entry.onDemandRetired.isValid() && entry.onDemandRetired <= nowUtc);
}

QList<ModelInfo> ModelListing::models(const QString &region, const QDateTime &nowUtc,
                                      const KnownModels &known) const
{
    QMap<QString, ModelInfo> byName;
    for (const Entry &entry : m_entries) {
        if (!isCallable(entry, nowUtc))
            continue;
        ModelInfo &model = byName[entry.displayName];
        for (const QString &capability : entry.capabilities) {
            if (!model.capabilities.contains(capability))
                model.capabilities.append(capability);
        }
        // The newest version is the one that a call by this name reaches.
        if (!model.id.isEmpty() && entry.created <= model.created)
            continue;
        model.id = entry.displayName;
        model.ocid = entry.id;
        model.vendor = entry.vendor;
        model.version = entry.version;
        model.region = region;
        model.created = entry.created;
        model.deprecated = entry.deprecated;
        model.retired = entry.onDemandRetired;
    }
    QList<ModelInfo> models = byName.values();
    for (ModelInfo &model : models)
        enrich(model, known);
    return models;
}

ModelInfo modelFromTable(const QString &name, const KnownModels &known)
{
    ModelInfo model{.id = name};
    const KnownModel *facts = known.find(name);
    if (!facts || facts->chats)
        model.capabilities = {u"CHAT"_s};
    enrich(model, known);
    return model;
}

} // namespace oci
