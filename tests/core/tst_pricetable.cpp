// SPDX-License-Identifier: MIT
#include "core/usage/pricetable.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::PriceTable;
using core::UsageAmount;

namespace {

constexpr auto table = R"({"currency":"EUR","prices":[
    {"model":"a.*","input":1,"output":2},
    {"model":"a.b*","input":10,"output":20,"cached":1},
    {"model":"a.b*","from":"2030-01-01","input":30,"output":40},
    {"model":"a.bc","input":100,"output":200}]})";

const QDate before(2029, 12, 31);
const QDate after(2030, 1, 1);

double cost(const QString &model, const QDate &day, const UsageAmount &amount)
{
    const auto read = PriceTable::read(table);
    if (!read)
        qFatal("%ls", qUtf16Printable(read.error().message));
    const auto found = read->costOf(model, day, amount);
    return found ? found->amount : -1;
}

} // namespace

class TestPriceTable : public QObject
{
    Q_OBJECT

private slots:
    void theBestFitCounts_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QDate>("day");
        QTest::addColumn<double>("expected");
        QTest::newRow("name") << u"a.bc"_s << before << 100.0;
        QTest::newRow("longer pattern") << u"a.bx"_s << before << 10.0;
        QTest::newRow("from its day on") << u"a.bx"_s << after << 30.0;
        QTest::newRow("shorter pattern") << u"a.x"_s << before << 1.0;
        QTest::newRow("behind a place") << u"oci/a.bc"_s << before << 100.0;
        QTest::newRow("behind a colon") << u"oci:a.x"_s << before << 1.0;
        QTest::newRow("none") << u"b.x"_s << before << -1.0;
    }

    void theBestFitCounts()
    {
        QFETCH(QString, model);
        QFETCH(QDate, day);
        QFETCH(double, expected);
        QCOMPARE(cost(model, day, {.tokensIn = 1'000'000}), expected);
    }

    void cachedTokensHaveTheirOwnPrice()
    {
        QCOMPARE(cost(u"a.bx"_s, before,
                      {.tokensIn = 1'000'000, .tokensOut = 500'000, .tokensCached = 400'000}),
                 6.0 + 0.4 + 10.0);
        QCOMPARE(cost(u"a.x"_s, before, {.tokensIn = 1'000'000, .tokensCached = 400'000}), 1.0);
    }

    void anEmptyTableKnowsNothing()
    {
        const auto read = PriceTable::read(R"({"prices":[]})");
        QVERIFY(read);
        QVERIFY(read->isEmpty());
        QVERIFY(!read->costOf(u"a"_s, before, {}));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("naming");
        QTest::newRow("no JSON") << QByteArray("{") << QString();
        QTest::newRow("unknown") << QByteArray(R"({"pricess":[]})") << u"pricess"_s;
        QTest::newRow("no currency")
                << QByteArray(R"({"prices":[{"model":"m","input":1,"output":1}]})")
                << u"currency"_s;
        QTest::newRow("no output")
                << QByteArray(R"({"currency":"USD","prices":[{"model":"m","input":1}]})")
                << u"prices[0]"_s;
        QTest::newRow("negative") << QByteArray(
                                             R"({"prices":[{"model":"m","input":-1,"output":1}]})")
                                  << u"input"_s;
        QTest::newRow("a text") << QByteArray(
                                           R"({"prices":[{"model":"m","input":"1","output":1}]})")
                                << u"input"_s;
        QTest::newRow("no day")
                << QByteArray(R"({"prices":[{"model":"m","from":"soon","input":1,"output":1}]})")
                << u"from"_s;
        QTest::newRow("misspelt") << QByteArray(
                                             R"({"prices":[{"model":"m","inputs":1,"output":1}]})")
                                  << u"inputs"_s;
        QTest::newRow("no object") << QByteArray(R"({"prices":[7]})") << u"prices[0]"_s;
    }

    void refuses()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, naming);
        const auto read = PriceTable::read(json);
        QVERIFY(!read);
        QVERIFY2(read.error().message.contains(naming), qUtf8Printable(read.error().message));
    }
};

QTEST_APPLESS_MAIN(TestPriceTable)
#include "tst_pricetable.moc"
