// SPDX-License-Identifier: MIT
#include "gateway/openai/fillinmiddle.h"

#include <QTest>

using namespace Qt::StringLiterals;
using gateway::openai::Gap;
using gateway::openai::gapIn;
using gateway::openai::Unfenced;

class TestFillInMiddle : public QObject
{
    Q_OBJECT

private slots:
    void findsTheGap_data()
    {
        QTest::addColumn<QString>("prompt");
        QTest::newRow("StarCoder") << u"<fim_prefix>a\n<fim_suffix>\nb<fim_middle>"_s;
        QTest::newRow("Qwen") << u"<|fim_prefix|>a\n<|fim_suffix|>\nb<|fim_middle|>"_s;
        QTest::newRow("Granite") << u"<fim-prefix>a\n<fim-suffix>\nb<fim-middle>"_s;
        QTest::newRow("DeepSeek") << u"<｜fim▁begin｜>a\n<｜fim▁hole｜>\nb<｜fim▁end｜>"_s;
        QTest::newRow("Code Llama") << u"<PRE>a\n<SUF>\nb<MID>"_s;
        QTest::newRow("Codestral") << u"[SUFFIX]\nb[PREFIX]a\n"_s;
        QTest::newRow("with other files before")
                << u"<file_sep>x.py\n<fim_prefix>a\n<fim_suffix>\nb<fim_middle>"_s;
    }

    void findsTheGap()
    {
        QFETCH(QString, prompt);

        QCOMPARE(gapIn(prompt), (Gap{.before = u"a\n"_s, .after = u"\nb"_s}));
    }

    void anUsualPromptHasNone_data()
    {
        QTest::addColumn<QString>("prompt");
        QTest::newRow("text") << u"Say hello"_s;
        QTest::newRow("one marker") << u"What is <fim_prefix>?"_s;
        QTest::newRow("in disorder") << u"<fim_middle>a<fim_suffix>b<fim_prefix>"_s;
        QTest::newRow("brackets") << u"[PREFIX] and then [SUFFIX]"_s;
        QTest::newRow("nothing") << QString();
    }

    void anUsualPromptHasNone()
    {
        QFETCH(QString, prompt);

        QVERIFY(!gapIn(prompt));
    }

    void theModelSeesBothSides()
    {
        const auto messages = messagesFor(Gap{.before = u"int a ="_s, .after = u";"_s});

        QCOMPARE(messages.size(), 2);
        QCOMPARE(messages[0].role, core::Role::System);
        QVERIFY(core::textOf(messages[1]).contains(u"<before>int a =</before>"_s));
        QVERIFY(core::textOf(messages[1]).contains(u"<after>;</after>"_s));
    }

    void takesFencesOff_data()
    {
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QString>("bare");
        QTest::newRow("none") << u"  return 1;\n"_s << u"  return 1;\n"_s;
        QTest::newRow("fence") << u"```\n  a\n  b\n```"_s << u"  a\n  b"_s;
        QTest::newRow("language") << u"```python\na\n```\n"_s << u"a"_s;
        QTest::newRow("space before") << u"\n ```js\na\n```"_s << u"a"_s;
        QTest::newRow("talk after") << u"```\na\n```\nThis adds a."_s << u"a"_s;
        QTest::newRow("ticks within") << u"```\na `b` ``c``\nd\n```"_s << u"a `b` ``c``\nd"_s;
        QTest::newRow("lines that begin with a tick") << u"```\n`a`\n``b\n```"_s << u"`a`\n``b"_s;
        QTest::newRow("not closed") << u"```\na\nb"_s << u"a\nb"_s;
        QTest::newRow("empty") << u"```\n```"_s << QString();
        QTest::newRow("an empty line") << u"```\n\na\n```"_s << u"\na"_s;
        QTest::newRow("nothing") << QString() << QString();
        QTest::newRow("two ticks") << u"``"_s << u"``"_s;
        QTest::newRow("a fence later") << u"a\n```\nb\n```"_s << u"a\n```\nb\n```"_s;
    }

    void takesFencesOff()
    {
        QFETCH(QString, answer);
        QFETCH(QString, bare);

        for (qsizetype size = 1; size <= std::max<qsizetype>(1, answer.size()); ++size) {
            Unfenced filter;
            QString out;
            for (qsizetype at = 0; at < answer.size(); at += size)
                out += filter.add(answer.sliced(at, std::min(size, answer.size() - at)));
            QCOMPARE(out + filter.finish(), bare);
        }
    }

    void bareTextIsNotHeldBack()
    {
        Unfenced filter;

        QCOMPARE(filter.add(u"ret"_s), u"ret"_s);
        QCOMPARE(filter.add(u"urn\n"_s), u"urn\n"_s);
    }
};

QTEST_APPLESS_MAIN(TestFillInMiddle)
#include "tst_fillinmiddle.moc"
