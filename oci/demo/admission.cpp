// SPDX-License-Identifier: MIT
#include "oci/demo/admission.h"

#include "oci/auth/requestverifier.h"

#include <QRandomGenerator>

#include <array>

using core::http::Request;

namespace oci::demo {

namespace {

QByteArray randomHex()
{
    std::array<quint32, 4> random{};
    QRandomGenerator::global()->fillRange(random.data(), qsizetype(random.size()));
    return QByteArray(reinterpret_cast<const char *>(random.data()), sizeof random)
            .toHex()
            .toUpper();
}

QByteArrayView bearerOf(const QByteArray &authorization)
{
    constexpr QByteArrayView scheme("Bearer ");
    const QByteArrayView value(authorization);
    return value.size() > scheme.size() &&
                           value.first(scheme.size()).compare(scheme, Qt::CaseInsensitive) == 0
                   ? value.sliced(scheme.size()).trimmed()
                   : QByteArrayView();
}

} // namespace

bool hasBearer(const Request &request)
{
    const QByteArray authorization = request.header("authorization");
    return !bearerOf(authorization).isEmpty();
}

Judged<void> admit(const Request &request, const Route &route, QByteArrayView region,
                   DemoAccount &account, const QDateTime &now)
{
    if (route.operation == Operation::SignInPage)
        return {}; // for browsers, which sign nothing
    const QByteArray authorization = request.header("authorization");
    if (const QByteArrayView bearer = bearerOf(authorization); !bearer.isEmpty()) {
        if (!isOpenAi(route.operation) || !account.admitsBearer(bearer, region, now))
            return std::unexpected(notAuthenticated());
        return {};
    }
    const FixedClock clock(now);
    const auto keyOf = [&](const QByteArray &id) {
        return id.startsWith("ST$") ? account.sessions().keyOf(QByteArrayView(id).sliced(3), now)
                                    : account.keyOf(id);
    };
    const RequestVerifier verifier(keyOf, clock);
    if (!verifier.verify(request))
        return std::unexpected(notAuthenticated());
    return {};
}

QByteArray requestIdFor(const Request &request)
{
    QByteArray own;
    for (const char c : request.header("opc-request-id").left(32)) {
        if (c == '/')
            break;
        own += QChar::fromLatin1(c).isLetterOrNumber() || c == '-' || c == '_' ? c : '_';
    }
    return (own.isEmpty() ? randomHex() : own) + '/' + randomHex() + '/' + randomHex();
}

} // namespace oci::demo
