// SPDX-License-Identifier: MIT
#include "oci/discovery/pagedlist.h"

#include <QFutureWatcher>
#include <QLoggingCategory>
#include <QPromise>
#include <QSet>

Q_LOGGING_CATEGORY(ociDiscovery, "app.oci.discovery")

using core::Result;

namespace oci {

namespace {

//! A list that is being read; lives until it is whole or its future was cancelled.
class PagedReading final : public QObject
{
public:
    PagedReading(SignedClient &client, const QUrl &list, const PageLimits &limits)
        : QObject(&client)
        , m_client(client)
        , m_list(list)
        , m_limits(limits)
    {
        m_promise.start();
        connect(&m_watcher, &QFutureWatcherBase::canceled, this, [this] {
            m_page.cancel();
            deleteLater();
        });
        m_watcher.setFuture(m_promise.future());
    }

    QFuture<Result<ListPages>> start()
    {
        const QFuture<Result<ListPages>> future = m_promise.future();
        request({});
        return future;
    }

private:
    void request(const QByteArray &token)
    {
        QByteArray url = m_list.toEncoded();
        if (!token.isEmpty()) {
            url += m_list.hasQuery() ? "&page=" : "?page=";
            url += QUrl::toPercentEncoding(QString::fromUtf8(token));
        }
        m_page = m_client.fetch({.method = "GET",
                                 .url = QUrl::fromEncoded(url),
                                 .headers = {{"accept", "application/json"}}});
        m_page.then(this, [this](const Result<WholeReply> &page) { take(page); });
    }

    void take(const Result<WholeReply> &page)
    {
        if (!page) {
            finish(std::unexpected(page.error()));
            return;
        }
        m_bytes += page->body.size();
        m_whole.pages.append(
                {page->body, QString::fromLatin1(page->head.header("opc-request-id"))});
        // A page in the middle may be empty: what it holds says nothing about its being the last.
        const QByteArray next = page->head.header("opc-next-page");
        if (next.isEmpty()) {
            finish(std::move(m_whole));
        } else if (m_tokens.contains(next) || m_whole.pages.size() >= m_limits.mostPages ||
                   m_bytes >= m_limits.mostBytes) {
            qCWarning(ociDiscovery).noquote()
                    << "the list" << m_list.path() << "does not end; stopped after"
                    << m_whole.pages.size() << "pages";
            m_whole.isComplete = false;
            finish(std::move(m_whole));
        } else {
            m_tokens.insert(next);
            request(next);
        }
    }

    void finish(Result<ListPages> result)
    {
        deleteLater();
        m_promise.addResult(std::move(result));
        m_promise.finish();
    }

    SignedClient &m_client;
    QUrl m_list;
    PageLimits m_limits;
    ListPages m_whole;
    qint64 m_bytes = 0;
    QSet<QByteArray> m_tokens;
    QFuture<Result<WholeReply>> m_page;
    QPromise<Result<ListPages>> m_promise;
    QFutureWatcher<Result<ListPages>> m_watcher;
};

} // namespace

QFuture<Result<ListPages>> fetchPages(SignedClient &client, const QUrl &list,
                                      const PageLimits &limits)
{
    auto *reading = new PagedReading(client, list, limits); // owned by the client
    return reading->start();
}

} // namespace oci
