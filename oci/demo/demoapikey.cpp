// SPDX-License-Identifier: MIT
#include "oci/demo/demoapikey.h"

#include "core/json/json.h"
#include "oci/demo/demomodel.h"

#include <QRandomGenerator>

#include <algorithm>
#include <array>

using boost::json::object;

namespace oci::demo {

namespace {

core::Secret newValue()
{
    std::array<quint32, 6> random{};
    QRandomGenerator::system()->fillRange(random.data(), qsizetype(random.size()));
    const QByteArrayView bytes(reinterpret_cast<const char *>(random.data()), sizeof random);
    return core::Secret::take("sk-demo-" + bytes.toByteArray().toHex());
}

boost::json::string text(QByteArrayView bytes)
{
    return core::json::string(bytes);
}

void addTime(object &json, const char *key, const QDateTime &time)
{
    if (time.isValid())
        json[key] = text(wireTime(time));
}

const char *wordFor(const DemoSecret &secret, const QDateTime &now)
{
    if (secret.state == DemoSecret::State::Revoked)
        return "REVOKED";
    if (secret.isExpired(now))
        return "EXPIRED";
    return secret.state == DemoSecret::State::Active ? "ACTIVE" : "INACTIVE";
}

} // namespace

DemoSecret::DemoSecret(QByteArray secretName, const QDateTime &now, QDateTime expiry)
    : name(std::move(secretName))
    , value(newValue())
    , created(now)
    , expires(std::move(expiry))
    , activated(now)
{
}

void DemoSecret::change(State to, const QDateTime &now)
{
    if (to == state)
        return;
    state = to;
    if (to == State::Active)
        activated = now;
    else if (to == State::Inactive)
        deactivated = now;
    else
        revoked = now;
}

object DemoSecret::json(const QDateTime &now, bool withValue) const
{
    const QByteArrayView shown = value.reveal();
    object json{{"keyName", text(name)},
                {"keyMask", text("sk-****" + shown.last(4).toByteArray())},
                {"timeCreated", text(wireTime(created))},
                {"timeExpiry", text(wireTime(expires))},
                {"state", wordFor(*this, now)}};
    if (withValue)
        json["key"] = text(shown);
    addTime(json, "timeActivated", activated);
    addTime(json, "timeDeactivated", deactivated);
    addTime(json, "timeRevoked", revoked);
    addTime(json, "timeLastUsed", lastUsed);
    return json;
}

DemoApiKey::State DemoApiKey::state(const QDateTime &now) const
{
    if (deleted.isValid())
        return now < deleted.addDuration(settling) ? State::Deleting : State::Deleted;
    return now < created.addDuration(settling) ? State::Creating : State::Active;
}

QByteArray DemoApiKey::etag() const
{
    return id.last(8) + '-' + QByteArray::number(version);
}

DemoSecret *DemoApiKey::secret(const QString &secretName)
{
    const auto found = std::ranges::find(secrets, secretName.toUtf8(), &DemoSecret::name);
    return found == secrets.end() ? nullptr : &*found;
}

void DemoApiKey::touch(const QDateTime &now)
{
    updated = now;
    ++version;
}

object DemoApiKey::json(const QDateTime &now, const DemoSecret *fresh, bool all) const
{
    boost::json::array items;
    for (const DemoSecret &each : secrets)
        items.push_back(each.json(now, all || &each == fresh));
    object json{{"id", text(id)},
                {"displayName", core::json::string(name)},
                {"compartmentId", text(compartment)},
                {"timeCreated", text(wireTime(created))},
                {"keys", std::move(items)},
                {"lifecycleState", wordFor(state(now))},
                {"freeformTags", object()},
                {"definedTags", object()}};
    if (!description.isEmpty())
        json["description"] = core::json::string(description);
    addTime(json, "timeUpdated", updated);
    return json;
}

const char *wordFor(DemoApiKey::State state)
{
    switch (state) {
    case DemoApiKey::State::Creating:
        return "CREATING";
    case DemoApiKey::State::Active:
        return "ACTIVE";
    case DemoApiKey::State::Deleting:
        return "DELETING";
    case DemoApiKey::State::Deleted:
        break;
    }
    return "DELETED";
}

} // namespace oci::demo
