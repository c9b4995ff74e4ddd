// SPDX-License-Identifier: MIT
#include "core/models/namepattern.h"
#include "gateway/routing/routingsettings.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using gateway::routing::Alias;
using gateway::routing::ModelAliases;
using gateway::routing::RoutingSettings;
using gateway::routing::targetsFor;

namespace {

ModelAliases table(const QList<Alias> &aliases)
{
    auto result = ModelAliases::from(aliases);
    if (!result)
        qFatal("%ls", qUtf16Printable(result.error().message));
    return *result;
}

} // namespace

class TestModelAliases : public QObject
{
    Q_OBJECT

private slots:
    void patternsFit_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("fits");

        QTest::newRow("itself") << u"gpt-4o"_s << u"gpt-4o"_s << true;
        QTest::newRow("longer") << u"gpt-4o"_s << u"gpt-4o-mini"_s << false;
        QTest::newRow("shorter") << u"gpt-4o"_s << u"gpt-4"_s << false;
        QTest::newRow("at the end") << u"claude-*"_s << u"claude-3-5"_s << true;
        QTest::newRow("nothing") << u"claude-*"_s << u"claude-"_s << true;
        QTest::newRow("before it ends") << u"claude-*"_s << u"claude"_s << false;
        QTest::newRow("in the middle") << u"a*c"_s << u"abbbc"_s << true;
        QTest::newRow("again") << u"a*b*c"_s << u"aXbXbYc"_s << true;
        QTest::newRow("the last part is there twice") << u"*ab"_s << u"abab"_s << true;
        QTest::newRow("other case") << u"GPT*"_s << u"gpt-4"_s << false;
        QTest::newRow("all") << u"*"_s << u"x/y"_s << true;
        QTest::newRow("nothing to fit") << u"**"_s << QString() << true;
        QTest::newRow("a point is a point") << u"a.c"_s << u"abc"_s << false;
    }

    void patternsFit()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, name);

        QTEST(core::fitsPattern(pattern, name), "fits");
    }

    void aBadPatternCostsNoTime()
    {
        const QString pattern = u"*a"_s.repeated(200) + u'b';
        QElapsedTimer timer;
        timer.start();

        QVERIFY(!core::fitsPattern(pattern, QString(4000, u'a')));

        QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
    }

    void exactBeatsPatternAndEarlierBeatsLater()
    {
        const RoutingSettings settings{.aliases = table({{u"claude-*"_s, {u"a.one"_s}},
                                                         {u"claude-3*"_s, {u"a.two"_s}},
                                                         {u"claude-3-5"_s, {u"a.three"_s}}})};

        QCOMPARE(*targetsFor(settings, u"claude-3-5"_s, false), QStringList{u"a.three"_s});
        QCOMPARE(*targetsFor(settings, u"claude-3-7"_s, false), QStringList{u"a.one"_s});
        QCOMPARE(*targetsFor(settings, u"gpt"_s, false), QStringList{u"gpt"_s});
    }

    void whatIsListedIsNoPatterns()
    {
        const RoutingSettings settings{
                .aliases = table({{u"*"_s, {u"a.one"_s}}, {u"b.two"_s, {u"a.three"_s}}})};

        QCOMPARE(*targetsFor(settings, u"gpt"_s, false), QStringList{u"a.one"_s});
        QCOMPARE(*targetsFor(settings, u"meta.llama"_s, true), QStringList{u"meta.llama"_s});
        QCOMPARE(*targetsFor(settings, u"b.two"_s, true), QStringList{u"a.three"_s});
    }

    void namesKeepTheirMeaning()
    {
        const RoutingSettings settings{.aliases = table({{u"*"_s, {u"a.one"_s}},
                                                         {u"openai/*"_s, {u"a.two"_s}},
                                                         {u"gpt-4o"_s, {u"a.three"_s}}})};

        const QString ocid = u"ocid1.generativeaiendpoint.oc1.iad.x"_s;
        QCOMPARE(*targetsFor(settings, u"oci/gpt-4o"_s, false), QStringList{u"a.three"_s});
        QCOMPARE(*targetsFor(settings, u"oci:gpt-4o"_s, false), QStringList{u"a.three"_s});
        QCOMPARE(*targetsFor(settings, u"eu-frankfurt-1/meta.x"_s, false),
                 QStringList{u"eu-frankfurt-1/meta.x"_s});
        QCOMPARE(*targetsFor(settings, u"openai/gpt"_s, false), QStringList{u"a.two"_s});
        QCOMPARE(*targetsFor(settings, ocid, false), QStringList{ocid});
    }

    void anAliasCanLeadToAnother()
    {
        const ModelAliases aliases = table({{u"best"_s, {u"fast"_s, u"c.three"_s}},
                                            {u"fast"_s, {u"a.one"_s, u"b.two"_s}},
                                            {u"both"_s, {u"fast"_s, u"b.two"_s, u"best"_s}}});

        QCOMPARE(aliases.exactly(u"best"_s), (QStringList{u"a.one"_s, u"b.two"_s, u"c.three"_s}));
        QCOMPARE(aliases.exactly(u"both"_s), (QStringList{u"a.one"_s, u"b.two"_s, u"c.three"_s}));
    }

    void aModelCanBeAskedElsewhereByItsOwnName()
    {
        const ModelAliases aliases =
                table({{u"meta.x"_s, {u"meta.x"_s, u"eu-frankfurt-1/meta.x"_s}},
                       {u"x"_s, {u"meta.x"_s}}});

        const QStringList both{u"meta.x"_s, u"eu-frankfurt-1/meta.x"_s};
        QCOMPARE(aliases.exactly(u"meta.x"_s), both);
        QCOMPARE(aliases.exactly(u"x"_s), both);
    }

    void manyWaysToTheSameEndTakeNoTime()
    {
        QList<Alias> aliases;
        for (int i = 0; i < 400; ++i) {
            const QString next = QString::number(i / 2 * 2 + 2);
            aliases.append({u"n%1"_s.arg(i), {u"n"_s + next, u"n%1"_s.arg(next.toInt() + 1)}});
        }
        QElapsedTimer timer;
        timer.start();

        QVERIFY(ModelAliases::from(aliases));

        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    }

    void refuses_data()
    {
        QTest::addColumn<QList<Alias>>("aliases");
        QTest::addColumn<QString>("saying");

        using Aliases = QList<Alias>;
        QTest::newRow("no target") << Aliases{{u"a"_s, {}}} << u"has no target"_s;
        QTest::newRow("an empty target") << Aliases{{u"a"_s, {QString()}}} << u"'a' has a target"_s;
        QTest::newRow("an empty name") << Aliases{{QString(), {u"b"_s}}} << u"no name"_s;
        QTest::newRow("a line break") << Aliases{{u"a\nb"_s, {u"b"_s}}} << u"no name"_s;
        QTest::newRow("a pattern as target") << Aliases{{u"a"_s, {u"b*"_s}}} << u"no * in it"_s;
        QTest::newRow("itself") << Aliases{{u"a"_s, {u"a"_s}}} << u"leads to itself"_s;
        QTest::newRow("twice") << Aliases{{u"a"_s, {u"b"_s}}, {u"a"_s, {u"c"_s}}} << u"twice"_s;
        QTest::newRow("a circle") << Aliases{{u"a"_s, {u"b"_s}},
                                             {u"b"_s, {u"c"_s}},
                                             {u"c"_s, {u"x"_s, u"a"_s}}}
                                  << u"a -> b -> c -> a"_s;
        QTest::newRow("many targets")
                << Aliases{{u"a"_s, QString(u"b,"_s.repeated(20)).chopped(1).split(u',')}}
                << u"more than 16"_s;
        Aliases many;
        for (int i = 0; i <= ModelAliases::most; ++i)
            many.append({u"a%1"_s.arg(i), {u"b"_s}});
        QTest::newRow("many") << many << u"more than 1000"_s;
    }

    void refuses()
    {
        QFETCH(QList<Alias>, aliases);
        QFETCH(QString, saying);

        const auto result = ModelAliases::from(aliases);

        QVERIFY(!result);
        QVERIFY2(result.error().message.contains(saying), qPrintable(result.error().message));
    }

    void anAllowlistLetsThroughWhatIsOnIt()
    {
        const RoutingSettings settings{.aliases = table({{u"best"_s, {u"b.hidden"_s}}}),
                                       .models = {u"meta.*"_s, u"cohere.command-a"_s},
                                       .isAllowlist = true};

        QVERIFY(targetsFor(settings, u"meta.llama"_s, true));
        QVERIFY(targetsFor(settings, u"DEFAULT/eu-frankfurt-1/meta.llama"_s, false));
        QVERIFY(targetsFor(settings, u"best"_s, false));
        for (const QString &name : {u"b.hidden"_s, u"cohere.command-a-2"_s, u"ocid1.x"_s, u""_s}) {
            const auto refused = targetsFor(settings, name, true);
            QVERIFY2(!refused, qPrintable(name));
            QCOMPARE(refused.error().code, core::ErrorCode::NotFound);
            QCOMPARE(refused.error().reason, u"model_not_found"_s);
            QCOMPARE(refused.error().param, u"model"_s);
        }
    }
};

QTEST_APPLESS_MAIN(TestModelAliases)
#include "tst_modelaliases.moc"
