// SPDX-License-Identifier: MIT
#include "core/stream/sseparser.h"
#include "core/stream/ssewriter.h"

#include <QTest>

namespace sse = core::sse;

class TestSseWriter : public QObject
{
    Q_OBJECT

private slots:
    void writesEvents()
    {
        QCOMPARE(sse::event("{\"a\":1}"), "data: {\"a\":1}\n\n");
        QCOMPARE(sse::event("done", "x"), "event: done\ndata: x\n\n");
        QCOMPARE(sse::comment("ping"), ": ping\n\n");
    }

    void aLineBreakInsideDoesNotTearAnEventApart_data()
    {
        QTest::addColumn<QByteArray>("data");
        QTest::newRow("LF") << QByteArray("a\nb");
        QTest::newRow("CR") << QByteArray("a\rb");
        QTest::newRow("CRLF") << QByteArray("a\r\nb");
    }

    void aLineBreakInsideDoesNotTearAnEventApart()
    {
        QFETCH(QByteArray, data);

        const auto events = core::SseParser().feed(sse::event(data));

        QCOMPARE(events, (QList<core::SseEvent>{{{}, "a\nb"}}));
    }
};

QTEST_APPLESS_MAIN(TestSseWriter)
#include "tst_ssewriter.moc"
