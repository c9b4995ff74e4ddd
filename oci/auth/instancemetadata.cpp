// SPDX-License-Identifier: MIT
#include "oci/auth/instancemetadata.h"

#include "oci/config/endpoints.h"

#include <QNetworkProxy>

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
    return settings;
}

InstanceMetadata::InstanceMetadata(const core::Clock &clock, const QString &base,
                                   ClientSettings settings)
    : m_auth(std::make_unique<Auth>())
    , m_client(m_network, *m_auth, clock, std::move(settings))
    , m_bases(basesFrom(base))
{
    m_network.setProxy(QNetworkProxy::NoProxy);
}

InstanceMetadata::~InstanceMetadata() = default;

QFuture<Result<WholeReply>> InstanceMetadata::fetch(const QByteArray &path)
{
    return m_client.fetch({.method = "GET",
                           .url = joined(m_bases.first(), path),
                           .headers = {{"accept", "*/*"}}});
}

QFuture<InstanceMetadata::Text> InstanceMetadata::text(const QByteArray &path)
{
    return fetch(path)
            .then(this,
                  [this, path](const Result<WholeReply> &reply) {
                      if (reply || !wasNotReached(reply.error()) || m_bases.size() < 2)
                          return QtFuture::makeReadyValueFuture(reply);
                      m_bases.removeFirst();
                      const Error first = reply.error();
                      return fetch(path).then(this, [this, first](Result<WholeReply> second) {
                          // Neither: the first address is asked again next time, and named.
                          if (!second && wasNotReached(second.error())) {
                              m_bases = metadataAddresses();
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
        told.message =
                u"This does not run on an OCI instance: its metadata service at %1 was not "
                "reached. Instance principals work on OCI compute only; a container needs the "
                "network of its host for them, or a resource principal"_s.arg(
                        m_bases.first().toString(QUrl::RemoveUserInfo));
    } else {
        told.reason = u"metadata"_s;
        told.message = u"The metadata service of this instance did not give %1: %2"_s.arg(
                QString::fromLatin1(path), error.upstreamStatus > 0
                                                   ? u"status %1"_s.arg(error.upstreamStatus)
                                                   : error.message);
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
            .then(this, [](const QList<QFuture<Text>> &done) -> Result<InstanceIdentity> {
                for (const QFuture<Text> &part : done) {
                    if (part.resultCount() == 0) {
                        return std::unexpected(
                                Error{.code = ErrorCode::Cancelled,
                                      .message = u"Asking the metadata service was cancelled"_s});
                    }
                    if (!part.result())
                        return std::unexpected(part.result().error());
                }
                return readInstanceIdentity(*done[0].result(), *done[1].result(),
                                            *done[2].result());
            });
}

} // namespace oci
