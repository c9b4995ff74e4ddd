// SPDX-License-Identifier: MIT
#pragma once

#include "oci/http/signedclient.h"

#include <QFutureWatcher>
#include <QPromise>

#include <memory>

namespace oci {

//! Sends at once and turns the whole answer, or the failure, into a value: `read` takes a
//! `const core::Result<WholeReply> &` and returns a `core::Result<T>`. Cancelling the future
//! closes the connection; so does the end of `context`, which lives in the client's thread.
template<typename T, typename Read>
QFuture<core::Result<T>> answerTo(OutgoingRequest request, SignedClient &client, QObject *context,
                                  Read read)
{
    auto promise = std::make_shared<QPromise<core::Result<T>>>();
    promise->start();
    auto *watcher = new QFutureWatcher<core::Result<T>>(context);
    QObject::connect(watcher, &QFutureWatcherBase::canceled, watcher, &QObject::deleteLater);
    watcher->setFuture(promise->future());

    QFuture<core::Result<WholeReply>> sending = client.fetch(std::move(request));
    // The last thing that the watcher does, whichever way it ends; an answer that has come is
    // not cancelled any more.
    QObject::connect(watcher, &QObject::destroyed, [sending]() mutable { sending.cancel(); });
    sending.then(watcher, [promise, watcher,
                           read = std::move(read)](const core::Result<WholeReply> &reply) mutable {
        watcher->deleteLater();
        promise->addResult(read(reply));
        promise->finish();
    });
    return promise->future();
}

//! A request that is not sent, since `error` is known already.
template<typename T>
QFuture<core::Result<T>> refusedCall(core::Error error)
{
    return QtFuture::makeReadyValueFuture(core::Result<T>(std::unexpected(std::move(error))));
}

} // namespace oci
