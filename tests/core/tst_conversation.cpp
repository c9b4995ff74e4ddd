// SPDX-License-Identifier: MIT
#include "core/chat/conversation.h"

#include <QTest>

using namespace Qt::StringLiterals;

class TestConversation : public QObject
{
    Q_OBJECT

private slots:
    void takesItsTitleFromTheFirstLine_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("title");

        QTest::newRow("short") << u"Hello"_s << u"Hello"_s;
        QTest::newRow("blank lines before") << u"\n\n  Hello \n\nmore"_s << u"Hello"_s;
        QTest::newRow("tabs inside") << u"a\t b"_s << u"a b"_s;
        QTest::newRow("cut at a word") << u"one two three four"_s << u"one two…"_s;
        QTest::newRow("one long word") << u"abcdefghijklmnopqrst"_s << u"abcdefghi…"_s;
        QTest::newRow("Chinese") << u"请把下面的句子翻译成英文并解释"_s << u"请把下面的句子翻译…"_s;
        QTest::newRow("an emoji is not cut in two")
                << u"abcdefgh\U0001F989 end of it"_s << u"abcdefgh…"_s;
        QTest::newRow("nothing") << QString() << QString();
    }

    void takesItsTitleFromTheFirstLine()
    {
        QFETCH(QString, text);
        QFETCH(QString, title);

        QCOMPARE(core::titleFrom(text, 10), title);
    }
};

QTEST_APPLESS_MAIN(TestConversation)
#include "tst_conversation.moc"
