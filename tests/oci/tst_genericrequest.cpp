// SPDX-License-Identifier: MIT
#include "core/json/json.h"
#include "oci/inference/genericrequest.h"
#include "oci/inference/openairequest.h"
#include "tests/support/chatcases.h"
#include "tests/support/fixtures.h"

#include <QTest>

using core::ChatRequest;
using namespace Qt::StringLiterals;

class TestGenericRequest : public QObject
{
    Q_OBJECT

private slots:
    void translatesToGeneric_data() { tests::addChatCases(); }

    void translatesToGeneric()
    {
        QFETCH(QString, model);
        QFETCH(ChatRequest, request);
        const oci::ChatTarget target{.model = model, .id = model};

        const auto body = oci::genericRequestBody(request, target, u"ocid1.compartment.oc1..test"_s,
                                                  oci::profileOf(model, oci::builtInModels()));

        QVERIFY(body);
        QVERIFY(core::json::parseObject(*body));
        QCOMPARE(tests::differenceFromGolden(
                         u"oci/generic_%1.json"_s.arg(QString::fromLatin1(QTest::currentDataTag())),
                         *body + '\n'),
                 QString());
    }

    void translatesToOpenAi_data() { tests::addChatCases(); }

    void translatesToOpenAi()
    {
        QFETCH(QString, model);
        QFETCH(ChatRequest, request);

        const auto body =
                oci::openAiRequestBody(request, model, oci::profileOf(model, oci::builtInModels()));

        QVERIFY(body);
        QVERIFY(core::json::parseObject(*body));
        QCOMPARE(tests::differenceFromGolden(
                         u"oci/openai_%1.json"_s.arg(QString::fromLatin1(QTest::currentDataTag())),
                         *body + '\n'),
                 QString());
    }

    //! Llama may repeat a call for ever (14.29): who runs the tools ends that by forbidding them.
    void whoHasHadEnoughOfACallForbidsTools()
    {
        ChatRequest request{.messages = {core::textMessage(core::Role::User, u"Hi"_s)},
                            .tools = {{.name = u"weather"_s}},
                            .toolChoice = core::ToolChoice{.mode = core::ToolChoice::Mode::None}};
        for (int i = 0; i < 3; ++i) {
            const QString id = u"call_%1"_s.arg(i);
            request.messages.append({.role = core::Role::Assistant,
                                     .toolCalls = {{id, u"weather"_s, R"({"city":"Oslo"})"}}});
            core::Message result = core::textMessage(core::Role::Tool, u"20"_s);
            result.toolCallId = id;
            request.messages.append(result);
        }
        const QString model = u"meta.llama-3.3-70b-instruct"_s;
        const auto profile = oci::profileOf(model, oci::builtInModels());

        const auto native =
                oci::genericRequestBody(request, {.model = model, .id = model}, u"c"_s, profile);
        const auto openAi = oci::openAiRequestBody(request, model, profile);

        QVERIFY(native);
        QVERIFY2(native->contains(R"("toolChoice":{"type":"NONE"})"), native->constData());
        QCOMPARE(native->count(R"("role":"TOOL")"), 3);
        QVERIFY(openAi);
        QVERIFY2(openAi->contains(R"("tool_choice":"none")"), openAi->constData());
    }

    void anEndpointIsDedicated()
    {
        const QString ocid = u"ocid1.generativeaiendpoint.oc1.us-chicago-1.test"_s;
        const auto body = oci::genericRequestBody(
                {.messages = {core::textMessage(core::Role::User, u"Hi"_s)}},
                {.id = ocid, .serving = core::ServingMode::Dedicated}, u"c"_s,
                oci::profileOf({}, oci::builtInModels()));

        const auto json = core::json::parseObject(*body);
        const auto *serving = core::json::objectAt(*json, "servingMode");
        QVERIFY(serving);
        QCOMPARE(core::json::textAt(*serving, "servingType"), u"DEDICATED"_s);
        QCOMPARE(core::json::textAt(*serving, "endpointId"), ocid);
    }

    void attachmentsMustBeDataUris_data()
    {
        QTest::addColumn<core::ContentPart>("part");
        QTest::addColumn<QString>("param");
        QTest::addColumn<bool>("openAiTakesIt");
        using core::ContentPart;
        QTest::newRow("web") << ContentPart(core::ImagePart{"https://example.com/a.png"})
                             << u"messages[0].content[0].image_url"_s << true;
        QTest::newRow("capitals") << ContentPart(core::ImagePart{"HTTP://example.com/a.png"})
                                  << u"messages[0].content[0].image_url"_s << true;
        QTest::newRow("file") << ContentPart(core::ImagePart{"file:///etc/passwd"})
                              << u"messages[0].content[0].image_url"_s << false;
        QTest::newRow("document") << ContentPart(
                                             core::FilePart{.dataUri = "https://example.com/a.pdf"})
                                  << u"messages[0].content[0].file"_s << false;
    }

    void attachmentsMustBeDataUris()
    {
        QFETCH(core::ContentPart, part);
        QFETCH(QString, param);
        QFETCH(bool, openAiTakesIt);
        const ChatRequest request{.messages = {{.content = {part}}}};

        const auto generic = oci::genericRequestBody(request, {}, {}, {});
        QVERIFY(!generic);
        QCOMPARE(generic.error().code, core::ErrorCode::InvalidRequest);
        QCOMPARE(generic.error().param, param);
        QCOMPARE(oci::openAiRequestBody(request, {}, {}).has_value(), openAiTakesIt);
    }
};

QTEST_APPLESS_MAIN(TestGenericRequest)
#include "tst_genericrequest.moc"
