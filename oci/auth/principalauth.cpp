// SPDX-License-Identifier: MIT
#include "oci/auth/principalauth.h"

#include "oci/config/privatefile.h"
#include "oci/http/accessadvice.h"
#include "oci/http/errormapping.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::Result;
using core::http::Headers;

namespace oci {

namespace {

constexpr auto delegationHeader = "opc-obo-token";
constexpr qsizetype maxSize = 64 * 1024;

Result<QByteArray> delegationToken(const QString &path)
{
    const auto file = readPrivateFile(path, maxSize, QProcessEnvironment());
    if (!file) {
        return std::unexpected(
                Error{.code = ErrorCode::Unauthorized,
                      .message = u"The delegation token: %1"_s.arg(file.error().message),
                      .reason = u"delegation_token"_s});
    }
    QByteArray token = file->bytes.reveal().trimmed().toByteArray();
    // A line end inside would begin another header.
    if (token.isEmpty() ||
        !std::ranges::all_of(token, [](char c) { return c > ' ' && c < '\x7f'; })) {
        return std::unexpected(
                Error{.code = ErrorCode::Unauthorized,
                      .message = u"The delegation token: the file %1 holds no token"_s.arg(path),
                      .reason = u"delegation_token"_s});
    }
    return token;
}

QFuture<Result<Headers>> failed(const Error &error)
{
    return QtFuture::makeReadyValueFuture(Result<Headers>(std::unexpected(error)));
}

} // namespace

PrincipalAuth::PrincipalAuth(std::unique_ptr<CredentialSource> source, const core::Clock &clock,
                             QThreadPool &pool, TokenTiming timing, QString delegationTokenFile)
    : m_source(std::move(source))
    , m_token(*m_source, clock, std::move(timing))
    , m_signer(clock, pool)
    , m_delegationTokenFile(std::move(delegationTokenFile))
{
}

QFuture<Result<Headers>> PrincipalAuth::authorize(const OutgoingRequest &request)
{
    QFuture<Result<PrincipalCredential>> credential = m_token.credential();
    if (credential.isFinished() && credential.resultCount() == 1) { // at hand: no detour
        const auto known = credential.result();
        return known ? sign(request, *known) : failed(known.error());
    }
    return credential
            .then(&m_token,
                  [this, request](const Result<PrincipalCredential> &fetched) {
                      return fetched ? sign(request, *fetched) : failed(fetched.error());
                  })
            .unwrap();
}

Error PrincipalAuth::explained(Error refusal) const
{
    if (refusal.reason == QLatin1StringView(clockSkew))
        return refusal;
    const bool isDelegated = !m_delegationTokenFile.isEmpty();
    if (refusal.upstreamStatus == 401 && isDelegated) {
        refusal.reason = u"principal_refused"_s;
        refusal.message =
                u"OCI refused the delegation token in %1, or the session of %2 (401)"_s.arg(
                        m_delegationTokenFile, m_source->name());
        refusal.advice = u"Open a new session of Cloud Shell, which writes a new one."_s;
    } else if (refusal.upstreamStatus == 401) {
        refusal.reason = u"principal_refused"_s;
        refusal.message = u"OCI refused the session of %1 (401)"_s.arg(m_source->name());
        refusal.advice = m_source->advice() + u'.';
    } else if (refusal.upstreamStatus == 403 || refusal.upstreamStatus == 404) {
        refusal.advice = policyAdvice(caller());
    }
    return refusal;
}

QFuture<Result<Headers>> PrincipalAuth::sign(const OutgoingRequest &request,
                                             const PrincipalCredential &credential)
{
    const QByteArray keyId = sessionKeyId(credential.token);
    if (m_delegationTokenFile.isEmpty())
        return m_signer.sign(request, keyId, credential.key);

    const auto token = delegationToken(m_delegationTokenFile);
    if (!token)
        return failed(token.error());
    const core::http::Header header(delegationHeader, *token);
    OutgoingRequest delegated = request;
    delegated.headers += header;
    return m_signer.sign(delegated, keyId, credential.key, {delegationHeader})
            .then([header](const Result<Headers> &headers) {
                return headers.transform([&header](Headers all) {
                    all += header;
                    return all;
                });
            });
}

} // namespace oci
