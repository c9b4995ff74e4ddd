// SPDX-License-Identifier: MIT
#include "tests/oci/dialectbench.h"

using namespace Qt::StringLiterals;
using namespace tests;
using boost::json::object;
using core::ChatRequest;
using core::FinishReason;
using core::Message;
using core::Role;
using core::textMessage;

namespace {

const QString commandA = u"cohere.command-a-03-2025"_s;
const QString vision = u"cohere.command-a-vision-07-2025"_s;
const QString thinker = u"cohere.command-a-reasoning-08-2025"_s;

core::Tool weatherTool()
{
    return {.name = u"get_weather"_s,
            .description = u"Current weather"_s,
            .parameters = *core::json::parseObject(
                    R"({"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}},"required":["city"]})")};
}

ChatRequest asking(const QString &model, const QString &question)
{
    return {.model = model,
            .messages = {textMessage(Role::System, u"Be brief."_s),
                         textMessage(Role::User, u"Hello"_s),
                         textMessage(Role::Assistant, u"Hi!"_s), textMessage(Role::User, question)},
            .maxTokens = 3000};
}

ChatRequest withTools(const QString &model)
{
    ChatRequest request = asking(model, u"What is the weather in Oslo and in Paris?"_s);
    request.tools = {weatherTool()};
    return request;
}

//! The calls have ids that were made here where the dialect has none.
FinalAnswer withoutIds(FinalAnswer answer)
{
    for (core::ChatChoice &choice : answer.choices) {
        for (core::ToolCall &call : choice.message.toolCalls)
            call.id.clear();
    }
    answer.outcome.created = {};
    return answer;
}

} // namespace

//! Every dialect against the simulated service: what we say is understood, what it says is read.
class TestDialects : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_demo = std::make_unique<DemoHarness>(); } // its key takes a while

    void aStreamSaysWhatTheWholeAnswerSays_data()
    {
        QTest::addColumn<ChatRequest>("request");
        QTest::addColumn<bool>("openAi");
        const QStringList models{u"meta.llama-3.3-70b-instruct"_s,
                                 u"openai.gpt-oss-120b"_s,
                                 u"openai.gpt-5-mini"_s,
                                 u"xai.grok-4.3"_s,
                                 u"google.gemini-2.5-flash"_s,
                                 commandA,
                                 vision,
                                 thinker};
        for (const QString &model : models) {
            for (const bool openAi : {false, true}) {
                if (openAi && model.startsWith("cohere."_L1))
                    continue; // not served there
                const auto row = [&](const char *what, const ChatRequest &request) {
                    QTest::addRow("%s, %s%s", qPrintable(model), what,
                                  openAi ? ", OpenAI's dialect" : "")
                            << request << openAi;
                };
                row("text", asking(model, u"Tell me about owls"_s));
                row("calls", withTools(model));
                ChatRequest brief = asking(model, u"Tell me about owls"_s);
                brief.maxTokens = 7;
                row("limit", brief);
                ChatRequest schema = asking(model, u"Which city?"_s);
                schema.responseFormat =
                        core::ResponseFormat{.kind = core::ResponseFormat::Kind::JsonSchema,
                                             .name = u"city"_s,
                                             .schema = weatherTool().parameters};
                row("schema", schema);
                ChatRequest results = withTools(model);
                results.messages.append(
                        {.role = Role::Assistant,
                         .toolCalls = {{u"a"_s, u"get_weather"_s, R"({"city":"Oslo"})"},
                                       {u"b"_s, u"get_weather"_s, R"({"city":"Paris"})"}}});
                for (const QString &id : {u"a"_s, u"b"_s}) {
                    results.messages.append(textMessage(Role::Tool, u"4 degrees"_s));
                    results.messages.last().toolCallId = id;
                }
                row("results", results);
            }
        }
    }

    void aStreamSaysWhatTheWholeAnswerSays()
    {
        QFETCH(ChatRequest, request);
        QFETCH(bool, openAi);
        DialectBench bench(*m_demo);
        bench.openAi = openAi;

        const auto whole = bench.ask(request);
        request.stream = true;
        const auto streamed = bench.ask(request);

        QVERIFY2(whole, whole ? "" : qPrintable(whole.error().message));
        QVERIFY2(streamed, streamed ? "" : qPrintable(streamed.error().message));
        QVERIFY(bench.received.startsWith("data: "));
        QVERIFY(whole->outcome.usage && whole->outcome.usage->completionTokens > 0);
        QCOMPARE(streamed->choices, whole->choices);
        QCOMPARE(withoutIds(*streamed), withoutIds(*whole));
    }

    void theSystemPromptArrives_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QByteArray>("said");
        QTest::newRow("COHERE") << commandA << QByteArray(R"("preambleOverride":"Be brief.")");
        QTest::newRow("COHEREV2")
                << vision
                << QByteArray(
                           R"({"role":"SYSTEM","content":[{"type":"TEXT","text":"Be brief."}]})");
    }

    void theSystemPromptArrives()
    {
        QFETCH(QString, model);
        QFETCH(QByteArray, said);
        DialectBench bench(*m_demo);

        const auto answer = bench.ask(asking(model, u"Tell me about owls"_s));

        QVERIFY(answer);
        QVERIFY2(bench.sent.contains(said), bench.sent.constData());
        QVERIFY(answer->text().contains(u"Tell me about owls"_s));
        QCOMPARE(answer->outcome.finishReasons, QList{FinishReason::Stop});
    }

    void callsComeWithIdsAndTheirResultsAreUnderstood_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<bool>("stream");
        for (const QString &model : {commandA, vision, thinker}) {
            for (const bool stream : {false, true}) {
                QTest::addRow("%s%s", qPrintable(model), stream ? ", streamed" : "")
                        << model << stream;
            }
        }
    }

    void callsComeWithIdsAndTheirResultsAreUnderstood()
    {
        QFETCH(QString, model);
        QFETCH(bool, stream);
        DialectBench bench(*m_demo);
        ChatRequest request = withTools(model);
        request.stream = stream;

        const auto called = bench.ask(request);

        QVERIFY(called);
        QCOMPARE(called->outcome.finishReasons, QList{FinishReason::ToolCalls});
        const QList<core::ToolCall> calls = called->message().toolCalls;
        QCOMPARE(calls.size(), 2);
        QCOMPARE(calls[0].name, u"get_weather"_s);
        QVERIFY(!calls[0].id.isEmpty() && !calls[1].id.isEmpty() && calls[0].id != calls[1].id);
        QVERIFY2(calls[0].arguments.contains("\"Oslo\"") &&
                         calls[1].arguments.contains("\"Paris\""),
                 calls[0].arguments.constData());

        request.messages.append(called->message());
        request.messages.append(textMessage(Role::Tool, uR"({"celsius":4})"_s));
        request.messages.last().toolCallId = calls[0].id;
        request.messages.append(textMessage(Role::Tool, u"plenty of rain"_s));
        request.messages.last().toolCallId = calls[1].id;
        const auto answered = bench.ask(request);

        QVERIFY2(answered, answered ? "" : qPrintable(answered.error().message));
        QVERIFY2(answered->text().contains(u"`get_weather` answered"_s) &&
                         answered->text().contains(u"plenty of rain"_s),
                 qPrintable(answered->text()));

        // And it goes on: the round is part of the history now.
        request.messages.append(answered->message());
        request.messages.append(textMessage(Role::User, u"Tell me about owls"_s));
        const auto last = bench.ask(request);
        QVERIFY2(last, last ? "" : qPrintable(last.error().message));
        QVERIFY(last->text().contains(u"Tell me about owls"_s));
    }

    void aCallThatNobodyAnsweredDoesNoHarm_data()
    {
        QTest::addColumn<QString>("model");
        QTest::newRow("COHERE") << commandA;
        QTest::newRow("COHEREV2") << thinker;
    }

    void aCallThatNobodyAnsweredDoesNoHarm()
    {
        QFETCH(QString, model);
        DialectBench bench(*m_demo);
        ChatRequest request = withTools(model);
        request.messages.append(
                {.role = Role::Assistant, .toolCalls = {{u"a"_s, u"get_weather"_s, "{}"}}});
        request.messages.append(textMessage(Role::User, u"Never mind"_s));

        const auto answer = bench.ask(request);

        QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
        QVERIFY(bench.sent.contains("(no result)"));
    }

    void anImportedModelCallsInItsText()
    {
        DialectBench bench(*m_demo);
        bench.compartment = oci::demo::DemoAccount::researchCompartment();
        ChatRequest request =
                withTools(u"ocid1.generativeaiendpoint.oc1.us-chicago-1.demoresearchqwen"_s);

        const auto answer = bench.ask(request);

        QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
        QVERIFY(bench.received.contains("<tool_call>"));
        QCOMPARE(answer->text(), QString());
        QCOMPARE(answer->outcome.finishReasons, QList{FinishReason::ToolCalls});
        QCOMPARE(answer->message().toolCalls.size(), 2);
        QCOMPARE(answer->message().toolCalls[1].name, u"get_weather"_s);
        QVERIFY(answer->message().toolCalls[1].arguments.contains("\"Paris\""));

        request.stream = true;
        const auto streamed = bench.ask(request); // asked whole by whoever tries again
        QVERIFY(!streamed);
        QVERIFY(streamed.error().message.contains("isStream"_L1));
    }

    void thinkingIsRead()
    {
        DialectBench bench(*m_demo);
        ChatRequest request = asking(thinker, u"Tell me about owls"_s);
        request.reasoningEffort = u"low"_s;

        const auto thoughtful = bench.ask(request);
        request.reasoningEffort = u"none"_s;
        const auto quick = bench.ask(request);

        QVERIFY(thoughtful && quick);
        QVERIFY(!thoughtful->message().reasoning.isEmpty());
        QVERIFY(thoughtful->outcome.usage->reasoningTokens.value_or(0) > 0);
        QVERIFY(quick->message().reasoning.isEmpty());
    }

    void aPlanIsReasoningWhereThereIsNoThinking()
    {
        DialectBench bench(*m_demo);

        const auto answer = bench.ask(withTools(vision));

        QVERIFY(answer);
        QCOMPARE(answer->message().reasoning, u"I will use get_weather."_s);
    }

    void aPictureIsSeen()
    {
        DialectBench bench(*m_demo);
        const QByteArray png("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0", 24);
        ChatRequest request = asking(vision, u"What is this?"_s);
        request.messages.last().content.append(
                core::ImagePart{"data:image/png;base64," + png.toBase64(), u"high"_s});

        const auto answer = bench.ask(request);

        QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
        QVERIFY(answer->text().contains(u"640 × 480 pixels"_s));
    }

    void documentsAreCited_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<bool>("stream");
        for (const QString &model : {commandA, thinker}) {
            for (const bool stream : {false, true}) {
                QTest::addRow("%s%s", qPrintable(model), stream ? ", streamed" : "")
                        << model << stream;
            }
        }
    }

    void documentsAreCited()
    {
        QFETCH(QString, model);
        QFETCH(bool, stream);
        DialectBench bench(*m_demo);
        ChatRequest request = asking(model, u"Tell me about owls"_s);
        request.stream = stream;
        request.documents.push_back(object{{"title", "Owls"},
                                           {"url", "https://example.com/owls"},
                                           {"snippet", "They fly at night."}});

        const auto answer = bench.ask(request);

        QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
        const auto &citations = answer->message().citations;
        QCOMPARE(citations.size(), 1);
        QCOMPARE(citations.first().title, u"Owls"_s);
        QCOMPARE(citations.first().url, u"https://example.com/owls"_s);
        QVERIFY(citations.first().endIndex > 0 &&
                citations.first().endIndex <= answer->text().size());
    }

    void logProbsOfCohereAreTold()
    {
        DialectBench bench(*m_demo);
        ChatRequest request = asking(vision, u"Tell me about owls"_s);
        request.topLogProbs = 0;

        const auto whole = bench.ask(request);
        request.stream = true;
        const auto streamed = bench.ask(request);

        QVERIFY(whole && streamed);
        QVERIFY(whole->choices.first().logProbs);
        QVERIFY(whole->choices == streamed->choices);
    }

    void aStreamThatFailsInTheMiddleIsAnError_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QByteArray>("shape");
        for (const QString &model : {commandA, thinker}) {
            for (const char *shape : {"oci", "openAi", "finishReason"})
                QTest::addRow("%s, %s", qPrintable(model), shape) << model << QByteArray(shape);
        }
    }

    void aStreamThatFailsInTheMiddleIsAnError()
    {
        QFETCH(QString, model);
        QFETCH(QByteArray, shape);
        DialectBench bench(*m_demo);
        bench.demo.addFault(json("{'errorAfterEvents':3,'errorShape':'?'}").replace("?", shape));
        ChatRequest request = asking(model, u"Tell me about owls"_s);
        request.stream = true;

        const auto answer = bench.ask(request);

        QVERIFY(!answer);
        QVERIFY2(answer.error().code == core::ErrorCode::Unavailable ||
                         answer.error().code == core::ErrorCode::Protocol,
                 qPrintable(answer.error().message));
    }

    void aStreamWithoutAFinishReasonIsWhole_data()
    {
        QTest::addColumn<QString>("model");
        QTest::newRow("COHERE") << commandA;
        QTest::newRow("COHEREV2") << thinker;
    }

    void aStreamWithoutAFinishReasonIsWhole()
    {
        QFETCH(QString, model);
        DialectBench bench(*m_demo);
        ChatRequest request = asking(model, u"Tell me about owls"_s);
        const auto whole = bench.ask(request);
        request.stream = true;
        bench.demo.addFault(R"({"finishReason":false})");

        const auto streamed = bench.ask(request);

        QVERIFY(whole && streamed);
        QCOMPARE(streamed->choices, whole->choices);
    }

private:
    std::unique_ptr<DemoHarness> m_demo;
};

QTEST_GUILESS_MAIN(TestDialects)
#include "tst_dialects.moc"
