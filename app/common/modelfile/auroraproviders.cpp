// SPDX-License-Identifier: MIT
#include "app/common/modelfile/filereport.h"

#include "app/common/bearerbase.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;
using core::Result;

namespace app {

namespace {

//! A text with its variables put in. NotFound, naming the first that is not set.
Result<QString> expanded(const QString &text, const QProcessEnvironment &environment)
{
    static const QRegularExpression variable(uR"(\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\})"_s);
    QString result;
    qsizetype end = 0;
    for (auto matches = variable.globalMatch(text); matches.hasNext();) {
        const auto match = matches.next();
        result += QStringView(text).sliced(end, match.capturedStart() - end);
        QString value = environment.value(match.captured(1));
        if (value.isEmpty())
            value = match.captured(2);
        if (value.isEmpty()) {
            return std::unexpected(
                    core::Error{.code = core::ErrorCode::NotFound,
                                .message = u"the variable %1 is not set"_s.arg(match.captured(1))});
        }
        result += value;
        end = match.capturedEnd();
    }
    result += QStringView(text).sliced(end);
    return result.trimmed();
}

bool isName(const QString &name)
{
    return !name.isEmpty() && name.size() <= 100 &&
           std::ranges::all_of(name, [](QChar c) { return c.isPrint() && c != u' ' && c != u'/'; });
}

//! "openai" with OCI's address is an OCI connection, too.
bool isOci(const QString &type, const QUrl &base)
{
    return type == "oracle"_L1 ||
           (type == "openai"_L1 && base.host().endsWith(".oraclecloud.com"_L1));
}

QStringList modelsOf(const YamlNode &provider, const QString &name, FileReport &report)
{
    const YamlNode *list = provider.find(u"models"_s);
    QStringList models;
    if (!list)
        return models;
    for (const YamlPointer &item : list->items) {
        const QString id =
                item->kind == YamlNode::Kind::Map ? item->textAt(u"id"_s) : item->text.trimmed();
        if (id.isEmpty() || id.size() > 512 || models.size() >= FileReport::mostEntries)
            report.passOver(*item, u"%1: this is no name of a model"_s.arg(name));
        else if (!models.contains(id))
            models.append(id);
    }
    return models;
}

void readProvider(const QString &name, const YamlNode &provider,
                  const QProcessEnvironment &environment, FileReport &report)
{
    const auto passOver = [&](const QString &why) {
        report.passOver(provider, u"the provider %1 is left out: %2"_s.arg(name.left(60), why));
    };
    if (provider.kind != YamlNode::Kind::Map || !isName(name))
        return passOver(u"it has no members, or no good name"_s);
    const QString type = provider.textAt(u"type"_s).isEmpty()
                                 ? name.toLower()
                                 : provider.textAt(u"type"_s).toLower();
    const auto base = expanded(provider.textAt(u"base_url"_s), environment);
    if (!isOci(type, QUrl(base.value_or(QString()))))
        return passOver(u"'%1' is not OCI"_s.arg(type.left(60)));
    report.checkMembers(provider, {u"type"_s, u"base_url"_s, u"api_key"_s, u"models"_s});
    const auto key = expanded(provider.textAt(u"api_key"_s), environment);
    for (const auto &read : {base, key}) {
        if (!read)
            return passOver(read.error().message);
    }
    if (base->isEmpty() || key->isEmpty())
        return passOver(u"it needs base_url and api_key"_s);
    const auto url = readBearerBase(*base, u"its base_url"_s);
    if (!url)
        return passOver(url.error().message);
    const QStringList models = modelsOf(provider, name, report);
    report.add(BearerConnection{.name = name,
                                .baseUrl = *url,
                                .key = std::make_shared<const core::Secret>(
                                        core::Secret::take(key->toUtf8())),
                                .models = models},
               provider,
               u"the provider %1 is a connection to %2 with %3 models"_s.arg(
                       name, url->host(), QString::number(models.size())));
}

} // namespace

void readAuroraProviders(const YamlNode &root, const QProcessEnvironment &environment,
                         FileReport &report)
{
    const YamlNode *providers = root.find(u"providers"_s);
    if (!providers)
        return;
    if (providers->kind != YamlNode::Kind::Map) {
        report.passOver(*providers, u"providers must be named"_s);
        return;
    }
    for (const auto &[name, provider] : providers->members)
        readProvider(name, *provider, environment, report);
    QStringList others;
    for (const auto &[name, value] : root.members) {
        if (name != "providers"_L1)
            others.append(name.left(40));
    }
    if (!others.isEmpty())
        report.passOver(
                root, u"only 'providers' is read here, not %1"_s.arg(
                              others.first(std::min<qsizetype>(others.size(), 20)).join(u", "_s)));
}

} // namespace app
