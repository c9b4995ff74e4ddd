// SPDX-License-Identifier: MIT
#include "app/common/clientkeyfile.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

using namespace Qt::StringLiterals;
using core::ClientKey;
using core::Result;

namespace app {

namespace {

constexpr int version = 1;
constexpr qsizetype hashSize = 32;

std::unexpected<core::Error> bad(const QString &fileName, const QString &why)
{
    return std::unexpected(core::Error{.code = core::ErrorCode::Internal,
                                       .message = u"The list of keys %1 %2"_s.arg(fileName, why),
                                       .advice = u"It is left as it is."_s});
}

QDateTime timeOf(const QJsonValue &json)
{
    return QDateTime::fromString(json.toString(), Qt::ISODate).toUTC();
}

QJsonValue jsonOf(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(time.toUTC().toString(Qt::ISODate)) : QJsonValue();
}

std::optional<ClientKey> readKey(const QJsonObject &json)
{
    ClientKey key{.id = json["id"_L1].toString(),
                  .name = json["name"_L1].toString(),
                  .hash = QByteArray::fromHex(json["sha256"_L1].toString().toLatin1()),
                  .shown = json["shown"_L1].toString(),
                  .requestsPerMinute = json["requests_per_minute"_L1].toInt(),
                  .tokensPerDay = json["tokens_per_day"_L1].toInteger(),
                  .created = timeOf(json["created"_L1]),
                  .lastUsed = timeOf(json["last_used"_L1]),
                  .revoked = timeOf(json["revoked"_L1])};
    const QJsonValue models = json["models"_L1];
    // A key that were let through with fewer bounds than it was given would be worse than none.
    const bool hasBadModels = !models.isUndefined() && !models.isArray();
    for (const auto &model : models.toArray()) {
        if (model.toString().isEmpty())
            return {};
        key.models.append(model.toString());
    }
    const QJsonValue revoked = json["revoked"_L1];
    const bool hasBadTime = !revoked.isUndefined() && !revoked.isNull() && !key.isRevoked();
    if (key.id.isEmpty() || key.hash.size() != hashSize || hasBadModels || hasBadTime ||
        key.requestsPerMinute < 0 || key.tokensPerDay < 0) {
        return {};
    }
    return key;
}

} // namespace

Result<QList<ClientKey>> readClientKeys(const QByteArray &json, const QString &fileName)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (!document.isObject())
        return bad(fileName, u"is no JSON object (%1)."_s.arg(error.errorString()));
    const QJsonObject object = document.object();
    const int found = object["version"_L1].toInt();
    if (found > version)
        return bad(fileName, u"was written by a newer version of Gatehouse."_s);
    if (found < 1 || !object["keys"_L1].isArray())
        return bad(fileName, u"is not of the form that Gatehouse writes."_s);
    QList<ClientKey> keys;
    QSet<QString> ids;
    for (const auto &each : object["keys"_L1].toArray()) {
        auto key = readKey(each.toObject());
        if (!key || ids.contains(key->id))
            return bad(fileName,
                       u"has an entry that cannot be read (number %1)."_s.arg(keys.size() + 1));
        ids.insert(key->id);
        keys.append(*std::move(key));
    }
    return keys;
}

QByteArray clientKeysJson(const QList<ClientKey> &keys)
{
    QJsonArray list;
    for (const ClientKey &key : keys) {
        list.append(QJsonObject{{u"id"_s, key.id},
                                {u"name"_s, key.name},
                                {u"sha256"_s, QString::fromLatin1(key.hash.toHex())},
                                {u"shown"_s, key.shown},
                                {u"models"_s, QJsonArray::fromStringList(key.models)},
                                {u"requests_per_minute"_s, key.requestsPerMinute},
                                {u"tokens_per_day"_s, key.tokensPerDay},
                                {u"created"_s, jsonOf(key.created)},
                                {u"last_used"_s, jsonOf(key.lastUsed)},
                                {u"revoked"_s, jsonOf(key.revoked)}});
    }
    return QJsonDocument(QJsonObject{{u"version"_s, version}, {u"keys"_s, list}}).toJson();
}

} // namespace app
