// SPDX-License-Identifier: MIT
#include "app/headless/reloader.h"

#include "core/secret.h"

#include <QTest>

using namespace Qt::StringLiterals;
using app::ConnectionSpec;
using app::Settings;

namespace {

ConnectionSpec bearer(const QString &name, const char *key)
{
    return {.id = name,
            .name = name,
            .region = u"us-chicago-1"_s,
            .bearerKey = std::make_shared<const core::Secret>(key)};
}

} // namespace

class TestReloader : public QObject
{
    Q_OBJECT

private slots:
    void namesTheSettingsThatDiffer()
    {
        const Settings before;
        Settings after;
        QCOMPARE(app::differenceOfSettings(before, after), QStringList());

        after.port = 99;
        after.allowedHosts = {u"gate.example"_s};
        after.stopTimeout = std::chrono::seconds(1);
        after.routePrefix = "/api";

        QCOMPARE(app::differenceOfSettings(before, after),
                 (QStringList{u"listen"_s, u"allowed_hosts"_s, u"stop_timeout"_s}));
        QCOMPARE(app::settingsForRestart(before, after), QStringList{u"route_prefix"_s});
    }

    void namesTheConnectionsThatDiffer()
    {
        const QList<ConnectionSpec> before{bearer(u"a"_s, "1"), bearer(u"b"_s, "1"),
                                           bearer(u"c"_s, "1")};
        const QList<ConnectionSpec> after{bearer(u"a"_s, "1"), bearer(u"b"_s, "2"),
                                          bearer(u"d"_s, "1")};

        QCOMPARE(app::differenceOfConnections(before, before), QStringList());
        QCOMPARE(app::differenceOfConnections(before, after),
                 (QStringList{u"connection b was built anew"_s, u"connection d came"_s,
                              u"connection c went"_s}));
    }

    void connectionsAreTheSameWhereAllOfThemIs()
    {
        const ConnectionSpec one = bearer(u"a"_s, "1");
        ConnectionSpec other = bearer(u"a"_s, "1");
        QVERIFY(one == other);
        other.region = u"eu-frankfurt-1"_s;
        QVERIFY(!(one == other));
        other = one;
        other.endpoints = oci::Endpoints(u"http://127.0.0.1:1/{region}/{service}"_s);
        QVERIFY(!(one == other));
        other = one;
        other.models = {u"m"_s};
        QVERIFY(!(one == other));
        other = one;
        other.session.emplace(); // how its key is read cannot be compared
        QVERIFY(!(other == other));
    }
};

QTEST_APPLESS_MAIN(TestReloader)
#include "tst_reloader.moc"
