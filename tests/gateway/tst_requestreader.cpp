// SPDX-License-Identifier: MIT
#include "gateway/http/requestreader.h"

#include <QBuffer>
#include <QTest>

using gateway::Limits;
using gateway::http::RequestReader;
using Progress = gateway::http::RequestParser::Progress;

namespace {

//! A reader of what is put into it, as a socket brings it.
struct Line {
    Line() { device.open(QIODevice::ReadOnly); }

    void bring(const QByteArray &bytes) { bytesOnTheWay.append(bytes); }

    Limits limits;
    QByteArray bytesOnTheWay;
    QBuffer device{&bytesOnTheWay};
    RequestReader reader{device, limits};
};

} // namespace

class TestRequestReader : public QObject
{
    Q_OBJECT

private slots:
    void waitsForMore()
    {
        Line line;
        QVERIFY(!line.reader.hasInput());
        QCOMPARE(line.reader.next(), Progress::NeedMore);
        QVERIFY(!line.reader.parser().hasBegun());
        line.bring("GET / HTTP/1.1\r\nHo");
        QVERIFY(line.reader.hasInput());
        QCOMPARE(line.reader.next(), Progress::NeedMore);
        QVERIFY(line.reader.parser().hasBegun());
        QVERIFY(!line.reader.hasInput());
    }

    void stopsAtAHeadAndGoesOnWithoutAnotherByte()
    {
        Line line;
        line.bring("GET /models HTTP/1.1\r\nHost: h\r\n\r\n");
        QCOMPARE(line.reader.next(), Progress::Head);
        QCOMPARE(line.reader.parser().head().request.target, "/models");
        QCOMPARE(line.reader.next(), Progress::Request);
        QCOMPARE(line.reader.takeRequest().target, "/models");
        QCOMPARE(line.reader.next(), Progress::NeedMore);
    }

    void leavesTheNextRequestUntilItIsAskedFor()
    {
        Line line;
        line.bring("GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n");
        for (const auto *target : {"/1", "/2"}) {
            QVERIFY(line.reader.hasInput());
            QCOMPARE(line.reader.next(), Progress::Head);
            QCOMPARE(line.reader.next(), Progress::Request);
            QCOMPARE(line.reader.takeRequest().target, target);
        }
        QVERIFY(!line.reader.hasInput());
    }

    void readsABodyOfManyPieces()
    {
        Line line;
        const QByteArray body(100'000, 'b');
        line.bring("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n" +
                   body.first(60'000));
        QCOMPARE(line.reader.next(), Progress::Head);
        QCOMPARE(line.reader.next(), Progress::NeedMore);
        QCOMPARE(line.reader.parser().bodyBytes(), 60'000);
        line.bring(body.sliced(60'000));
        QCOMPARE(line.reader.next(), Progress::Request);
        QCOMPARE(line.reader.takeRequest().body, body);
    }

    void readsNoFurtherAheadThanOnePiece()
    {
        Line line;
        line.bring("GET /1 HTTP/1.1\r\nHost: h\r\n\r\n" + QByteArray(1'000'000, 'x'));
        QCOMPARE(line.reader.next(), Progress::Head);
        QVERIFY(line.device.bytesAvailable() > 980'000);
    }

    void saysWhyItRefuses()
    {
        Line line;
        line.bring("GET / HTTP/1.1\r\nHost : h\r\n\r\n");
        QCOMPARE(line.reader.next(), Progress::Refused);
        QCOMPARE(line.reader.parser().refusal().status, 400);
    }

    void forgetsWhatHasCome()
    {
        Line line;
        line.bring("GET /1 HTTP/1.1\r\nHost: h\r\n\r\n" + QByteArray(100'000, 'x'));
        QCOMPARE(line.reader.next(), Progress::Head);
        line.reader.discard();
        QVERIFY(!line.reader.hasInput());
        QCOMPARE(line.device.bytesAvailable(), 0);
    }
};

QTEST_APPLESS_MAIN(TestRequestReader)
#include "tst_requestreader.moc"
