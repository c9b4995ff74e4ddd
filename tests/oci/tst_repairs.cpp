// SPDX-License-Identifier: MIT
#include "oci/inference/leftout.h"
#include "oci/inference/repairs.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::ChatRequest;
using oci::Field;
using oci::Fields;
using oci::ModelProfile;
using oci::Transport;

namespace {

core::Error refusal(const QString &message, const QString &param = {}, const QString &reason = {},
                    int status = 400)
{
    return {.code = core::ErrorCode::InvalidRequest,
            .message = message,
            .param = param,
            .reason = reason,
            .upstreamStatus = status};
}

} // namespace

class TestRepairs : public QObject
{
    Q_OBJECT

private slots:
    void aRefusedFieldIsDropped_data()
    {
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("param");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<Fields>("dropped");
        const auto row = [](const QString &message, Fields dropped, const QString &param = {},
                            const QString &reason = {}) {
            QTest::newRow(qPrintable(message)) << message << param << reason << dropped;
        };
        row(u"Unsupported parameter: 'top_p' is not supported with this model."_s, Field::TopP);
        row(u"topP is not supported"_s, Field::TopP);
        row(u"This model does not support presencePenalty and frequencyPenalty"_s,
            Field::PresencePenalty | Field::FrequencyPenalty);
        row(u"Only the default value is supported"_s, Field::Temperature, u"temperature"_s,
            u"unsupported_value"_s);
        row(u"'stop' is unsupported, unlike 'seed'"_s, Field::Stop, u"stop"_s);
        row(u"stopSequences are not supported"_s, Field::Stop);
        row(u"Streaming is not supported by this endpoint"_s, Field::Stream);
        row(u"isStream: not implemented"_s, Field::Stream);
        row(u"stream_options not supported"_s, Field::StreamOptions);
        row(u"Unknown parameter: parallel_tool_calls"_s, Field::ParallelToolCalls);
        row(u"Unrecognized request argument supplied: reasoning_effort"_s, Field::ReasoningEffort);
        row(u"toolsChoice is not supported"_s, Field::ToolChoice);
        row(u"logprobs: Extra inputs are not permitted"_s, Field::LogProbs);
    }

    void aRefusedFieldIsDropped()
    {
        QFETCH(QString, message);
        QFETCH(QString, param);
        QFETCH(QString, reason);
        QFETCH(Fields, dropped);

        const auto repaired = oci::repairedProfile({}, refusal(message, param, reason));

        QVERIFY(repaired);
        QCOMPARE(repaired->refused, dropped);
        QVERIFY(!oci::repairedProfile(*repaired, refusal(message, param, reason))); // of no use
    }

    void theLimitMovesBothWays()
    {
        const auto moved = oci::repairedProfile(
                {},
                refusal(u"Unsupported parameter: 'max_tokens' is not supported with this model. "
                        "Use 'max_completion_tokens' instead."_s,
                        u"max_tokens"_s));
        QVERIFY(moved && moved->completionTokens && !moved->refused);

        const auto back = oci::repairedProfile(
                *moved, refusal(u"maxCompletionTokens is not supported with this model"_s));
        QVERIFY(back && !back->completionTokens);
    }

    void anotherFormatIsTriedOnce()
    {
        const core::Error mismatch = refusal(u"Chat request type does not match serving model"_s);
        const ModelProfile guessed{.otherTransports = {Transport::Cohere, Transport::CohereV2}};

        const auto second = oci::repairedProfile(guessed, mismatch);
        QVERIFY(second);
        QCOMPARE(second->transport, Transport::Cohere);
        const auto third = oci::repairedProfile(*second, mismatch);
        QVERIFY(third);
        QCOMPARE(third->transport, Transport::CohereV2);
        QVERIFY(!oci::repairedProfile(*third, mismatch));
    }

    void whatIsAboutSomethingElseIsNotRepaired_data()
    {
        QTest::addColumn<core::Error>("error");
        QTest::newRow("a bad value") << refusal(u"temperature must be between 0 and 2"_s);
        QTest::newRow("an image") << refusal(u"This model does not support image input"_s);
        QTest::newRow("part of a word") << refusal(u"nonstop_mode is not supported"_s);
        QTest::newRow("another status") << refusal(u"seed is not supported"_s, {}, {}, 404);
        QTest::newRow("a broken stream") << refusal(u"seed is not supported"_s, {}, {}, 0);
    }

    void whatIsAboutSomethingElseIsNotRepaired()
    {
        QFETCH(core::Error, error);
        QVERIFY(!oci::repairedProfile({}, error));
    }

    void theNoteNamesWhatWasAskedForAndLeftOut()
    {
        ChatRequest request{.stream = true, .temperature = 0.5, .stop = {u"x"_s}};
        request.documents.push_back(boost::json::object{{"text", "a"}});

        QCOMPARE(oci::noteOfLeftOut(request, {.transport = Transport::Cohere}), QString());
        QCOMPARE(
                oci::noteOfLeftOut(request, {.refused = Field::Temperature | Field::Stop |
                                                        Field::Stream | Field::Seed}),
                u"Left out, since this model does not take it: temperature, stop, stream, documents"_s);
        QVERIFY(oci::noteOfLeftOut(request, {.transport = Transport::OpenAi})
                        .contains("documents"_L1)); // OpenAI's dialect cannot say them

        request = {.tools = {{.name = u"f"_s}}};
        request.toolChoice = core::ToolChoice{.mode = core::ToolChoice::Mode::Required};
        QVERIFY(oci::noteOfLeftOut(request, {.transport = Transport::Cohere})
                        .endsWith(": tool_choice"_L1));
        QCOMPARE(oci::noteOfLeftOut(request, {.transport = Transport::CohereV2}), QString());
    }

    void theNoteNamesWhatAFormatHasNoWordsFor()
    {
        ChatRequest request{.tools = {{.name = u"f"_s}},
                            .parallelToolCalls = false,
                            .prediction = u"x"_s,
                            .citationQuality = u"off"_s,
                            .safetyMode = u"strict"_s};

        QVERIFY(oci::noteOfLeftOut(request, {.transport = Transport::Cohere})
                        .endsWith(": parallel_tool_calls, prediction, citation_quality"_L1));
        QVERIFY(oci::noteOfLeftOut(request, {.transport = Transport::CohereV2})
                        .endsWith(": parallel_tool_calls, prediction"_L1));
        QVERIFY(oci::noteOfLeftOut(request, {.transport = Transport::Generic})
                        .endsWith(": citation_quality, safety_mode"_L1));
    }
};

QTEST_APPLESS_MAIN(TestRepairs)
#include "tst_repairs.moc"
