// SPDX-License-Identifier: MIT
#include "oci/inference/routetable.h"

#include "oci/inference/chatcall.h"
#include "oci/inference/knownmodels.h"

#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using oci::RouteOverride;
using oci::RouteOverrides;
using oci::Transport;

namespace {

constexpr auto endpoint = "ocid1.generativeaiendpoint.oc1.us-chicago-1.e"_L1;
constexpr auto deployment = "ocid1.datasciencemodeldeployment.oc1.us-chicago-1.d"_L1;
constexpr auto profile = "ocid1.generativeairoutingprofile.oc1.us-chicago-1.r"_L1;

Transport routed(const QString &name, bool isBearer = false, const RouteOverrides &own = {})
{
    return oci::routeFor({.model = name.startsWith("ocid1."_L1) ? QString() : name,
                          .id = name,
                          .asked = name,
                          .isBearer = isBearer},
                         own)
            .transport;
}

} // namespace

class TestRouteTable : public QObject
{
    Q_OBJECT

private slots:
    void decides_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("isBearer");
        QTest::addColumn<Transport>("transport");
        const auto row = [](const QString &name, bool isBearer, Transport transport) {
            QTest::addRow("%s, %s", qPrintable(name), isBearer ? "key" : "signed")
                    << name << isBearer << transport;
        };
        row(u"meta.llama-3.3-70b-instruct"_s, false, Transport::Generic);
        row(u"meta.llama-3.3-70b-instruct"_s, true, Transport::OpenAi);
        row(u"newvendor.model"_s, false, Transport::Generic);
        row(u"cohere.command-a-03-2025"_s, false, Transport::Cohere);
        row(u"cohere.command-z-2030"_s, false, Transport::Cohere);
        row(u"cohere.command-a-vision-07-2025"_s, false, Transport::CohereV2);
        row(u"cohere.new-vision"_s, false, Transport::CohereV2);
        row(u"cohere.command-a-reasoning-08-2025"_s, false, Transport::CohereV2);
        row(u"cohere."_s, false, Transport::Cohere);
        row(u"imported/cohere.like"_s, false, Transport::Generic);
        row(u"openai.gpt-5"_s, false, Transport::Generic);
        row(u"openai.gpt-5-pro"_s, false, Transport::Responses);
        row(u"openai.gpt-5-pro"_s, true, Transport::Responses);
        row(u"openai.gpt-5.5-pro-2026-04-23"_s, false, Transport::Responses);
        row(u"xai.grok-4.20-multi-agent"_s, false, Transport::Responses);
        row(u"xai.grok-4.20-0309-reasoning"_s, false, Transport::Generic);
        row(endpoint, false, Transport::Generic);
        row(deployment, false, Transport::DataScience);
        row(profile, false, Transport::OpenAi);
    }

    void decides()
    {
        QFETCH(QString, name);
        QFETCH(bool, isBearer);
        QFETCH(Transport, transport);

        QCOMPARE(routed(name, isBearer), transport);
    }

    //! What is shipped as facts on models is what the table does.
    void agreesWithTheTableOfModels()
    {
        int compared = 0;
        for (const oci::KnownModel &model : oci::builtInModels().all()) {
            if (!model.chats)
                continue;
            ++compared;
            const Transport expected = model.responsesOnly ? Transport::Responses
                                       : model.format == oci::ApiFormat::Cohere ? Transport::Cohere
                                       : model.format == oci::ApiFormat::CohereV2
                                               ? Transport::CohereV2
                                               : Transport::Generic;
            QVERIFY2(routed(model.id) == expected, qPrintable(model.id));
        }
        QVERIFY(compared > 30);
    }

    void everyLineHasAReasonAndTheLastFitsEverything()
    {
        QSet<QString> seen;
        for (const oci::RouteRow &row : oci::routeTable()) {
            QVERIFY(!row.reason.isEmpty());
            QVERIFY(!row.others.contains(row.transport));
            const QString key =
                    u"%1 %2 %3"_s.arg(int(row.of)).arg(row.pattern).arg(int(row.credential));
            QVERIFY2(!seen.contains(key), qPrintable(key));
            seen.insert(key);
        }
        QCOMPARE(oci::routeTable().back().pattern, "*"_L1);
        QCOMPARE(oci::routeTable().back().of, oci::RouteRow::Of::Name);
    }

    void aPersonsWordCountsWhereItCanBeFollowed_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<Transport>("wanted");
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("isBearer");
        QTest::addColumn<Transport>("got");
        const QString grok = u"xai.grok-4.3"_s;
        const auto row = [](const char *what, const char *pattern, Transport wanted,
                            const QString &name, Transport got, bool isBearer = false) {
            QTest::newRow(what) << QString::fromLatin1(pattern) << wanted << name << isBearer
                                << got;
        };
        row("a name", "xai.grok-4.3", Transport::OpenAi, grok, Transport::OpenAi);
        row("another name", "xai.grok-4", Transport::OpenAi, grok, Transport::Generic);
        row("a pattern", "xai.*", Transport::OpenAi, grok, Transport::OpenAi);
        row("stars", "*grok*.3", Transport::OpenAi, grok, Transport::OpenAi);
        row("stars that do not fit", "*grok*.3*x", Transport::OpenAi, grok, Transport::Generic);
        row("a star for nothing", "xai.grok-4.3*", Transport::OpenAi, grok, Transport::OpenAi);
        row("no overlap", "xai.grok*grok-4.3", Transport::OpenAi, grok, Transport::Generic);
        row("everything", "*", Transport::CohereV2, endpoint, Transport::CohereV2);
        row("an OCID", "ocid1.generativeaiendpoint.*", Transport::OpenAi, endpoint,
            Transport::OpenAi);
        row("native with a key", "*", Transport::Generic, grok, Transport::OpenAi, true);
        row("a deployment elsewhere", "*", Transport::OpenAi, deployment, Transport::DataScience);
        row("a profile elsewhere", "*", Transport::Generic, profile, Transport::OpenAi);
        row("no deployment", "*", Transport::DataScience, grok, Transport::Generic);
        row("a model of the Responses API", "openai.*", Transport::Generic, u"openai.gpt-5-pro"_s,
            Transport::Generic);
    }

    void aPersonsWordCountsWhereItCanBeFollowed()
    {
        QFETCH(QString, pattern);
        QFETCH(Transport, wanted);
        QFETCH(QString, name);
        QFETCH(bool, isBearer);
        QFETCH(Transport, got);

        QCOMPARE(routed(name, isBearer, {{.pattern = pattern, .transport = wanted}}), got);
    }

    void theFirstThatFitsCounts()
    {
        const RouteOverrides own{{.pattern = u"xai.grok-3*"_s, .transport = Transport::Generic},
                                 {.pattern = u"xai.*"_s, .transport = Transport::OpenAi}};

        QCOMPARE(routed(u"xai.grok-3"_s, false, own), Transport::Generic);
        QCOMPARE(routed(u"xai.grok-4"_s, false, own), Transport::OpenAi);
    }

    void anEndpointIsMeantByTheNameThatItIsAskedBy()
    {
        const QList<core::ModelInfo> known{{.id = u"team/model"_s,
                                            .ocid = endpoint,
                                            .serving = core::ServingMode::Dedicated,
                                            .baseModel = u"cohere.command-r-08-2024"_s}};
        const RouteOverrides own{{.pattern = u"team/*"_s, .transport = Transport::OpenAi}};

        const auto call = oci::chatCallFor(u"oci/team/model"_s, false, known, true, own);

        QVERIFY(call);
        QCOMPARE(call->profile.transport, Transport::OpenAi);
        QCOMPARE(oci::chatCallFor(u"team/model"_s, false, known)->profile.transport,
                 Transport::Cohere);
    }

    void readsAnOverride()
    {
        const auto read = [](const char *pattern, const char *transport) {
            return *oci::readRouteOverride(QString::fromLatin1(pattern),
                                           QString::fromLatin1(transport), u"here"_s);
        };
        QCOMPARE(read("xai.*", " OpenAI"),
                 (RouteOverride{.pattern = u"xai.*"_s, .transport = Transport::OpenAi}));
        QCOMPARE(read("DEFAULT / xai.*", "generic"),
                 (RouteOverride{.connection = u"DEFAULT"_s, .pattern = u"xai.*"_s}));
        QCOMPARE(read("*/team/model", "coherev2"),
                 (RouteOverride{.pattern = u"team/model"_s, .transport = Transport::CohereV2}));
        QCOMPARE(read("my model", "datascience").transport, Transport::DataScience);

        const RouteOverrides all{read("a/x", "openai"), read("b/y", "openai"), read("z", "cohere")};
        const RouteOverrides own = oci::overridesFor(all, u"b"_s);
        QCOMPARE(own.size(), 2);
        QCOMPARE(own[0], (RouteOverride{.pattern = u"y"_s, .transport = Transport::OpenAi}));
        QCOMPARE(own[1].pattern, u"z"_s);
    }

    void aBadOverrideIsRefused_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("transport");
        QTest::addColumn<QString>("says");
        QTest::newRow("no transport") << u"xai.*"_s << QString() << u"there are generic"_s;
        QTest::newRow("unknown transport") << u"xai.*"_s << u"grpc"_s << u"'grpc'"_s;
        QTest::newRow("no chats there") << u"xai.*"_s << u"responses"_s << u"'responses'"_s;
        QTest::newRow("no pattern") << u" "_s << u"openai"_s << u"names no model"_s;
        QTest::newRow("no pattern behind") << u"DEFAULT/"_s << u"openai"_s << u"names no model"_s;
        QTest::newRow("no connection") << u"/xai.*"_s << u"openai"_s << u"no connection"_s;
        QTest::newRow("control character") << u"xai\n*"_s << u"openai"_s << u"control"_s;
    }

    void aBadOverrideIsRefused()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, transport);
        QFETCH(QString, says);

        const auto read = oci::readRouteOverride(pattern, transport, u"GATEHOUSE_ROUTES"_s);

        QVERIFY(!read);
        QVERIFY(read.error().message.startsWith("GATEHOUSE_ROUTES: "_L1));
        QVERIFY2(read.error().message.contains(says), qPrintable(read.error().message));
    }
};

QTEST_APPLESS_MAIN(TestRouteTable)
#include "tst_routetable.moc"
