// SPDX-License-Identifier: MIT
#include "gateway/answerheaders.h"

#include "gateway/routes/chathandler.h"
#include "tests/support/fakechatbackend.h"
#include "tests/support/fakeexchange.h"
#include "tests/support/fixtures.h"

#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::http::Headers;
using core::http::headerValue;

class TestAnswerHeaders : public QObject
{
    Q_OBJECT

private slots:
    void sayWhoAnswered()
    {
        QCOMPARE(gateway::servedHeaders({}), Headers());
        QCOMPARE(gateway::servedHeaders({.by = u"D/r/m"_s, .failed = {}}),
                 (Headers{{"x-gatehouse-model", "D/r/m"}}));
        QCOMPARE(gateway::servedHeaders({.by = u"D/r/m"_s,
                                         .failed = {{u"a"_s, u"429 x"_s}, {u"b"_s, u"timeout"_s}}}),
                 (Headers{{"x-gatehouse-model", "D/r/m"},
                          {"x-gatehouse-failover", "a: 429 x"},
                          {"x-gatehouse-failover", "b: timeout"}}));
    }

    void aNameCannotMakeAnotherHeader()
    {
        const Headers headers = gateway::servedHeaders({.by = u"profil é\r\nx: y"_s, .failed = {}});

        QCOMPARE(headerValue(headers, "x-gatehouse-model"), "profil %C3%A9%0D%0Ax: y");
    }

    void aHeadThatHasGoneLeavesItToAComment()
    {
        tests::FakeChatBackend backend;
        const tests::FakeClock clock(QDateTime::fromSecsSinceEpoch(1762340000, QTimeZone::UTC));
        tests::FakeExchange exchange(
                QByteArray("{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\","
                           "\"content\":\"hi\"}]}"));
        gateway::Limits limits;
        limits.patience = 1ms;
        gateway::routes::ChatHandler(gateway::routes::Answering(backend, clock, limits))(exchange);
        QTRY_VERIFY(exchange.begun);

        emit backend.lastStream->started(
                {.served = {.by = u"D/r/m"_s, .failed = {{u"a"_s, u"timeout"_s}}}});
        backend.lastStream->say(u"Hi"_s);

        QVERIFY(headerValue(exchange.response.headers, "x-gatehouse-failover").isEmpty());
        QVERIFY2(exchange.response.body.contains("\n\n: x-gatehouse-failover: a: timeout\n\n"),
                 exchange.response.body.constData());
    }
};

QTEST_GUILESS_MAIN(TestAnswerHeaders)
#include "tst_answerheaders.moc"
