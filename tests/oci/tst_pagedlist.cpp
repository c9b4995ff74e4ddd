// SPDX-License-Identifier: MIT
#include "core/json/json.h"
#include "oci/discovery/listitems.h"
#include "oci/discovery/pagedlist.h"
#include "tests/support/cannedserver.h"
#include "tests/support/fakeauth.h"
#include "tests/support/fixtures.h"

#include <QRegularExpression>
#include <QTest>

using core::ErrorCode;
using namespace Qt::StringLiterals;
using tests::json;
using tests::Script;

namespace {

Script page(const QByteArray &body, const QByteArray &next = {})
{
    return Script::reply(200, body,
                         next.isNull() ? QByteArray() : "opc-next-page: " + next + "\r\n");
}

struct Bench {
    Bench() { settings.retry.attempts = 1; }

    core::Result<oci::ListPages> read(const QByteArray &query = "?limit=2",
                                      const oci::PageLimits &limits = {})
    {
        client.emplace(network, auth, clock, settings);
        const auto future = oci::fetchPages(
                *client, QUrl(server.url() + u"/list"_s + QString::fromLatin1(query)), limits);
        if (!QTest::qWaitFor([&] { return future.isFinished(); }))
            return std::unexpected(core::Error{.code = ErrorCode::Timeout});
        return future.result();
    }

    tests::CannedServer server;
    tests::FakeAuth auth;
    tests::FakeClock clock{QDateTime::fromString(u"2026-05-04T10:00:00Z"_s, Qt::ISODate)};
    oci::NetworkPool network;
    oci::ClientSettings settings;
    std::optional<oci::SignedClient> client;
};

std::optional<QString> nameIn(const boost::json::object &json)
{
    const auto *name = json.if_contains("name");
    return name && name->is_string() ? std::optional(core::json::text(name->get_string()))
                                     : std::nullopt;
}

} // namespace

class TestPagedList : public QObject
{
    Q_OBJECT

private slots:
    void onlyTheHeaderSaysWhetherThereIsMore()
    {
        Bench bench;
        bench.server.add(page("[{\"name\":\"a\"}]", "x+/= y"));
        bench.server.add(page("[]", "z"));
        bench.server.add(page("[{\"name\":\"b\"},{\"name\":\"c\"}]", ""));

        const auto pages = bench.read();

        QVERIFY(pages && pages->isComplete);
        QCOMPARE(pages->pages.size(), 3);
        QCOMPARE(bench.server.requests.size(), 3);
        QCOMPARE(bench.server.requests[0].target, "/list?limit=2");
        QCOMPARE(bench.server.requests[1].target, "/list?limit=2&page=x%2B%2F%3D%20y");
        QCOMPARE(bench.server.requests[2].target, "/list?limit=2&page=z");
        QCOMPARE(bench.auth.calls, 3);
        const auto items = oci::itemsOf<QString>(*pages, u"things"_s, nameIn);
        QVERIFY(items);
        QCOMPARE(*items, QStringList({u"a"_s, u"b"_s, u"c"_s}));
    }

    void aTokenIsAddedToAUrlWithoutQuery()
    {
        Bench bench;
        bench.server.add(page("[]", "z"));
        bench.server.add(page("[]"));

        QVERIFY(bench.read(""));

        QCOMPARE(bench.server.requests[1].target, "/list?page=z");
    }

    void aListWithoutEndIsCutAndSaysSo_data()
    {
        QTest::addColumn<bool>("repeats");
        QTest::addColumn<int>("mostPages");
        QTest::addColumn<qint64>("mostBytes");
        QTest::addColumn<int>("pages");
        QTest::newRow("a token that repeats") << true << 100 << qint64(1000) << 2;
        QTest::newRow("too many pages") << false << 3 << qint64(1000) << 3;
        QTest::newRow("too many bytes") << false << 100 << qint64(8) << 4;
    }

    void aListWithoutEndIsCutAndSaysSo()
    {
        QFETCH(bool, repeats);
        QFETCH(int, mostPages);
        QFETCH(qint64, mostBytes);
        QFETCH(int, pages);
        Bench bench;
        for (int i = 0; i < 10; ++i)
            bench.server.add(page("[]", repeats ? "same" : QByteArray::number(i)));

        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"does not end"_s));
        const auto read = bench.read("", {.mostPages = mostPages, .mostBytes = mostBytes});

        QVERIFY(read && !read->isComplete);
        QCOMPARE(read->pages.size(), pages);
    }

    void aPageThatFailsIsTheFailureOfTheList()
    {
        Bench bench;
        bench.server.add(page("[]", "z"));
        bench.server.add(Script::reply(404,
                                       json("{'code':'NotAuthorizedOrNotFound','message':'x'}"),
                                       "opc-request-id: ABC\r\n"));

        const auto read = bench.read();

        QCOMPARE(read.error().code, ErrorCode::NotFound);
        QCOMPARE(read.error().requestId, u"ABC"_s);
    }

    void cancellingClosesTheConnection()
    {
        Bench bench;
        bench.client.emplace(bench.network, bench.auth, bench.clock, bench.settings);
        auto future = oci::fetchPages(*bench.client, QUrl(bench.server.url()));
        QTRY_COMPARE(bench.server.requests.size(), 1);

        future.cancel();

        QTRY_COMPARE(bench.server.closed, 1);
    }

    void readsBothShapesOfAList_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("count"); // -1: unreadable
        QTest::newRow("items") << json("{'items':[{'name':'a'},{'name':'b'}]}") << 2;
        QTest::newRow("array") << json("[{'name':'a'}]") << 1;
        QTest::newRow("what is no object is skipped")
                << json("{'items':[1,null,'x',[],{},{'name':'a'}]}") << 1;
        QTest::newRow("nothing") << json("{'items':[]}") << 0;
        QTest::newRow("null items") << json("{'items':null}") << -1;
        QTest::newRow("no items") << QByteArray("{}") << -1;
        QTest::newRow("html") << QByteArray("<html>") << -1;
        QTest::newRow("cut off") << json("{'items':[{'na") << -1;
        QTest::newRow("empty") << QByteArray() << -1;
    }

    void readsBothShapesOfAList()
    {
        QFETCH(QByteArray, body);
        QFETCH(int, count);

        const oci::ListPages pages{.pages = {{.body = body, .requestId = u"ABC"_s}}};
        const auto items = oci::itemsOf<QString>(pages, u"things"_s, nameIn);

        QCOMPARE(items.has_value(), count >= 0);
        if (items) {
            QCOMPARE(items->size(), count);
        } else {
            QCOMPARE(items.error().code, ErrorCode::Protocol);
            QCOMPARE(items.error().requestId, u"ABC"_s);
            QVERIFY(items.error().message.contains(u"things"_s));
        }
    }
};

QTEST_GUILESS_MAIN(TestPagedList)
#include "tst_pagedlist.moc"
