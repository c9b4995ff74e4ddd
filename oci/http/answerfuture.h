// SPDX-License-Identifier: MIT
#pragma once

#include "oci/http/signedclient.h"

#include <QFutureWatcher>
#include <QPromise>

#include <memory>

namespace oci {

//! Turns what a future ends with into a value: `read` takes a `const From &` and returns a
//! `core::Result<T>`. Cancelling the future that comes back cancels `source`, and so does the end
//! of `context`, in whose thread `read` is called.
template<typename T, typename From, typename Read>
QFuture<core::Result<T>> mappedResult(QFuture<From> source, QObject *context, Read read)
{
    auto promise = std::make_shared<QPromise<core::Result<T>>>();
    promise->start();
    auto *watcher = new QFutureWatcher<core::Result<T>>(context);
    QObject::connect(watcher, &QFutureWatcherBase::canceled, watcher, &QObject::deleteLater);
    watcher->setFuture(promise->future());

    // The last thing that the watcher does, whichever way it ends; an answer that has come is
    // not cancelled any more.
    QObject::connect(watcher, &QObject::destroyed, [source]() mutable { source.cancel(); });
    source.then(watcher, [promise, watcher, read = std::move(read)](const From &whole) mutable {
        watcher->deleteLater();
        promise->addResult(read(whole));
        promise->finish();
    });
    return promise->future();
}

//! Sends at once and turns the whole answer, or the failure, into a value: `read` takes a
//! `const core::Result<WholeReply> &` and returns a `core::Result<T>`. Cancelling the future
//! closes the connection; so does the end of `context`, which lives in the client's thread.
template<typename T, typename Read>
QFuture<core::Result<T>> answerTo(OutgoingRequest request, SignedClient &client, QObject *context,
                                  Read read)
{
    return mappedResult<T>(client.fetch(std::move(request)), context, std::move(read));
}

//! A request that is not sent, since `error` is known already.
template<typename T>
QFuture<core::Result<T>> refusedCall(core::Error error)
{
    return QtFuture::makeReadyValueFuture(core::Result<T>(std::unexpected(std::move(error))));
}

} // namespace oci
