// SPDX-License-Identifier: MIT
#include "app/desktop/keychainsecretstore.h"

#include <QFileInfo>
#include <QPromise>

#include <qt6keychain/keychain.h>

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::Result;
using core::Secret;

namespace app {

namespace {

Error errorOf(const QKeychain::Job &job)
{
    switch (job.error()) {
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return {.code = ErrorCode::Forbidden, .message = u"The keychain was not unlocked."_s};
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return {.code = ErrorCode::Unavailable,
                .message = u"There is no keychain on this system."_s};
    case QKeychain::NoError:
    case QKeychain::EntryNotFound:
    case QKeychain::CouldNotDeleteEntry:
    case QKeychain::OtherError:
        break;
    }
    return {.code = ErrorCode::Internal,
            .message = u"The keychain failed (%1)."_s.arg(job.errorString())};
}

// Secret Service and KWallet are reached over the session bus; without one, libsecret would try
// to start one by a program that need not be there.
bool isReachable()
{
#if defined(Q_OS_UNIX) && !defined(Q_OS_MACOS)
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    return !qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS") ||
           (!runtime.isEmpty() && QFileInfo::exists(runtime + "/bus"_L1));
#else
    return true;
#endif
}

// Runs the job and turns its end into a value. The job deletes itself.
template<typename T, typename Read>
QFuture<Result<T>> run(QKeychain::Job *job, const QString &entry, QObject *context, Read read)
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    job->setKey(entry);
    QObject::connect(job, &QKeychain::Job::finished, context,
                     [promise, read](QKeychain::Job *done) {
                         promise->addResult(read(*done));
                         promise->finish();
                     });
    const QFuture<Result<T>> future = promise->future();
    job->start();
    return future;
}

} // namespace

KeychainSecretStore::KeychainSecretStore(QString service, QObject *parent)
    : QObject(parent)
    , m_service(std::move(service))
{
}

bool KeychainSecretStore::isAvailable()
{
    return isReachable() && QKeychain::isAvailable();
}

QFuture<Result<core::SecretStore::Found>> KeychainSecretStore::read(const QString &entry)
{
    auto *job = new QKeychain::ReadPasswordJob(m_service, this);
    return run<Found>(job, entry, this, [](QKeychain::Job &done) -> Result<Found> {
        if (done.error() == QKeychain::EntryNotFound)
            return Found();
        if (done.error() != QKeychain::NoError)
            return std::unexpected(errorOf(done));
        auto &read = static_cast<QKeychain::ReadPasswordJob &>(done);
        return std::make_shared<const Secret>(Secret::take(read.binaryData()));
    });
}

QFuture<Result<void>> KeychainSecretStore::write(const QString &entry, Secret secret)
{
    auto *job = new QKeychain::WritePasswordJob(m_service, this);
    job->setBinaryData(secret.reveal().toByteArray());
    return run<void>(job, entry, this, [](QKeychain::Job &done) -> Result<void> {
        if (done.error() != QKeychain::NoError)
            return std::unexpected(errorOf(done));
        return {};
    });
}

QFuture<Result<void>> KeychainSecretStore::remove(const QString &entry)
{
    auto *job = new QKeychain::DeletePasswordJob(m_service, this);
    return run<void>(job, entry, this, [](QKeychain::Job &done) -> Result<void> {
        if (done.error() != QKeychain::NoError && done.error() != QKeychain::EntryNotFound)
            return std::unexpected(errorOf(done));
        return {};
    });
}

} // namespace app
