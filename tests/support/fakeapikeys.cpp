// SPDX-License-Identifier: MIT
#include "tests/support/fakeapikeys.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using core::ApiKey;
using core::ApiKeySecret;
using core::IssuedApiKey;
using core::Result;

namespace tests {

ApiKey FakeApiKeys::key(const QString &name, const QList<QDateTime> &expires)
{
    const QDateTime made = QDateTime::currentDateTimeUtc().addDays(-40);
    ApiKey key{.id = u"ocid1.generativeaiapikey.oc1.us-chicago-1.test"_s + name,
               .name = name,
               .compartmentId = u"ocid1.compartment.oc1..test"_s,
               .state = ApiKey::State::Active,
               .created = made};
    for (const QDateTime &each : expires) {
        key.secrets.append({.name = key.secrets.isEmpty() ? u"first"_s : u"second"_s,
                            .mask = key.secrets.isEmpty() ? u"sk-****a1b2"_s : u"sk-****c3d4"_s,
                            .state = ApiKeySecret::State::Active,
                            .created = made,
                            .expires = each});
    }
    return key;
}

QFuture<Result<QList<ApiKey>>> FakeApiKeys::list()
{
    ++lists;
    if (silent) {
        pendingList = {};
        pendingList.start();
        return pendingList.future();
    }
    return QtFuture::makeReadyValueFuture(error ? Result<QList<ApiKey>>(std::unexpected(*error))
                                                : Result<QList<ApiKey>>(all));
}

QFuture<Result<ApiKey>> FakeApiKeys::get(const QString &id)
{
    const auto found = std::ranges::find(all, id, &ApiKey::id);
    return QtFuture::makeReadyValueFuture(found == all.end()
                                                  ? Result<ApiKey>(std::unexpected(core::Error{
                                                            .code = core::ErrorCode::NotFound}))
                                                  : Result<ApiKey>(*found));
}

Result<IssuedApiKey> FakeApiKeys::issued(const ApiKey &key, const QStringList &names)
{
    if (error)
        return std::unexpected(*error);
    IssuedApiKey made{.key = key,
                      .policy = u"allow any-user to use generative-ai-family in compartment id "
                                "%1 where ALL {request.principal.type='generativeaiapikey', "
                                "request.principal.id='%2'}"_s.arg(key.compartmentId, key.id)};
    for (const QString &name : names) {
        made.values.append({name, std::make_shared<const core::Secret>(QByteArray(
                                          "sk-test-0f3a9c5e7b1d2846-" + name.toUtf8()))});
    }
    return made;
}

QFuture<Result<IssuedApiKey>> FakeApiKeys::create(const core::ApiKeyDraft &draft)
{
    drafts.append(draft);
    if (silent) {
        pendingIssue = {};
        pendingIssue.start();
        return pendingIssue.future();
    }
    ApiKey made = key(draft.name, {draft.expires, draft.expires});
    made.description = draft.description;
    if (!error)
        all.prepend(made);
    return QtFuture::makeReadyValueFuture(issued(made, draft.secretNames));
}

QFuture<Result<ApiKey>> FakeApiKeys::update(const ApiKey &key, const QString &name,
                                            const QString &description)
{
    asked += u"update %1"_s.arg(key.name);
    ApiKey changed = key;
    changed.name = name;
    changed.description = description;
    return QtFuture::makeReadyValueFuture(Result<ApiKey>(changed));
}

QFuture<Result<IssuedApiKey>> FakeApiKeys::renew(const ApiKey &key, const QString &secretName,
                                                 const QDateTime &expires)
{
    asked += u"renew %1/%2"_s.arg(key.name, secretName);
    renewedUntil += expires;
    ApiKey changed = key;
    for (ApiKeySecret &secret : changed.secrets) {
        if (secret.name == secretName)
            secret.expires = expires;
    }
    return QtFuture::makeReadyValueFuture(issued(changed, {secretName}));
}

QFuture<Result<ApiKey>> FakeApiKeys::setState(const ApiKey &key, const QString &secretName,
                                              ApiKeySecret::State state)
{
    asked += u"state %1/%2 %3"_s.arg(key.name, secretName).arg(int(state));
    if (error)
        return QtFuture::makeReadyValueFuture(Result<ApiKey>(std::unexpected(*error)));
    ApiKey changed = key;
    for (ApiKeySecret &secret : changed.secrets) {
        if (secret.name == secretName)
            secret.state = state;
    }
    return QtFuture::makeReadyValueFuture(Result<ApiKey>(changed));
}

QFuture<Result<void>> FakeApiKeys::remove(const ApiKey &key)
{
    asked += u"remove %1"_s.arg(key.name);
    if (error)
        return QtFuture::makeReadyValueFuture(Result<void>(std::unexpected(*error)));
    all.removeIf([&](const ApiKey &each) { return each.id == key.id; });
    return QtFuture::makeReadyValueFuture(Result<void>());
}

} // namespace tests
