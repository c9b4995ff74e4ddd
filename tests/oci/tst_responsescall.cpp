// SPDX-License-Identifier: MIT
#include "core/json/json.h"
#include "oci/inference/responsescall.h"
#include "tests/support/fixtures.h"

#include <QTest>

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;
using oci::StoredAction;
using tests::json;

namespace {

oci::ChatSettings settingsOf(const QString &project = u"ocid1.generativeaiproject.oc1..test"_s)
{
    return {.region = u"us-chicago-1"_s,
            .compartmentId = u"ocid1.compartment.oc1..test"_s,
            .projectId = project,
            .endpoints = oci::Endpoints(u"http://localhost:1/{region}/{service}"_s)};
}

QByteArray headerOf(const oci::OutgoingRequest &request, const char *name)
{
    return core::http::headerValue(request.headers, name);
}

} // namespace

class TestResponsesCall : public QObject
{
    Q_OBJECT

private slots:
    void whatCodexTellsOfItselfStaysHere()
    {
        const auto body = core::json::parseObject(
                json("{'model':'xai.grok-4.3','input':'Hi','client_metadata':{'id':'1'}}"));

        const auto request = oci::outgoingResponse(*body, false, settingsOf(), false, nullptr);

        QVERIFY(request);
        QVERIFY(!request->body.contains("client_metadata"));
        QVERIFY(request->body.contains("\"input\""));
    }

    void passesTheBodyThrough_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("stream");
        QTest::newRow("plain")
                << json("{'model':'xai.grok-4.3','input':'Hi','max_output_tokens':200}") << false;
        QTest::newRow("everything")
                << json("{'input':[{'role':'user','content':[{'type':'input_text','text':'ü'}]}],"
                        "'model':'oci/openai.gpt-oss-120b','stream':false,'store':true,"
                        "'tools':[{'type':'web_search','z':1,'a':2}],'unknown':{'y':[1,2.5]},"
                        "'reasoning':{'effort':'low'}}")
                << true;
        // What works in the background or in a conversation has to be kept.
        QTest::newRow("background")
                << json("{'model':'xai.grok-4.3','input':'Hi','background':true}") << false;
        QTest::newRow("stream_not_wanted")
                << json("{'model':'xai.grok-4.3','input':'Hi','stream':true}") << false;
    }

    void passesTheBodyThrough()
    {
        QFETCH(QByteArray, body);
        QFETCH(bool, stream);
        const QString tag = QString::fromLatin1(QTest::currentDataTag());

        const auto request = oci::outgoingResponse(core::json::parseObject(body).value(), stream,
                                                   settingsOf(), false, nullptr);

        QVERIFY(request);
        QCOMPARE(request->method, "POST");
        QCOMPARE(tests::differenceFromGolden(u"oci/openai_responses_%1.json"_s.arg(tag),
                                             request->body + '\n'),
                 QString());
        QCOMPARE(headerOf(*request, "accept").contains("event-stream"), stream);
    }

    void nothingIsKeptUnlessItIsAskedFor_data()
    {
        QTest::addColumn<QByteArray>("store");
        QTest::addColumn<bool>("kept");
        QTest::newRow("not said") << QByteArray() << false;
        QTest::newRow("null") << QByteArray(",\"store\":null") << false;
        QTest::newRow("false") << QByteArray(",\"store\":false") << false;
        QTest::newRow("true") << QByteArray(",\"store\":true") << true;
    }

    void nothingIsKeptUnlessItIsAskedFor()
    {
        QFETCH(QByteArray, store);
        QFETCH(bool, kept);
        const auto body = core::json::parseObject("{\"model\":\"xai.grok-4.3\",\"input\":\"Hi\"" +
                                                  store + "}");

        const auto request = oci::outgoingResponse(*body, false, settingsOf(), false, nullptr);

        QVERIFY(request);
        QCOMPARE(core::json::boolAt(*core::json::parseObject(request->body), "store"),
                 std::optional(kept));
    }

    void eachModelHasACircuitOfItsOwn()
    {
        const auto circuit = [](const char *model) {
            return oci::outgoingResponse({{"model", model}}, false, settingsOf(), false, nullptr)
                    ->circuit;
        };

        QVERIFY(!circuit("xai.grok-4.3").isEmpty());
        QVERIFY(circuit("xai.grok-4.3") != circuit("openai.gpt-5"));
    }

    void signedCallsNameCompartmentAndProject()
    {
        const auto request = oci::outgoingResponse({{"model", "xai.grok-4.3"}}, false, settingsOf(),
                                                   false, nullptr);

        QVERIFY(request);
        QCOMPARE(request->url.toString(),
                 u"http://localhost:1/us-chicago-1/inference.generativeai/openai/v1/responses"_s);
        QCOMPARE(headerOf(*request, "opc-compartment-id"), "ocid1.compartment.oc1..test");
        QCOMPARE(headerOf(*request, "OpenAI-Project"), "ocid1.generativeaiproject.oc1..test");
        QCOMPARE(headerOf(*request, "content-type"), "application/json");
    }

    void aBearerKeyImpliesItsCompartment_data()
    {
        QTest::addColumn<QString>("base");
        QTest::newRow("plain") << u"https://example.com/openai/v1"_s;
        QTest::newRow("slash") << u"https://example.com/openai/v1/"_s;
        QTest::newRow("of chats") << u"https://example.com/openai/v1/chat/completions"_s;
        QTest::newRow("of responses") << u"https://example.com/openai/v1/responses"_s;
    }

    void aBearerKeyImpliesItsCompartment()
    {
        QFETCH(QString, base);
        const oci::ChatSettings settings{.openAiBase = QUrl(base)};

        const auto request =
                oci::outgoingResponse({{"model", "xai.grok-4.3"}}, false, settings, true, nullptr);

        QVERIFY(request);
        QCOMPARE(request->url.toString(), u"https://example.com/openai/v1/responses"_s);
        QCOMPARE(headerOf(*request, "opc-compartment-id"), "");
        QCOMPARE(headerOf(*request, "OpenAI-Project"), "");
    }

    void storedResponsesAreReachedById_data()
    {
        QTest::addColumn<StoredAction>("action");
        QTest::addColumn<QString>("query");
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QString>("rest");
        QTest::newRow("retrieve") << StoredAction::Retrieve << u"include[]=a%26b&limit=3"_s
                                  << QByteArray("GET") << u"?include%5B%5D=a%26b"_s;
        QTest::newRow("delete") << StoredAction::Delete << u"include=a"_s << QByteArray("DELETE")
                                << u""_s;
        QTest::newRow("cancel") << StoredAction::Cancel << QString() << QByteArray("POST")
                                << u"/cancel"_s;
        QTest::newRow("items") << StoredAction::ListInputItems << u"limit=3&x=y&order=asc"_s
                               << QByteArray("GET") << u"/input_items?limit=3&order=asc"_s;
    }

    void storedResponsesAreReachedById()
    {
        QFETCH(StoredAction, action);
        QFETCH(QString, query);
        QFETCH(QByteArray, method);
        QFETCH(QString, rest);

        const auto request =
                oci::outgoingStored(action, u"resp_1-a"_s, QUrlQuery(query), settingsOf(), false);

        QVERIFY(request);
        QCOMPARE(request->method, method);
        QCOMPARE(
                QString::fromLatin1(request->url.toEncoded()),
                u"http://localhost:1/us-chicago-1/inference.generativeai/openai/v1/responses/resp_1-a"_s +
                        rest);
        QVERIFY(request->body.isEmpty());
        QCOMPARE(headerOf(*request, "OpenAI-Project"), "ocid1.generativeaiproject.oc1..test");
    }

    void anIdLeadsToNoOtherPath_data()
    {
        QTest::addColumn<QString>("id");
        for (const char *id : {"", "a/b", "..", ".", "a?b", "a#b", "a%2Fb", "a b", "ü"})
            QTest::newRow(id) << QString::fromUtf8(id);
        QTest::newRow("long") << QString(257, u'a');
    }

    void anIdLeadsToNoOtherPath()
    {
        QFETCH(QString, id);

        const auto request = oci::outgoingStored(StoredAction::Delete, id, {}, settingsOf(), false);

        QVERIFY(!request);
        QCOMPARE(request.error().code, core::ErrorCode::InvalidRequest);
    }

    void refusesWhatCannotBeServed()
    {
        QCOMPARE(oci::outgoingResponse({}, false, settingsOf(), false, nullptr).error().param,
                 u"model"_s);
        QCOMPARE(oci::outgoingResponse({{"model", "x.y"}}, false, {.region = u"us-chicago-1"_s},
                                       false, nullptr)
                         .error()
                         .reason,
                 u"compartment_missing"_s);
        QCOMPARE(oci::outgoingStored(StoredAction::Retrieve, u"a"_s, QUrlQuery(u"stream=true"_s),
                                     settingsOf(), false)
                         .error()
                         .param,
                 u"stream"_s);
    }

    void refusalsForWantOfAProjectSaySo()
    {
        const core::Error refusal{.message = u"Not found"_s, .upstreamStatus = 404};
        const core::Error wrong{.message = u"Project unknown"_s, .upstreamStatus = 400};
        const core::Error other{.message = u"Bad input"_s, .upstreamStatus = 400};

        QVERIFY(oci::explainedResponse(refusal, settingsOf({}))
                        .advice.contains("OCI_GENAI_PROJECT"_L1));
        QCOMPARE(oci::explainedResponse(refusal, settingsOf()), refusal);
        QVERIFY(oci::explainedResponse(wrong, settingsOf()).advice.contains("..test"_L1));
        QCOMPARE(oci::explainedResponse(other, settingsOf({})), other);
    }
};

QTEST_APPLESS_MAIN(TestResponsesCall)
#include "tst_responsescall.moc"
