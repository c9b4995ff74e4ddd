// SPDX-License-Identifier: MIT
#include "oci/demo/apikeystore.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using core::http::Response;

namespace oci::demo {

Judged<DemoApiKey *> ApiKeyStore::add(DemoApiKey key, const QDateTime &now)
{
    m_keys.remove_if([&now](const DemoApiKey &each) {
        return each.deleted.isValid() && each.deleted.addSecs(3600) < now;
    });
    if (m_keys.size() >= most) {
        return std::unexpected(
                Refusal{.code = "LimitExceeded",
                        .message = u"The limit of %1 API keys is reached."_s.arg(most)});
    }
    m_keys.push_back(std::move(key));
    return &m_keys.back();
}

DemoApiKey *ApiKeyStore::find(const QByteArray &id, QByteArrayView region, const QDateTime &now)
{
    const auto found = std::ranges::find(m_keys, id, &DemoApiKey::id);
    if (found == m_keys.end() || found->region != region ||
        found->state(now) == DemoApiKey::State::Deleted)
        return nullptr;
    return &*found;
}

bool ApiKeyStore::use(QByteArrayView value, QByteArrayView region, const QDateTime &now)
{
    DemoSecret *match = nullptr;
    for (DemoApiKey &key : m_keys) {
        for (DemoSecret &secret : key.secrets) {
            const bool isSame = secret.value.equals(value);
            if (isSame && key.region == region && secret.state == DemoSecret::State::Active &&
                !secret.isExpired(now) && key.state(now) == DemoApiKey::State::Active)
                match = &secret;
        }
    }
    if (match)
        match->lastUsed = now;
    return match;
}

Judged<Response> ApiKeyStore::once(const QByteArray &token, const QByteArray &words,
                                   const std::function<Judged<Response>()> &make)
{
    if (token.isEmpty())
        return make();
    if (const auto known = m_answered.constFind(token); known != m_answered.cend()) {
        if (known->words == words)
            return known->response;
        return std::unexpected(
                Refusal{.status = 409,
                        .code = "InvalidatedRetryToken",
                        .message = u"The retry token was used before, for another request."_s});
    }
    auto response = make();
    if (response) {
        if (std::size_t(m_answered.size()) >= most)
            m_answered.clear();
        m_answered.insert(token, {words, *response});
    }
    return response;
}

} // namespace oci::demo
