// SPDX-License-Identifier: MIT
#include "app/common/routingsettings.h"

#include "core/json/json.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using boost::json::value;
using core::Result;
using gateway::routing::Alias;
using gateway::routing::ModelAliases;

namespace app {

namespace {

constexpr qsizetype mostNames = 10'000;

bool isName(const QString &text)
{
    return !text.isEmpty() && text.size() <= 512 &&
           std::ranges::all_of(text, [](QChar c) { return c.isPrint() && c != u' '; });
}

//! Names of models, in which `*` may stand.
Result<QStringList> readNames(const value &json, const QString &source)
{
    const auto wrong = [&source] {
        return unusable(u"%1 must be an array of names of models"_s.arg(source));
    };
    const auto *array = json.if_array();
    if (!array || qsizetype(array->size()) > mostNames)
        return wrong();
    QStringList names;
    for (const value &item : *array) {
        const auto *text = item.if_string();
        const QString name = text ? core::json::text(*text).trimmed() : QString();
        if (!isName(name))
            return wrong();
        names.append(name);
    }
    return names;
}

Result<bool> readFlag(const QString &text, const QString &source)
{
    const QString word = text.toLower();
    if (word == "true"_L1 || word == "1"_L1 || word == "yes"_L1 || word == "on"_L1)
        return true;
    if (word == "false"_L1 || word == "0"_L1 || word == "no"_L1 || word == "off"_L1)
        return false;
    return unusable(u"%1: '%2' is neither true nor false"_s.arg(source, text));
}

} // namespace

Result<void> readAliases(const value &json, const QString &source, Settings &settings)
{
    const auto *object = json.if_object();
    if (!object)
        return unusable(u"%1 must be an object of names and models"_s.arg(source));
    QList<Alias> aliases;
    for (const auto &member : *object) {
        Alias alias{.name = QString::fromUtf8(member.key().data(), qsizetype(member.key().size())),
                    .targets = {}};
        const value &targets = member.value();
        if (const auto *one = targets.if_string()) {
            alias.targets = {core::json::text(*one).trimmed()};
        } else {
            auto names = readNames(targets, u"%1: \"%2\""_s.arg(source, alias.name));
            if (!names)
                return unusable(
                        u"%1: \"%2\" must be the name of a model, or an array of them"_s.arg(
                                source, alias.name));
            alias.targets = *std::move(names);
        }
        aliases.append(std::move(alias));
    }
    auto table = ModelAliases::from(aliases);
    if (!table)
        return unusable(u"%1: %2"_s.arg(source, table.error().message));
    settings.routing.aliases = *std::move(table);
    return {};
}

Result<void> readHiddenModels(const value &json, const QString &source, Settings &settings)
{
    if (const bool *all = json.if_bool()) {
        settings.routing.hidden = *all ? QStringList{u"*"_s} : QStringList();
        return {};
    }
    auto names = readNames(json, source);
    if (!names)
        return unusable(u"%1 must be true, false or an array of names of models"_s.arg(source));
    settings.routing.hidden = *std::move(names);
    return {};
}

Result<void> readModelNames(const value &json, const QString &source, Settings &settings)
{
    auto names = readNames(json, source);
    if (!names)
        return std::unexpected(names.error());
    settings.routing.models = *std::move(names);
    return {};
}

Result<ModelListMode> readModelListMode(const QString &text, const QString &source)
{
    const QString word = text.trimmed().toLower();
    if (word == "fallback"_L1)
        return ModelListMode::Fallback;
    if (word == "allowlist"_L1)
        return ModelListMode::Allowlist;
    return unusable(u"%1: '%2' is neither fallback nor allowlist"_s.arg(source, text));
}

Result<core::Truncation> readTruncation(const QString &text, const QString &source)
{
    const QString word = text.trimmed().toLower();
    if (word == "none"_L1)
        return core::Truncation::None;
    if (word == "start"_L1)
        return core::Truncation::Start;
    if (word == "end"_L1)
        return core::Truncation::End;
    return unusable(u"%1: '%2' is none of NONE, START and END"_s.arg(source, text));
}

Result<void> applyRoutingEnvironment(const QProcessEnvironment &environment, Settings &settings)
{
    if (const QString file = environment.value(u"GATEHOUSE_MODELS"_s); !file.isEmpty())
        settings.modelsFile = file;
    const QString modeName = u"CONFIGURED_PROVIDER_MODELS_MODE"_s;
    if (const QString text = environment.value(modeName); !text.isEmpty()) {
        const auto mode = readModelListMode(text, modeName);
        if (!mode)
            return std::unexpected(mode.error());
        settings.modelListMode = *mode;
    }
    const QString aliasesName = u"KEEP_ONLY_ALIASES_AT_MODELS_ENDPOINT"_s;
    if (const QString text = environment.value(aliasesName).trimmed(); !text.isEmpty()) {
        const auto only = readFlag(text, aliasesName);
        if (!only)
            return std::unexpected(only.error());
        settings.routing.hidden = *only ? QStringList{u"*"_s} : QStringList();
    }
    const QString truncateName = u"EMBED_TRUNCATE"_s;
    if (const QString text = environment.value(truncateName); !text.isEmpty()) {
        const auto truncation = readTruncation(text, truncateName);
        if (!truncation)
            return std::unexpected(truncation.error());
        settings.embedTruncate = *truncation;
    }
    return {};
}

gateway::routing::RoutingSettings routingOf(const Settings &settings, const QStringList &fileModels)
{
    gateway::routing::RoutingSettings routing = settings.routing;
    routing.models += fileModels;
    routing.isAllowlist = settings.modelListMode == ModelListMode::Allowlist;
    if (routing.isAllowlist && !routing.models.isEmpty()) {
        for (const BearerConnection &connection : settings.bearerConnections)
            routing.models += connection.models;
        routing.models.removeDuplicates();
    }
    return routing;
}

} // namespace app
