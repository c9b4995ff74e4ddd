// SPDX-License-Identifier: MIT
#include "core/stream/sseparser.h"

#include <QTest>

using core::SseEvent;
using core::SseParser;

namespace {

QList<SseEvent> parseWhole(QByteArrayView bytes)
{
    SseParser parser;
    QList<SseEvent> events = parser.feed(bytes);
    events += parser.finish();
    return events;
}

} // namespace

class TestSseParser : public QObject
{
    Q_OBJECT

private slots:
    void parses_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QList<SseEvent>>("events");

        using Events = QList<SseEvent>;
        QTest::newRow("nothing") << QByteArray("") << Events{};
        QTest::newRow("one") << QByteArray("data: a\n\n") << Events{{{}, "a"}};
        QTest::newRow("named") << QByteArray("event: x\ndata: a\n\n") << Events{{"x", "a"}};
        QTest::newRow("two lines") << QByteArray("data: a\ndata: b\n\n") << Events{{{}, "a\nb"}};
        QTest::newRow("crlf") << QByteArray("data: a\r\n\r\n") << Events{{{}, "a"}};
        QTest::newRow("cr") << QByteArray("data: a\r\rdata: b\r\r") << Events{{{}, "a"}, {{}, "b"}};
        QTest::newRow("comment") << QByteArray(": ping\n\ndata: a\n\n") << Events{{{}, "a"}};
        QTest::newRow("no space") << QByteArray("data:a\n\n") << Events{{{}, "a"}};
        QTest::newRow("one space only") << QByteArray("data:  a\n\n") << Events{{{}, " a"}};
        QTest::newRow("empty data") << QByteArray("data\n\n") << Events{{{}, ""}};
        QTest::newRow("id and retry")
                << QByteArray("id: 1\nretry: 2\ndata: a\n\n") << Events{{{}, "a"}};
        QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF"
                                                       "data: a\n\n")
                                         << Events{{{}, "a"}};
        QTest::newRow("unfinished") << QByteArray("data: a") << Events{{{}, "a"}};
        QTest::newRow("single newlines between JSON events")
                << QByteArray("data: {\"a\":1}\ndata: {\"b\":2}\ndata: [DONE]\n")
                << Events{{{}, "{\"a\":1}"}, {{}, "{\"b\":2}"}, {{}, "[DONE]"}};
        QTest::newRow("JSON over two lines")
                << QByteArray("data: {\"a\":\ndata: 1}\n\n") << Events{{{}, "{\"a\":\n1}"}};
        QTest::newRow("multi-byte characters")
                << QByteArray("data: \xF0\x9F\xA6\x89 \xE4\xBD\xA0\n\n")
                << Events{{{}, "\xF0\x9F\xA6\x89 \xE4\xBD\xA0"}};
    }

    void parses()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QList<SseEvent>, events);

        QCOMPARE(parseWhole(bytes), events);
    }

    void anyCutGivesTheSameEvents_data() { parses_data(); }

    void anyCutGivesTheSameEvents()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QList<SseEvent>, events);

        for (qsizetype cut = 0; cut <= bytes.size(); ++cut) {
            SseParser parser;
            QList<SseEvent> seen = parser.feed(QByteArrayView(bytes).first(cut));
            seen += parser.feed(QByteArrayView(bytes).sliced(cut));
            seen += parser.finish();
            QCOMPARE(seen, events);
        }
    }

    void aLineWithoutEndIsGivenUp()
    {
        SseParser parser(100);

        QVERIFY(parser.feed("data: " + QByteArray(50, 'x')).isEmpty());
        QVERIFY(!parser.overflowed());
        QVERIFY(parser.feed(QByteArray(50, 'x')).isEmpty());
        QVERIFY(parser.overflowed());
        QVERIFY(parser.feed("\n\ndata: a\n\n").isEmpty());
    }

    void anEventWithoutEndIsGivenUp()
    {
        SseParser parser(100);

        for (int i = 0; i < 100; ++i)
            QVERIFY(parser.feed("data: x\n").isEmpty());

        QVERIFY(parser.overflowed());
        QVERIFY(parser.finish().isEmpty());
    }
};

QTEST_APPLESS_MAIN(TestSseParser)
#include "tst_sseparser.moc"
