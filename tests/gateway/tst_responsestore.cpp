// SPDX-License-Identifier: MIT
#include "gateway/responses/itempage.h"
#include "gateway/responses/responsestore.h"
#include "tests/support/fixtures.h"

#include "core/json/json.h"

#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using gateway::responses::ResponseStore;
using gateway::responses::StoredResponse;
using tests::json;

namespace {

StoredResponse stored(const QString &id, const QString &previous = {},
                      const QByteArray &caller = "ann")
{
    const QByteArray name = id.toUtf8();
    return {.id = id,
            .caller = caller,
            .previousId = previous,
            .response = "{\"id\":\"" + name + "\",\"output\":[{\"id\":\"out_" + name + "\"}]}",
            .input = "[{\"id\":\"in_" + name + "\"}]",
            .events = {"event: a\n\n"}};
}

} // namespace

class TestResponseStore : public QObject
{
    Q_OBJECT

private:
    tests::FakeClock m_clock{QDateTime::fromSecsSinceEpoch(1762340000, QTimeZone::UTC)};

private slots:
    void onlyTheCallerFindsIt()
    {
        ResponseStore store(m_clock);
        store.keep(stored(u"a"_s));

        QVERIFY(store.find(u"a"_s, "ann"));
        QVERIFY(!store.find(u"a"_s, "bob"));
        QVERIFY(!store.keptFor("bob").item(u"in_a"_s));
        QVERIFY(!store.keptFor("bob").conversation(u"a"_s));
        QVERIFY(!store.remove(u"a"_s, "bob"));
        QVERIFY(store.remove(u"a"_s, "ann"));
        QCOMPARE(store.count(), 0);
        QCOMPARE(store.bytes(), 0);
    }

    void aConversationGoesFromItsStart()
    {
        ResponseStore store(m_clock);
        store.keep(stored(u"a"_s));
        store.keep(stored(u"b"_s, u"a"_s));

        const auto items = store.keptFor("ann").conversation(u"b"_s);

        QVERIFY(items);
        QStringList ids;
        for (const boost::json::array &each : *items)
            ids.append(core::json::textAt(each[0].as_object(), "id"));
        QCOMPARE(ids, (QStringList{u"in_a"_s, u"out_a"_s, u"in_b"_s, u"out_b"_s}));
    }

    void aGapIsSaid()
    {
        ResponseStore store(m_clock);
        store.keep(stored(u"b"_s, u"a"_s));

        const auto items = store.keptFor("ann").conversation(u"b"_s);

        QVERIFY(!items);
        QCOMPARE(items.error().param, u"previous_response_id"_s);
        QCOMPARE(items.error().reason, u"previous_response_not_found"_s);
    }

    void itemsAreFoundByTheirIds()
    {
        ResponseStore store(m_clock);
        store.keep(stored(u"a"_s));

        QVERIFY(store.keptFor("ann").item(u"in_a"_s));
        QVERIFY(store.keptFor("ann").item(u"out_a"_s));
        QVERIFY(!store.keptFor("ann").item(u"out"_s));
    }

    void theLongestUnusedGoesFirst()
    {
        ResponseStore store(m_clock, {.count = 2});
        store.keep(stored(u"a"_s));
        store.keep(stored(u"b"_s));
        QVERIFY(store.find(u"a"_s, "ann"));
        store.keep(stored(u"c"_s));

        QVERIFY(store.find(u"a"_s, "ann"));
        QVERIFY(!store.find(u"b"_s, "ann"));
        QVERIFY(store.find(u"c"_s, "ann"));
    }

    void bytesAreBounded()
    {
        ResponseStore store(m_clock, {.bytes = 4000});
        for (int i = 0; i < 50; ++i) {
            store.keep(stored(u"r%1"_s.arg(i)));
            QVERIFY(store.bytes() <= 4000);
        }
        QVERIFY(store.count() > 1);

        StoredResponse large = stored(u"large"_s);
        large.input = QByteArray(5000, ' ');
        store.keep(large);
        QVERIFY(!store.find(u"large"_s, "ann"));
        QVERIFY(store.find(u"r49"_s, "ann"));
    }

    void whatNobodyAsksForIsForgotten()
    {
        ResponseStore store(m_clock, {.age = std::chrono::seconds(60)});
        store.keep(stored(u"a"_s));
        store.keep(stored(u"b"_s));
        m_clock.now = m_clock.now.addSecs(50);
        QVERIFY(store.find(u"b"_s, "ann"));
        m_clock.now = m_clock.now.addSecs(50);

        QVERIFY(!store.find(u"a"_s, "ann"));
        QVERIFY(store.find(u"b"_s, "ann"));
    }

    void whatIsRunningStays()
    {
        ResponseStore store(m_clock, {.count = 1});
        StoredResponse running = stored(u"a"_s);
        running.isRunning = true;
        store.keep(running);
        store.keep(stored(u"b"_s));

        QVERIFY(store.append(u"a"_s, {"event: b\n\n"}));
        QCOMPARE(store.find(u"a"_s, "ann")->events.size(), 2);
        QVERIFY(!store.keptFor("ann").conversation(u"a"_s));
        store.settle(u"a"_s, "{}");
        QVERIFY(!store.find(u"a"_s, "ann")->isRunning);
        QVERIFY(!store.append(u"gone"_s, {"x"}));
    }

    void bytesAddUp()
    {
        ResponseStore store(m_clock);
        StoredResponse running = stored(u"a"_s);
        running.isRunning = true;
        store.keep(running);
        QVERIFY(store.append(u"a"_s, {"event: b\n\n", "event: c\n\n"}));
        store.settle(u"a"_s, "{\"id\":\"a\"}");
        store.keep(stored(u"a"_s)); // takes the place of the other
        QVERIFY(store.remove(u"a"_s, "ann"));

        QCOMPARE(store.bytes(), 0);
    }

    void pagesOfItems_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QByteArray>("ids");
        QTest::addColumn<bool>("hasMore");
        QTest::newRow("usual") << u""_s << QByteArray("cba") << false;
        QTest::newRow("oldest first") << u"order=asc"_s << QByteArray("abc") << false;
        QTest::newRow("limit") << u"order=asc&limit=2"_s << QByteArray("ab") << true;
        QTest::newRow("after") << u"order=asc&after=b"_s << QByteArray("c") << false;
        QTest::newRow("after the last") << u"after=a"_s << QByteArray() << false;
    }

    void pagesOfItems()
    {
        QFETCH(QString, query);
        QFETCH(QByteArray, ids);
        QFETCH(bool, hasMore);

        const auto page = gateway::responses::itemPage(json("[{'id':'a'},{'id':'b'},{'id':'c'}]"),
                                                       QUrlQuery(query));

        QVERIFY(page);
        const auto list = *core::json::parseObject(*page);
        QByteArray found;
        for (const auto &item : list.at("data").as_array())
            found += core::json::textAt(item.as_object(), "id").toUtf8();
        QCOMPARE(found, ids);
        QCOMPARE(list.at("has_more").as_bool(), hasMore);
        QCOMPARE(core::json::textAt(list, "first_id").toUtf8(), ids.left(1));
        QCOMPARE(core::json::textAt(list, "last_id").toUtf8(), ids.right(1));
    }

    void badPagesNameTheField_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("param");
        QTest::newRow("limit") << u"limit=0"_s << u"limit"_s;
        QTest::newRow("no number") << u"limit=x"_s << u"limit"_s;
        QTest::newRow("order") << u"order=up"_s << u"order"_s;
        QTest::newRow("after") << u"after=x"_s << u"after"_s;
    }

    void badPagesNameTheField()
    {
        QFETCH(QString, query);
        QFETCH(QString, param);

        const auto page = gateway::responses::itemPage("[]", QUrlQuery(query));

        QVERIFY(!page);
        QCOMPARE(page.error().param, param);
    }
};

QTEST_APPLESS_MAIN(TestResponseStore)
#include "tst_responsestore.moc"
