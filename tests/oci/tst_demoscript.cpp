// SPDX-License-Identifier: MIT
#include "core/json/json.h"
#include "oci/demo/codesample.h"
#include "oci/demo/demoscript.h"
#include "oci/demo/toolchooser.h"
#include "oci/demo/wordpieces.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace oci::demo;
using core::ChatRequest;
using core::Role;

namespace {

ChatRequest asked(const QString &question)
{
    return {.messages = {core::textMessage(Role::User, question)}, .maxTokens = 4000};
}

QString textFor(const QString &question)
{
    return scriptedAnswer(asked(question), demoModels().first())
            .choices.first()
            .text.join(QString());
}

} // namespace

class TestDemoScript : public QObject
{
    Q_OBJECT

private slots:
    void piecesAreTheTextAgain_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("count");

        QTest::newRow("nothing") << QString() << 0;
        QTest::newRow("words") << u"Hello big world"_s << 3;
        QTest::newRow("a long word") << u"internationalisation"_s << 3;
        QTest::newRow("Chinese") << u"你好吗"_s << 3;
        QTest::newRow("beyond the BMP") << u"🦉🦉"_s << 2;
        QTest::newRow("a lone surrogate") << QString(QChar(0xd83e)) + u"a"_s << 2;
        QTest::newRow("indented code") << u"{\n    return 12;\n}"_s << 8;
    }

    void piecesAreTheTextAgain()
    {
        QFETCH(QString, text);
        QFETCH(int, count);

        const QStringList pieces = wordPieces(text);

        QCOMPARE(pieces.join(QString()), text);
        QCOMPARE(pieces.size(), count);
        QCOMPARE(countPieces(text), count);
        for (const QString &piece : pieces)
            QVERIFY(!piece.isEmpty());
    }

    void saysTheSameTwice()
    {
        QCOMPARE(scriptedAnswer(asked(u"Owls"_s), demoModels().first()),
                 scriptedAnswer(asked(u"Owls"_s), demoModels().first()));
    }

    void answersChineseInChinese()
    {
        const QString text = textFor(u"请用 Rust 写一段代码"_s);

        QVERIFY(text.startsWith(u"# 模拟回答"_s));
        QVERIFY(text.contains(u"请用 Rust 写一段代码"_s));
        QVERIFY(text.contains(u"```rust\n"_s));
    }

    void quotesWithoutLettingMarkdownThrough()
    {
        const QString text = textFor(u"a **b** <i>c</i>\n# d `e` [f](g) | h"_s);

        QVERIFY(text.contains(
                uR"(> You said: “a \*\*b\*\* \<i\>c\</i\> \# d \`e\` \[f\](g) \| h”)"_s));
    }

    void writesCodeInTheLanguageThatWasNamed_data()
    {
        QTest::addColumn<QString>("question");
        QTest::addColumn<QString>("language");

        QTest::newRow("none") << u"Let's go home"_s << u"python"_s;
        QTest::newRow("C++") << u"How do I sort in C++?"_s << u"cpp"_s;
        QTest::newRow("SQL") << u"an SQL query"_s << u"sql"_s;
        QTest::newRow("Java is not JavaScript") << u"some javascript"_s << u"javascript"_s;
        QTest::newRow("within a word") << u"I trust you"_s << u"python"_s;
    }

    void writesCodeInTheLanguageThatWasNamed()
    {
        QFETCH(QString, question);
        QFETCH(QString, language);

        QCOMPARE(codeSampleFor(question).language, language);
    }

    void findsWhatAQuestionIsAbout_data()
    {
        QTest::addColumn<QString>("question");
        QTest::addColumn<QStringList>("subjects");

        QTest::newRow("cities") << u"What is the weather in Oslo and in New York?"_s
                                << QStringList{u"Oslo"_s, u"New York"_s};
        QTest::newRow("sentences") << u"Hello there. What now? Nothing."_s << QStringList{};
        QTest::newRow("quotes") << u"Look up \"red kites\" and \"owls\" in Oslo"_s
                                << QStringList{u"red kites"_s, u"owls"_s};
        QTest::newRow("twice") << u"from Oslo to Oslo"_s << QStringList{u"Oslo"_s};
    }

    void findsWhatAQuestionIsAbout()
    {
        QFETCH(QString, question);
        QFETCH(QStringList, subjects);

        QCOMPARE(subjectsOf(question), subjects);
    }

    void callIdsCountOnThroughTheConversation()
    {
        ChatRequest chat = asked(u"clock"_s);
        chat.tools = {{.name = u"clock"_s}};
        const auto first = chosenCalls(chat);
        core::Message assistant{.role = Role::Assistant, .toolCalls = first};
        chat.messages += assistant;
        chat.messages += core::textMessage(Role::Tool, u"noon"_s);
        QVERIFY(chosenCalls(chat).isEmpty());
        chat.messages += core::textMessage(Role::User, u"the clock again"_s);

        const auto second = chosenCalls(chat);

        QCOMPARE(first.first().id, u"call_demo_1"_s);
        QCOMPARE(second.first().id, u"call_demo_2"_s);
        QCOMPARE(second.first().arguments, "{}");
    }

    void aLimitThatNoCallFitsGivesNoHalfCall()
    {
        ChatRequest chat = asked(u"clock"_s);
        chat.tools = {{.name = u"clock"_s}};
        chat.maxTokens = 1;

        const auto answer = scriptedAnswer(chat, demoModels().first());

        QVERIFY(answer.choices.first().toolCalls.isEmpty());
        QCOMPARE(answer.choices.first().finishReason, core::FinishReason::Length);
    }
};

QTEST_GUILESS_MAIN(TestDemoScript)
#include "tst_demoscript.moc"
