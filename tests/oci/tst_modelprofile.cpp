// SPDX-License-Identifier: MIT
#include "oci/inference/modelprofile.h"
#include "oci/inference/repairs.h"

#include <QTest>

using oci::ApiFormat;
using oci::Field;
using oci::ModelProfile;
using oci::profileOf;
using oci::Transport;
using namespace Qt::StringLiterals;

namespace {

ModelProfile profile(const QString &model)
{
    return profileOf(model, oci::builtInModels());
}

} // namespace

class TestModelProfile : public QObject
{
    Q_OBJECT

private slots:
    void theBuiltInTableIsThere()
    {
        QVERIFY(oci::builtInModels().size() > 50);
        const oci::KnownModel *alias = oci::builtInModels().find(u"xai.grok-4.20-reasoning"_s);
        QVERIFY(alias);
        QCOMPARE(alias->id, u"xai.grok-4.20-0309-reasoning"_s);
        QVERIFY(!oci::builtInModels().find(u"nobody.nothing"_s));
    }

    void aTableMayBeBroken()
    {
        QVERIFY(!oci::KnownModels::read("nonsense"));
        const auto odd = oci::KnownModels::read(
                R"({"models":[7,{},{"id":"a.b","contextTokens":null,"capabilities":"x"}]})");
        QVERIFY(odd);
        QVERIFY(odd->find(u"a.b"_s));
        QCOMPARE(odd->find(u"a.b"_s)->contextTokens, 0);
    }

    void formats_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<Transport>("format");
        QTest::newRow("meta") << u"meta.llama-3.3-70b-instruct"_s << Transport::Generic;
        QTest::newRow("unknown") << u"acme.brain"_s << Transport::Generic;
        QTest::newRow("no name") << QString() << Transport::Generic;
        QTest::newRow("command") << u"cohere.command-a-03-2025"_s << Transport::Cohere;
        QTest::newRow("vision") << u"cohere.command-a-vision-07-2025"_s << Transport::CohereV2;
        QTest::newRow("unknown command") << u"cohere.command-z"_s << Transport::Cohere;
        QTest::newRow("unknown reasoning")
                << u"cohere.command-z-reasoning"_s << Transport::CohereV2;
        QTest::newRow("endpoint of the vendor") << u"cohere."_s << Transport::Cohere;
    }

    void formats()
    {
        QFETCH(QString, model);
        QFETCH(Transport, format);

        QCOMPARE(profile(model).transport, format);
    }

    void limits_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<bool>("completionTokens");
        QTest::addColumn<qint64>("limit");
        QTest::newRow("llama") << u"meta.llama-3.3-70b-instruct"_s << false << qint64(4000);
        QTest::newRow("gpt-5") << u"openai.gpt-5"_s << true << qint64(16384);
        QTest::newRow("gpt-6, which nobody knows") << u"openai.gpt-6"_s << true << qint64(16384);
        QTest::newRow("gpt-4o") << u"openai.gpt-4o"_s << true << qint64(8192);
        QTest::newRow("gpt-oss") << u"openai.gpt-oss-20b"_s << false << qint64(16384);
        QTest::newRow("gemini") << u"google.gemini-2.5-pro"_s << false << qint64(16384);
        QTest::newRow("unknown") << u"acme.brain"_s << false << qint64(8192);
        QTest::newRow("endpoint") << QString() << false << qint64(8192);
    }

    void limits()
    {
        QFETCH(QString, model);
        QFETCH(bool, completionTokens);
        QFETCH(qint64, limit);

        QCOMPARE(profile(model).completionTokens, completionTokens);
        QCOMPARE(profile(model).defaultLimit, limit);
    }

    void reasoningEffortGoesWhereItIsTaken_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<bool>("taken");
        for (const char *model : {"xai.grok-3-mini", "xai.grok-3-mini-fast", "xai.grok-4.3",
                                  "xai.grok-4.20-multi-agent", "openai.gpt-5", "openai.o3",
                                  "openai.gpt-oss-120b", "acme.brain"})
            QTest::newRow(model) << QString::fromLatin1(model) << true;
        for (const char *model :
             {"xai.grok-3", "xai.grok-4", "xai.grok-4-fast-reasoning",
              "xai.grok-4-1-fast-reasoning", "xai.grok-4.20-0309-reasoning", "xai.grok-code-fast-1",
              "meta.llama-3.3-70b-instruct", "openai.gpt-4o"})
            QTest::newRow(model) << QString::fromLatin1(model) << false;
    }

    void reasoningEffortGoesWhereItIsTaken()
    {
        QFETCH(QString, model);
        QFETCH(bool, taken);

        QCOMPARE(profile(model).refused.testFlag(Field::ReasoningEffort), !taken);
    }

    void specialModelsAreTold()
    {
        QCOMPARE(profile(u"openai.gpt-5-pro"_s).transport, Transport::Responses);
        QVERIFY(!profile(u"cohere.embed-v4.0"_s).chats);
        QVERIFY(profile(u"meta.llama-4-scout-17b-16e-instruct"_s).chats);
        QVERIFY(profile(u"google.gemini-9"_s).fillsEmptyAssistant);
    }

    void repairs_data()
    {
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("param");
        QTest::addColumn<oci::Fields>("refused");
        const auto row = [](const char *name, const char *message, const char *param,
                            oci::Fields refused) {
            QTest::newRow(name) << QString::fromLatin1(message) << QString::fromLatin1(param)
                                << refused;
        };
        row("snake case", "top_p is not supported with this model", "", Field::TopP);
        row("camel case", "Parameter topP is unsupported", "", Field::TopP);
        row("by param", "Unsupported value: 'temperature' does not support 0.5, use stop",
            "temperature", Field::Temperature);
        row("two", "presencePenalty and stop are not supported", "",
            Field::PresencePenalty | Field::Stop);
        row("stream options", "stream_options is not supported", "", Field::StreamOptions);
        row("stream", "isStream is not supported with this model", "", Field::Stream);
        row("part of a word", "Stopwatch is not supported", "", {});
        row("something else", "The image is broken", "", {});
        row("nothing known", "foo is not supported", "", {});
    }

    void repairs()
    {
        QFETCH(QString, message);
        QFETCH(QString, param);
        QFETCH(oci::Fields, refused);

        const auto repaired = oci::repairedProfile(
                {}, {.message = message, .param = param, .upstreamStatus = 400});

        QCOMPARE(repaired.has_value(), bool(refused));
        if (repaired)
            QCOMPARE(repaired->refused, refused);
    }

    void theLimitMovesToItsOtherName()
    {
        const core::Error error{
                .message =
                        u"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."_s,
                .reason = u"unsupported_parameter"_s,
                .upstreamStatus = 400};
        const auto moved = oci::repairedProfile({}, error);
        QVERIFY(moved);
        QVERIFY(moved->completionTokens);
        QVERIFY(!moved->refused);

        const core::Error back{.message = u"maxCompletionTokens is not supported"_s,
                               .upstreamStatus = 400};
        QVERIFY(!oci::repairedProfile(*moved, back)->completionTokens);
    }

    void onlyBadRequestsAreRepaired()
    {
        const QString message = u"temperature is not supported"_s;
        QVERIFY(!oci::repairedProfile({}, {.message = message, .upstreamStatus = 500}));
        QVERIFY(!oci::repairedProfile({.refused = Field::Temperature},
                                      {.message = message, .upstreamStatus = 400}));
    }
};

QTEST_APPLESS_MAIN(TestModelProfile)
#include "tst_modelprofile.moc"
