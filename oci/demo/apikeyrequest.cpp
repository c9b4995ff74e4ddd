// SPDX-License-Identifier: MIT
#include "oci/demo/apikeyrequest.h"

#include "core/json/json.h"
#include "oci/demo/fieldreader.h"

#include <QRandomGenerator>

#include <array>

using namespace Qt::StringLiterals;
using boost::json::object;

namespace oci::demo {

namespace {

constexpr qsizetype longestName = 255;

//! What the reader found wrong, in the words of the management plane.
Judged<void> judged(const FieldReader &reader)
{
    if (!reader.refusal())
        return {};
    Refusal refusal = *reader.refusal();
    refusal.code = "InvalidParameter";
    return std::unexpected(refusal);
}

QString nameAt(FieldReader &reader, std::string_view key)
{
    reader.require(key);
    const QString name = reader.text(key).value_or(QString());
    if (!reader.refusal() && (name.trimmed().isEmpty() || name.size() > longestName))
        reader.refuse(key, u"must have from 1 to %1 characters"_s.arg(longestName));
    return name;
}

//! KeyDetails.
Judged<DemoSecret> readDetails(const object &json, const QString &path, const QDateTime &now)
{
    FieldReader reader(json, path);
    reader.allowOnly({"keyName", "timeExpiry"});
    const QString name = nameAt(reader, "keyName");
    QDateTime expires = now.addDuration(DemoApiKey::usualLife);
    if (const auto given = reader.text("timeExpiry")) {
        expires = QDateTime::fromString(*given, Qt::ISODateWithMs).toUTC();
        if (!expires.isValid() || expires <= now)
            reader.refuse("timeExpiry", u"must be a time in the future, as in RFC 3339"_s);
    }
    return judged(reader).transform([&] { return DemoSecret(name.toUtf8(), now, expires); });
}

Judged<void> readSecrets(const boost::json::array &details, DemoApiKey &key, const QDateTime &now)
{
    static const object notAnObject{{"must be an object", 0}};
    for (std::size_t i = 0; i < details.size(); ++i) {
        const auto *entry = details[i].if_object();
        auto secret = readDetails(entry ? *entry : notAnObject, u"keyDetails[%1]"_s.arg(i), now);
        if (!secret)
            return std::unexpected(secret.error());
        if (key.secret(QString::fromUtf8(secret->name))) {
            return std::unexpected(
                    Refusal{.code = "InvalidParameter",
                            .message = u"keyDetails: two entries have the same keyName"_s});
        }
        key.secrets.push_back(*std::move(secret));
    }
    return {};
}

QByteArray newId(QByteArrayView region)
{
    std::array<quint32, 4> random{};
    QRandomGenerator::global()->fillRange(random.data(), qsizetype(random.size()));
    return "ocid1.generativeaiapikey.oc1." + region.toByteArray() + ".demo" +
           QByteArray(reinterpret_cast<const char *>(random.data()), sizeof random).toHex();
}

} // namespace

Judged<object> apiKeyBody(const core::http::Request &request)
{
    return core::json::parseObject(request.body).transform_error([](const core::Error &error) {
        return Refusal{.code = "CannotParseRequest", .message = error.message};
    });
}

Judged<DemoApiKey> readNewApiKey(const object &body, QByteArrayView region, const QDateTime &now)
{
    FieldReader reader(body, {});
    reader.allowOnly({"displayName", "description", "compartmentId", "keyDetails", "freeformTags",
                      "definedTags"});
    DemoApiKey key{.id = newId(region),
                   .region = region.toByteArray(),
                   .name = nameAt(reader, "displayName"),
                   .description = reader.text("description").value_or(QString()),
                   .created = now};
    reader.require("compartmentId");
    key.compartment = reader.text("compartmentId").value_or(QString()).toUtf8();
    reader.require("keyDetails");
    const auto *details = reader.array("keyDetails");
    if (details && (details->empty() || details->size() > 2))
        reader.refuse("keyDetails", u"must have one or two entries"_s);
    if (const auto fine = judged(reader); !fine)
        return std::unexpected(fine.error());
    if (const auto fine = readSecrets(*details, key, now); !fine)
        return std::unexpected(fine.error());
    return key;
}

Judged<DemoSecret> readRenewal(const object &body, const QDateTime &now)
{
    FieldReader reader(body, {});
    reader.allowOnly({"details"});
    reader.require("details");
    const object *details = reader.object("details");
    if (const auto fine = judged(reader); !fine)
        return std::unexpected(fine.error());
    return readDetails(*details, u"details"_s, now);
}

Judged<ApiKeyNaming> readNaming(const object &body)
{
    FieldReader reader(body, {});
    reader.allowOnly({"displayName", "description", "freeformTags", "definedTags"});
    ApiKeyNaming naming;
    if (reader.has("displayName"))
        naming.name = nameAt(reader, "displayName");
    naming.description = reader.text("description");
    return judged(reader).transform([&] { return naming; });
}

Judged<SecretStateChange> readStateChange(const object &body)
{
    FieldReader reader(body, {});
    reader.allowOnly({"keyName", "state", "freeformTags", "definedTags"});
    const QString name = nameAt(reader, "keyName");
    reader.require("state");
    const QString word = reader.word("state", {"ACTIVE", "INACTIVE", "REVOKED"});
    const auto state = word == "active"_L1     ? DemoSecret::State::Active
                       : word == "inactive"_L1 ? DemoSecret::State::Inactive
                                               : DemoSecret::State::Revoked;
    return judged(reader).transform([&] { return SecretStateChange{name, state}; });
}

Judged<QByteArray> readPlace(const object &body)
{
    FieldReader reader(body, {});
    reader.allowOnly({"compartmentId"});
    reader.require("compartmentId");
    QByteArray place = reader.text("compartmentId").value_or(QString()).toUtf8();
    return judged(reader).transform([&] { return place; });
}

Refusal noSuchSecret(const QString &field)
{
    return {.code = "InvalidParameter",
            .message = u"%1: the API key has no such secret"_s.arg(field)};
}

} // namespace oci::demo
