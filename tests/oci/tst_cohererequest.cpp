// SPDX-License-Identifier: MIT
#include "core/json/json.h"
#include "oci/inference/cohererequest.h"
#include "oci/inference/coherev2request.h"
#include "tests/support/chatcases.h"
#include "tests/support/fixtures.h"

#include <QTest>

using core::ChatRequest;
using core::Message;
using core::Role;
using core::textMessage;
using namespace Qt::StringLiterals;

namespace {

const QString commandA = u"cohere.command-a-03-2025"_s;
const QString thinker = u"cohere.command-a-reasoning-08-2025"_s;

oci::ModelProfile profile(const QString &model)
{
    return oci::profileOf(model, oci::builtInModels());
}

core::Result<QByteArray> cohere(const ChatRequest &request)
{
    return oci::cohereRequestBody(request, {.model = commandA, .id = commandA},
                                  u"ocid1.compartment.oc1..test"_s, profile(commandA));
}

core::Result<QByteArray> cohereV2(const ChatRequest &request)
{
    return oci::cohereV2RequestBody(request, {.model = thinker, .id = thinker},
                                    u"ocid1.compartment.oc1..test"_s, profile(thinker));
}

} // namespace

class TestCohereRequest : public QObject
{
    Q_OBJECT

private slots:
    void translatesToCohere_data() { tests::addCohereCases(); }

    void translatesToCohere()
    {
        QFETCH(ChatRequest, request);
        const QString name = QString::fromLatin1(QTest::currentDataTag());
        if (name.endsWith("images_v2"_L1)) {
            QCOMPARE(cohere(request).error().param, u"messages[0].content[1].image_url"_s);
            return;
        }

        const auto body = cohere(request);

        QVERIFY2(body, body ? "" : qPrintable(body.error().message));
        QVERIFY(core::json::parseObject(*body));
        QCOMPARE(tests::differenceFromGolden(u"oci/cohere_%1.json"_s.arg(name), *body + '\n'),
                 QString());
    }

    void translatesToCohereV2_data() { tests::addCohereCases(); }

    void translatesToCohereV2()
    {
        QFETCH(ChatRequest, request);

        const auto body = cohereV2(request);

        QVERIFY2(body, body ? "" : qPrintable(body.error().message));
        QVERIFY(core::json::parseObject(*body));
        QCOMPARE(tests::differenceFromGolden(u"oci/coherev2_%1.json"_s.arg(
                                                     QString::fromLatin1(QTest::currentDataTag())),
                                             *body + '\n'),
                 QString());
    }

    void whatCannotBeSaidIsRefused_data()
    {
        QTest::addColumn<ChatRequest>("request");
        QTest::addColumn<QString>("param");
        QTest::addColumn<bool>("v2TakesIt");
        const Message hi = textMessage(Role::User, u"Hi"_s);
        Message stray = textMessage(Role::Tool, u"4"_s);
        stray.toolCallId = u"call_9"_s;
        Message pdf = hi;
        pdf.content += core::FilePart{.dataUri = "data:application/pdf;base64,JVBE"};
        Message sound = hi;
        sound.content += core::FilePart{core::FilePart::Kind::Audio, "data:audio/mp3;base64,SUQz"};
        Message broken = hi;
        broken.content += core::FilePart{.dataUri = "data:text/plain;base64,****"};
        Message short_ = hi;
        short_.content += core::FilePart{.dataUri = "d,"};

        QTest::newRow("several answers")
                << ChatRequest{.messages = {hi}, .choices = 2} << u"n"_s << false;
        QTest::newRow("result without a call")
                << ChatRequest{.messages = {hi, stray}} << u"messages[1].tool_call_id"_s << true;
        QTest::newRow("the model spoke last")
                << ChatRequest{.messages = {hi, textMessage(Role::Assistant, u"Hello"_s)}}
                << u"messages"_s << true;
        QTest::newRow("PDF") << ChatRequest{.messages = {pdf}} << u"messages[0].content[1].file"_s
                             << false;
        QTest::newRow("sound") << ChatRequest{.messages = {sound}}
                               << u"messages[0].content[1].file"_s << false;
        QTest::newRow("broken base64")
                << ChatRequest{.messages = {broken}} << u"messages[0].content[1].file"_s << false;
        QTest::newRow("no URI") << ChatRequest{.messages = {short_}}
                                << u"messages[0].content[1].file"_s << false;
    }

    void whatCannotBeSaidIsRefused()
    {
        QFETCH(ChatRequest, request);
        QFETCH(QString, param);
        QFETCH(bool, v2TakesIt);

        const auto body = cohere(request);

        QVERIFY(!body);
        QCOMPARE(body.error().code, core::ErrorCode::InvalidRequest);
        QCOMPARE(body.error().param, param);
        QVERIFY(!body.error().message.isEmpty());
        QCOMPARE(cohereV2(request).has_value(), v2TakesIt);
    }

    void typesOfParametersHavePythonsNames_data()
    {
        QTest::addColumn<QByteArray>("schema");
        QTest::addColumn<QString>("type");
        const auto row = [](const char *schema, const QString &type) {
            QTest::newRow(schema) << tests::json(schema) << type;
        };
        row("{'type':'string'}", u"str"_s);
        row("{'type':'integer'}", u"int"_s);
        row("{'type':'number'}", u"float"_s);
        row("{'type':'boolean'}", u"bool"_s);
        row("{'type':'object'}", u"dict"_s);
        row("{'properties':{}}", u"dict"_s);
        row("{'type':['null','integer']}", u"int"_s);
        row("{'type':'array'}", u"List[str]"_s); // never a bare list (14.20)
        row("{'type':'array','items':{}}", u"List[str]"_s);
        row("{'type':'array','items':{'type':'array','items':{'type':'number'}}}",
            u"List[List[float]]"_s);
        row("{'enum':['a']}", u"str"_s);
        row("true", u"str"_s);
    }

    void typesOfParametersHavePythonsNames()
    {
        QFETCH(QByteArray, schema);
        QFETCH(QString, type);
        ChatRequest request{.messages = {textMessage(Role::User, u"Hi"_s)},
                            .tools = {{.name = u"f"_s}}};
        request.tools[0].parameters["properties"] =
                boost::json::object{{"p", core::json::parse(schema).value()}};

        const auto body = cohere(request);

        QVERIFY(body);
        const QByteArray expected = "\"type\":\"" + type.toLatin1() + "\",\"isRequired\":false";
        QVERIFY2(body->contains(expected), body->constData());
    }

    void anEndpointMayAnswerLonger()
    {
        const ChatRequest request{.messages = {textMessage(Role::User, u"Hi"_s)},
                                  .maxTokens = 9000};
        const auto body = oci::cohereRequestBody(request,
                                                 {.id = u"ocid1.generativeaiendpoint.oc1.x.y"_s,
                                                  .serving = core::ServingMode::Dedicated},
                                                 u"c"_s, profile(commandA));

        QVERIFY(body && body->contains("\"maxTokens\":9000"));
        QVERIFY(cohere(request)->contains("\"maxTokens\":4000"));
    }
};

QTEST_APPLESS_MAIN(TestCohereRequest)
#include "tst_cohererequest.moc"
