// SPDX-License-Identifier: MIT
#include "gateway/openai/completionrequest.h"

#include "core/json/json.h"
#include "tests/support/fixtures.h"

#include <QTest>

using namespace Qt::StringLiterals;
using gateway::openai::CompletionCall;
using tests::json;

namespace {

core::Result<CompletionCall> read(const QByteArray &body)
{
    return gateway::openai::readCompletionCall(*core::json::parseObject(body));
}

} // namespace

class TestCompletionRequest : public QObject
{
    Q_OBJECT

private slots:
    void readsEveryParameter()
    {
        const auto call = read(json("{'model':'m','prompt':['a','b'],'n':2,'max_tokens':9,"
                                    "'temperature':0.5,'top_p':0.9,'stop':'x','seed':3,'stream':"
                                    "true,'stream_options':{'include_usage':true},'echo':true,"
                                    "'presence_penalty':1,'frequency_penalty':-1,'best_of':2,"
                                    "'logit_bias':{'1':2},'user':'u'}"));

        QVERIFY(call);
        QCOMPARE(call->prompts, QStringList({u"a"_s, u"b"_s}));
        QCOMPARE(call->answers(), 4);
        QVERIFY(call->echo && call->includeUsage && call->request.stream);
        QCOMPARE(call->request.model, u"m"_s);
        QCOMPARE(call->request.maxTokens, 9);
        QCOMPARE(call->request.stop, QStringList{u"x"_s});
        QCOMPARE(call->request.temperature, 0.5);
        QCOMPARE(call->request.frequencyPenalty, -1.0);
        QVERIFY(call->request.messages.isEmpty());
        QCOMPARE(call->messagesFor(1), QList{core::textMessage(core::Role::User, u"b"_s)});
        QVERIFY(!call->fillsGap(0));
    }

    void logProbsAreANumber()
    {
        QCOMPARE(read(json("{'model':'m','prompt':'a','logprobs':3}"))->request.topLogProbs, 3);
        QVERIFY(!read(json("{'model':'m','prompt':'a','logprobs':false}"))->request.topLogProbs);
        QVERIFY(!read(json("{'model':'m','prompt':'a','logprobs':null}"))->request.topLogProbs);
    }

    void aSuffixMakesAGap()
    {
        const auto call = read(json("{'model':'m','prompt':'','suffix':'end'}"));

        QVERIFY(call);
        QVERIFY(call->fillsGap(0));
        QCOMPARE(call->messagesFor(0).size(), 2);
        QVERIFY(core::textOf(call->messagesFor(0)[1]).contains(u"<after>end</after>"_s));
    }

    void aPromptForACodeModelMakesAGap()
    {
        const auto call =
                read(json("{'model':'m','prompt':'<fim_prefix>a<fim_suffix>b<fim_middle>'}"));

        QVERIFY(call->fillsGap(0));
        QVERIFY(core::textOf(call->messagesFor(0)[1]).contains(u"<before>a</before>"_s));
    }

    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("param");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, const char *body, const QString &param,
                            const QString &says) {
            QTest::newRow(name) << json(body) << param << says;
        };
        row("no model", "{'prompt':'a'}", u"model"_s, {});
        row("no prompt", "{'model':'m'}", u"prompt"_s, {});
        row("empty", "{'model':'m','prompt':''}", u"prompt"_s, {});
        row("none", "{'model':'m','prompt':[]}", u"prompt"_s, {});
        row("one empty", "{'model':'m','prompt':['a','']}", u"prompt[1]"_s, {});
        row("tokens", "{'model':'m','prompt':[1,2]}", u"prompt"_s, u"only texts"_s);
        row("token lists", "{'model':'m','prompt':[[1,2]]}", u"prompt[0]"_s, u"only texts"_s);
        row("best of", "{'model':'m','prompt':'a','best_of':2}", u"best_of"_s, u"'n'"_s);
        row("too many", "{'model':'m','prompt':['a','b'],'n':100}", u"prompt"_s, u"128"_s);
        row("echoed probabilities", "{'model':'m','prompt':'a','echo':true,'logprobs':1}",
            u"logprobs"_s, u"echo"_s);
        row("many probabilities", "{'model':'m','prompt':'a','logprobs':99}", u"logprobs"_s, {});
    }

    void saysWhatIsWrong()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, param);
        QFETCH(QString, says);

        const auto call = read(body);

        QVERIFY(!call);
        QCOMPARE(call.error().code, core::ErrorCode::InvalidRequest);
        QCOMPARE(call.error().param, param);
        QVERIFY2(call.error().message.contains(says), qPrintable(call.error().message));
    }
};

QTEST_APPLESS_MAIN(TestCompletionRequest)
#include "tst_completionrequest.moc"
