// SPDX-License-Identifier: MIT
#include "oci/apikeys/apikeyreader.h"

#include "core/json/json.h"
#include "oci/discovery/listitems.h"

#include <array>

using namespace Qt::StringLiterals;
using boost::json::object;
using core::ApiKey;
using core::ApiKeySecret;
using core::json::textAt;

namespace oci {

namespace {

template<typename State>
struct Word {
    QLatin1StringView word;
    State state;
};

constexpr std::array secretWords{
        Word{"ACTIVE"_L1, ApiKeySecret::State::Active},
        Word{"INACTIVE"_L1, ApiKeySecret::State::Inactive},
        Word{"REVOKED"_L1, ApiKeySecret::State::Revoked},
        Word{"EXPIRED"_L1, ApiKeySecret::State::Expired},
        Word{"DELETED"_L1, ApiKeySecret::State::Deleted},
};

constexpr std::array keyWords{
        Word{"CREATING"_L1, ApiKey::State::Creating}, Word{"ACTIVE"_L1, ApiKey::State::Active},
        Word{"INACTIVE"_L1, ApiKey::State::Inactive}, Word{"UPDATING"_L1, ApiKey::State::Updating},
        Word{"DELETING"_L1, ApiKey::State::Deleting}, Word{"DELETED"_L1, ApiKey::State::Deleted},
        Word{"FAILED"_L1, ApiKey::State::Failed},
};

template<typename State, std::size_t Count>
State stateOf(const QString &word, const std::array<Word<State>, Count> &words)
{
    for (const Word<State> &known : words) {
        if (word == known.word)
            return known.state;
    }
    return State::Unknown;
}

ApiKeySecret readSecret(const object &json)
{
    return {.name = textAt(json, "keyName"),
            .mask = textAt(json, "keyMask"),
            .state = stateOf(textAt(json, "state"), secretWords),
            .created = timeAt(json, "timeCreated"),
            .expires = timeAt(json, "timeExpiry"),
            .lastUsed = timeAt(json, "timeLastUsed")};
}

} // namespace

std::optional<ApiKey> readApiKey(const object &json)
{
    ApiKey key{.id = textAt(json, "id"),
               .name = textAt(json, "displayName").trimmed(),
               .description = textAt(json, "description"),
               .compartmentId = textAt(json, "compartmentId"),
               .state = stateOf(textAt(json, "lifecycleState"), keyWords),
               .stateDetails = textAt(json, "lifecycleDetails"),
               .created = timeAt(json, "timeCreated")};
    if (key.id.isEmpty())
        return {};
    if (const auto *items = core::json::arrayAt(json, "keys")) {
        for (const auto &item : *items) {
            const object *secret = item.if_object();
            if (secret && !textAt(*secret, "keyName").isEmpty())
                key.secrets.append(readSecret(*secret));
        }
    }
    return key;
}

QList<core::IssuedApiKey::Value> takeSecretValues(object &json)
{
    QList<core::IssuedApiKey::Value> values;
    auto *items = json.if_contains("keys");
    if (!items || !items->is_array())
        return values;
    for (auto &item : items->get_array()) {
        auto *value = item.is_object() ? item.get_object().if_contains("key") : nullptr;
        if (!value || !value->is_string() || value->get_string().empty())
            continue;
        auto &text = value->get_string();
        const QByteArrayView bytes(text.data(), qsizetype(text.size()));
        const QString name = textAt(item.get_object(), "keyName");
        if (!name.isEmpty())
            values.append({name, std::make_shared<const core::Secret>(bytes)});
        core::wipeMemory(text.data(), text.size());
    }
    return values;
}

QString wordFor(ApiKeySecret::State state)
{
    for (const auto &known : secretWords) {
        if (known.state == state)
            return known.word;
    }
    return {};
}

} // namespace oci
