// SPDX-License-Identifier: MIT
#include "oci/auth/instancemetadata.h"

#include "oci/config/endpoints.h"

#include <QPromise>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::Error;
using core::ErrorCode;
using core::Result;
using core::http::Headers;

namespace oci {

namespace {

constexpr qint64 longestAnswer = 64 * 1024;

QList<QUrl> basesFrom(const QString &base)
{
    const QString given = base.trimmed();
    return given.isEmpty() ? metadataAddresses() : QList<QUrl>{QUrl(given)};
}

Result<InstanceIdentity> identityFrom(const QList<QFuture<Result<QByteArray>>> &parts)
{
    for (const auto &part : parts) {
        if (!part.result())
            return std::unexpected(part.result().error());
    }
    return readInstanceIdentity(*parts[0].result(), *parts[1].result(), *parts[2].result());
}

template<typename T>
QFuture<T> cancelled()
{
    QPromise<T> promise;
    promise.start();
    promise.future().cancel();
    promise.finish();
    return promise.future();
}

bool wasNotReached(const Error &error)
{
    return error.code == ErrorCode::Network || error.code == ErrorCode::Timeout;
}

} // namespace

//! The one constant that every request carries (protocol reference, 4.1).
class InstanceMetadata::Auth final : public AuthProvider
{
public:
    QFuture<Result<Headers>> authorize(const OutgoingRequest & /*request*/) override
    {
        return QtFuture::makeReadyValueFuture(
                Result<Headers>(Headers{{"Authorization", "Bearer Oracle"}}));
    }
    [[nodiscard]] bool isBearer() const override { return true; }
};

QList<QUrl> metadataAddresses()
{
    return {QUrl(u"http://169.254.169.254/opc/v2"_s),
            QUrl(u"http://[fd00:c1::a9fe:a9fe]/opc/v2"_s)};
}

ClientSettings metadataSettings()
{
    ClientSettings settings;
    settings.connectTimeout = 2s;
    settings.firstByteTimeout = 5s;
    settings.idleTimeout = 5s;
    settings.retry = {.attempts = 3, .budget = 15s, .firstDelay = 250ms, .jitter = 250ms};
    settings.longestBody = longestAnswer;
    // Few requests, to one place: who is not there is told so each time, in the same words.
    settings.circuit.calls = std::numeric_limits<int>::max();
    return settings;
}

InstanceMetadata::InstanceMetadata(const core::Clock &clock, const QString &base,
                                   ClientSettings settings)
    : InstanceMetadata(clock, basesFrom(base), std::move(settings))
{
}

InstanceMetadata::InstanceMetadata(const core::Clock &clock, QList<QUrl> bases,
                                   ClientSettings settings)
    : m_auth(std::make_unique<Auth>())
    , m_client(m_network, *m_auth, clock, std::move(settings))
    , m_bases(std::move(bases))
{
}

InstanceMetadata::~InstanceMetadata() = default;

QFuture<Result<WholeReply>> InstanceMetadata::fetch(const QUrl &base, const QByteArray &path)
{
    return m_client.fetch(
            {.method = "GET", .url = joined(base, path), .headers = {{"accept", "*/*"}}});
}

// Of requests that went out together each fails: the first of them has moved on for all.
QUrl InstanceMetadata::baseAfter(const QUrl &unreached)
{
    if (m_bases[m_current] == unreached)
        m_current = (m_current + 1) % m_bases.size();
    return m_bases[m_current];
}

QFuture<InstanceMetadata::Text> InstanceMetadata::text(const QByteArray &path)
{
    const QUrl base = m_bases[m_current];
    return fetch(base, path)
            .then(this,
                  [this, path, base](const Result<WholeReply> &reply) {
                      if (reply || !wasNotReached(reply.error()) || m_bases.size() < 2)
                          return QtFuture::makeReadyValueFuture(reply);
                      const Error &first = reply.error();
                      return fetch(baseAfter(base), path)
                              .then(this, [this, first](Result<WholeReply> second) {
                                  // Neither: the first address is asked again next time.
                                  if (!second && wasNotReached(second.error())) {
                                      m_current = 0;
                                      second = std::unexpected(first);
                                  }
                                  return second;
                              });
                  })
            .unwrap()
            .then(this, [this, path](const Result<WholeReply> &reply) -> Text {
                if (!reply)
                    return std::unexpected(inWords(reply.error(), path));
                return reply->body.trimmed();
            });
}

Error InstanceMetadata::inWords(const Error &error, const QByteArray &path) const
{
    Error told = error;
    told.code = ErrorCode::Unauthorized; // a credential of ours that could not be had
    if (wasNotReached(error)) {
        told.reason = QString::fromLatin1(notOnOci);
        told.message = u"This does not run on an OCI instance: its metadata service at %1 was not "
                       "reached"_s.arg(m_bases.first().toString(QUrl::RemoveUserInfo));
        told.advice = u"Instance principals work on OCI compute only; a container needs the "
                      "network of its host for them, or a resource principal."_s;
    } else {
        told.reason = u"metadata"_s;
        told.message = u"The metadata service of this instance did not give %1: %2"_s.arg(
                QString::fromLatin1(path), error.upstreamStatus > 0
                                                   ? u"status %1"_s.arg(error.upstreamStatus)
                                                   : error.message);
        told.advice = u"Try again in a moment, and look whether the metadata service of the "
                      "instance is switched on."_s;
    }
    return told;
}

QFuture<Result<QString>> InstanceMetadata::region()
{
    return text("/instance/region").then(this, [](const Text &region) -> Result<QString> {
        if (!region)
            return std::unexpected(region.error());
        return QString::fromUtf8(*region).toLower();
    });
}

QFuture<Result<QString>> InstanceMetadata::instanceId()
{
    return text("/instance/id").then(this, [](const Text &id) {
        return id.transform([](const QByteArray &bytes) { return QString::fromUtf8(bytes); });
    });
}

QFuture<Result<InstanceIdentity>> InstanceMetadata::identity()
{
    return identityOnce()
            .then(this,
                  [this](const Result<InstanceIdentity> &identity) {
                      if (!identity && identity.error().reason == "key_mismatch"_L1)
                          return identityOnce();
                      return QtFuture::makeReadyValueFuture(identity);
                  })
            .unwrap();
}

QFuture<Result<InstanceIdentity>> InstanceMetadata::identityOnce()
{
    QList<QFuture<Text>> parts;
    for (const char *name : {"cert", "key", "intermediate"})
        parts += text(QByteArray("/identity/") + name + ".pem");
    return QtFuture::whenAll(parts.begin(), parts.end())
            .then(this,
                  [](const QList<QFuture<Text>> &done) {
                      // Cancelled parts end like others: what is destroyed meanwhile says nothing.
                      const bool isWhole = std::ranges::all_of(
                              done, [](const auto &part) { return part.resultCount() == 1; });
                      return isWhole ? QtFuture::makeReadyValueFuture(identityFrom(done))
                                     : cancelled<Result<InstanceIdentity>>();
                  })
            .unwrap();
}

} // namespace oci
