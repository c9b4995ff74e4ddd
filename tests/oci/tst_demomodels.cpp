// SPDX-License-Identifier: MIT
#include "oci/demo/demomodel.h"
#include "tests/oci/demoharness.h"

using namespace Qt::StringLiterals;
using namespace tests;
using oci::demo::demoModels;

class TestDemoModels : public QObject
{
    Q_OBJECT

private slots:
    void listsEveryModelWithItsDates()
    {
        DemoHarness demo;

        const auto exchange = demo.get(path({}));

        QCOMPARE(exchange->response.status, 200);
        QVERIFY(core::http::headerValue(exchange->response.headers, "opc-next-page").isEmpty());
        QVERIFY(!core::http::headerValue(exchange->response.headers, "opc-request-id").isEmpty());
        const auto json = jsonOf(*exchange);
        QCOMPARE(at(json, "/items").get_array().size(), std::size_t(demoModels().size()));
        QCOMPARE(textAt(json, "/items/0/displayName"), u"meta.llama-3.3-70b-instruct"_s);
        QVERIFY(textAt(json, "/items/0/id")
                        .startsWith(u"ocid1.generativeaimodel.oc1.us-chicago-1."_s));
        int deprecated = 0;
        int retired = 0;
        const auto items = at(json, "/items");
        for (const auto &item : items.get_array()) {
            const auto past = [&item](std::string_view pointer) {
                const QString time = textAt(item, pointer);
                return !time.isEmpty() && QDateTime::fromString(time, Qt::ISODateWithMs) < demoNow;
            };
            QVERIFY(past("/timeCreated"));
            deprecated += past("/timeDeprecated") ? 1 : 0;
            retired += past("/timeOnDemandRetired") ? 1 : 0;
        }
        QCOMPARE(deprecated, 2);
        QCOMPARE(retired, 1);
    }

    void pagesGiveTheSameAsOneList()
    {
        DemoHarness demo;
        QStringList names;
        QByteArray page;

        int requests = 0;
        do {
            QByteArray query = "&limit=3";
            if (!page.isEmpty())
                query += "&page=" + page.toPercentEncoding();
            const auto exchange = demo.get(path(query));
            QCOMPARE(exchange->response.status, 200);
            const auto json = jsonOf(*exchange);
            const auto items = at(json, "/items");
            QVERIFY(items.get_array().size() <= 3);
            for (const auto &item : items.get_array())
                names += textAt(item, "/displayName");
            page = core::http::headerValue(exchange->response.headers, "opc-next-page");
        } while (!page.isEmpty() && ++requests < 50);

        QStringList expected;
        for (const auto &model : demoModels())
            expected += QString::fromLatin1(model.name);
        QCOMPARE(names, expected);
    }

    void filters_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<int>("count");

        QTest::newRow("vendor") << QByteArray("&vendor=cohere") << 7;
        QTest::newRow("capability") << QByteArray("&capability=TEXT_EMBEDDINGS") << 2;
        QTest::newRow("two capabilities")
                << QByteArray("&capability=TEXT_EMBEDDINGS&capability=FINE_TUNE") << 5;
        QTest::newRow("name") << QByteArray("&displayName=xai.grok-4.3") << 1;
        QTest::newRow("state") << QByteArray("&lifecycleState=DELETED") << 0;
    }

    void filters()
    {
        QFETCH(QByteArray, query);
        QFETCH(int, count);
        DemoHarness demo;

        const auto json = jsonOf(*demo.get(path(query)));

        QCOMPARE(at(json, "/items").get_array().size(), std::size_t(count));
    }

    void refusesWhatItCannotRead_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<int>("status");

        QTest::newRow("limit 0") << path("&limit=0") << 400;
        QTest::newRow("limit of letters") << path("&limit=ten") << 400;
        QTest::newRow("page of another list") << path("&page=7") << 400;
        QTest::newRow("page behind the end") << path("&page=demo%2Bpage%2F99") << 400;
        QTest::newRow("no compartment") << QByteArray(DemoHarness::modelsPath) << 400;
        QTest::newRow("a foreign compartment")
                << QByteArray(DemoHarness::modelsPath) + "?compartmentId=ocid1.tenancy.oc1..other"
                << 404;
        QTest::newRow("another service")
                << QByteArray("/us-chicago-1/identity/20231130/models") << 404;
    }

    void refusesWhatItCannotRead()
    {
        QFETCH(QByteArray, target);
        QFETCH(int, status);
        DemoHarness demo;

        const auto exchange = demo.get(target);

        QCOMPARE(exchange->response.status, status);
        QVERIFY(!textAt(jsonOf(*exchange), "/code").isEmpty());
        QVERIFY(!textAt(jsonOf(*exchange), "/message").isEmpty());
    }

    void getsOneModelByItsOcid()
    {
        DemoHarness demo;
        const QByteArray id = oci::demo::modelOcid(demoModels()[1], "us-chicago-1");

        const auto found = demo.get(QByteArray(DemoHarness::modelsPath) + '/' + id);
        const auto byName =
                demo.get(QByteArray(DemoHarness::modelsPath) + '/' + demoModels()[1].name);
        const auto elsewhere = demo.get("/eu-frankfurt-1/generativeai/20231130/models/" + id);

        QCOMPARE(textAt(jsonOf(*found), "/displayName"), QString::fromLatin1(demoModels()[1].name));
        QVERIFY(!textAt(jsonOf(*found), "/timeUpdated").isEmpty());
        QCOMPARE(byName->response.status, 404);
        QCOMPARE(elsewhere->response.status, 404);
    }

private:
    static QByteArray path(const QByteArray &query)
    {
        return QByteArray(DemoHarness::modelsPath) +
               "?compartmentId=" + oci::demo::DemoAccount::tenancy() + query;
    }
};

QTEST_GUILESS_MAIN(TestDemoModels)
#include "tst_demomodels.moc"
