// SPDX-License-Identifier: MIT
#include "oci/demo/apikeycalls.h"

#include "core/json/json.h"
#include "oci/demo/apikeyrequest.h"
#include "oci/demo/listpage.h"

using namespace Qt::StringLiterals;
using boost::json::object;
using core::http::Request;
using core::http::Response;

namespace oci::demo {

namespace {

std::unexpected<Refusal> incorrectState(const QString &message)
{
    return std::unexpected(Refusal{.status = 409, .code = "IncorrectState", .message = message});
}

Response answer(const DemoApiKey &key, const object &json)
{
    return {.headers = {{"etag", key.etag()}}, .body = core::json::serialize(json)};
}

//! One request, with what judging it takes.
struct ApiKeyCall {
    const Request &request;
    const Route &route;
    QByteArrayView region;
    DemoAccount &account;
    const QDateTime &now;

    Judged<Response> list() const
    {
        const QByteArray place = queryValue(route.query, u"compartmentId"_s);
        if (place.isEmpty()) {
            return std::unexpected(
                    Refusal{.code = "MissingParameter", .message = u"Missing compartmentId"_s});
        }
        if (!account.permits(place))
            return std::unexpected(notAuthorizedOrNotFound());
        boost::json::array all;
        for (const DemoApiKey &key : account.apiKeys().all()) {
            object json = key.json(now);
            const auto passes = [&](const char *field) {
                const QByteArray wanted = queryValue(route.query, QString::fromLatin1(field));
                return wanted.isNull() || core::json::textAt(json, field).toUtf8() == wanted;
            };
            if (key.region == region && key.compartment == place && passes("lifecycleState") &&
                passes("displayName") && passes("id"))
                all.push_back(std::move(json));
        }
        sortItems(all, route.query);
        return listPage(all, route.query, ListShape::Items);
    }

    Judged<Response> create() const
    {
        const auto body = apiKeyBody(request);
        if (!body)
            return std::unexpected(body.error());
        auto key = readNewApiKey(*body, region, now);
        if (!key)
            return std::unexpected(key.error());
        if (!account.permits(key->compartment))
            return std::unexpected(notAuthorizedOrNotFound());
        return account.apiKeys()
                .add(*std::move(key), now)
                .transform([this](const DemoApiKey *made) {
                    return answer(*made, made->json(now, nullptr, true));
                });
    }

    //! What is changed: it exists, is the version that is meant, and neither coming nor going.
    Judged<DemoApiKey *> changeable() const
    {
        DemoApiKey *key = account.apiKeys().find(route.name, region, now);
        if (!key || !account.permits(key->compartment))
            return std::unexpected(notAuthorizedOrNotFound());
        const QByteArray wanted = request.header("if-match");
        if (!wanted.isEmpty() && wanted != key->etag()) {
            return std::unexpected(Refusal{.status = 412,
                                           .code = "NoEtagMatch",
                                           .message = u"The API key was changed meanwhile."_s});
        }
        if (const auto state = key->state(now); state != DemoApiKey::State::Active) {
            return incorrectState(u"The API key is %1."_s.arg(QLatin1StringView(wordFor(state))));
        }
        return key;
    }

    Judged<Response> update(DemoApiKey &key, const object &body) const
    {
        const auto naming = readNaming(body);
        if (!naming)
            return std::unexpected(naming.error());
        key.name = naming->name.value_or(key.name);
        key.description = naming->description.value_or(key.description);
        key.touch(now);
        return answer(key, key.json(now));
    }

    Judged<Response> renew(DemoApiKey &key, const object &body) const
    {
        auto fresh = readRenewal(body, now);
        if (!fresh)
            return std::unexpected(fresh.error());
        DemoSecret *secret = key.secret(QString::fromUtf8(fresh->name));
        if (!secret)
            return std::unexpected(noSuchSecret(u"details.keyName"_s));
        *secret = *std::move(fresh);
        key.touch(now);
        return answer(key, key.json(now, secret));
    }

    Judged<Response> setState(DemoApiKey &key, const object &body) const
    {
        const auto change = readStateChange(body);
        if (!change)
            return std::unexpected(change.error());
        DemoSecret *secret = key.secret(change->secret);
        if (!secret)
            return std::unexpected(noSuchSecret(u"keyName"_s));
        if (secret->state == DemoSecret::State::Revoked && change->state != secret->state)
            return incorrectState(u"The secret is REVOKED."_s);
        if (secret->isExpired(now) && change->state == DemoSecret::State::Active)
            return incorrectState(u"The secret is EXPIRED."_s);
        secret->change(change->state, now);
        key.touch(now);
        return answer(key, key.json(now));
    }

    Judged<Response> move(DemoApiKey &key, const object &body) const
    {
        const auto place = readPlace(body);
        if (!place)
            return std::unexpected(place.error());
        if (!account.permits(*place))
            return std::unexpected(notAuthorizedOrNotFound());
        key.compartment = *place;
        key.touch(now);
        return Response{};
    }

    Judged<Response> get() const
    {
        const DemoApiKey *key = account.apiKeys().find(route.name, region, now);
        if (!key || !account.permits(key->compartment))
            return std::unexpected(notAuthorizedOrNotFound());
        return answer(*key, key->json(now));
    }

    Judged<Response> change() const
    {
        const auto key = changeable();
        if (!key)
            return std::unexpected(key.error());
        if (route.operation == Operation::DeleteApiKey) {
            (*key)->deleted = now;
            (*key)->touch(now);
            return Response{.status = 204};
        }
        return apiKeyBody(request).and_then([&](const object &body) {
            switch (route.operation) {
            case Operation::UpdateApiKey:
                return update(**key, body);
            case Operation::RenewApiKey:
                return renew(**key, body);
            case Operation::SetApiKeyState:
                return setState(**key, body);
            default:
                return move(**key, body);
            }
        });
    }
};

} // namespace

bool isApiKeyCall(Operation operation)
{
    return operation >= Operation::ListApiKeys && operation <= Operation::MoveApiKey;
}

void readApiKeyPath(QByteArrayView rest, const QByteArray &method, Route &route)
{
    if (rest.isEmpty()) {
        route.operation = method == "POST" ? Operation::CreateApiKey : Operation::ListApiKeys;
        route.methodAllowed = method == "POST" || method == "GET";
        return;
    }
    if (!rest.startsWith('/'))
        return;
    rest = rest.sliced(1);
    const qsizetype slash = rest.indexOf('/');
    const QByteArrayView what = slash < 0 ? QByteArrayView() : rest.sliced(slash);
    route.name =
            QByteArray::fromPercentEncoding((slash < 0 ? rest : rest.first(slash)).toByteArray());
    route.methodAllowed = method == "POST";
    if (what.isNull()) {
        route.operation = method == "PUT"      ? Operation::UpdateApiKey
                          : method == "DELETE" ? Operation::DeleteApiKey
                                               : Operation::GetApiKey;
        route.methodAllowed = method == "GET" || method == "PUT" || method == "DELETE";
    } else if (what == "/actions/renew") {
        route.operation = Operation::RenewApiKey;
    } else if (what == "/actions/setstate") {
        route.operation = Operation::SetApiKeyState;
    } else if (what == "/actions/changeCompartment") {
        route.operation = Operation::MoveApiKey;
    }
}

Judged<Response> answerApiKeys(const Request &request, const Route &route, QByteArrayView region,
                               DemoAccount &account, const QDateTime &now)
{
    const ApiKeyCall call{request, route, region, account, now};
    if (route.operation == Operation::ListApiKeys)
        return call.list();
    if (route.operation == Operation::GetApiKey)
        return call.get();
    return account.apiKeys().once(
            request.header("opc-retry-token"), route.path + request.body, [&call, &route] {
                return route.operation == Operation::CreateApiKey ? call.create() : call.change();
            });
}

} // namespace oci::demo
