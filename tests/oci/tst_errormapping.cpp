// SPDX-License-Identifier: MIT
#include "oci/http/errormapping.h"
#include "oci/http/networkerrors.h"
#include "tests/support/fixtures.h"

#include <QTest>

using core::ErrorCode;
using oci::ResponseHead;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using tests::json;

class TestErrorMapping : public QObject
{
    Q_OBJECT

private slots:
    void mapsEachStatus_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<QString>("reason");
        QTest::newRow("400") << 400 << ErrorCode::InvalidRequest << u"invalid_parameter"_s;
        QTest::newRow("401") << 401 << ErrorCode::Unauthorized << u"upstream_unauthorized"_s;
        QTest::newRow("402") << 402 << ErrorCode::Forbidden << u"insufficient_quota"_s;
        QTest::newRow("403") << 403 << ErrorCode::Forbidden << u"permission_denied"_s;
        QTest::newRow("404") << 404 << ErrorCode::NotFound << u"not_found"_s;
        QTest::newRow("405") << 405 << ErrorCode::InvalidRequest << u"method_not_allowed"_s;
        QTest::newRow("407") << 407 << ErrorCode::Network << u"proxy"_s;
        QTest::newRow("409") << 409 << ErrorCode::Conflict << u"conflict"_s;
        QTest::newRow("412") << 412 << ErrorCode::InvalidRequest << u"precondition_failed"_s;
        QTest::newRow("413") << 413 << ErrorCode::TooLarge << u"request_too_large"_s;
        QTest::newRow("418") << 418 << ErrorCode::InvalidRequest << u"invalid_request"_s;
        QTest::newRow("422") << 422 << ErrorCode::InvalidRequest << u"unprocessable"_s;
        QTest::newRow("429") << 429 << ErrorCode::RateLimited << u"rate_limit_exceeded"_s;
        QTest::newRow("500") << 500 << ErrorCode::Unavailable << u"upstream_error"_s;
        QTest::newRow("501") << 501 << ErrorCode::Unavailable << u"not_implemented"_s;
        QTest::newRow("502") << 502 << ErrorCode::Unavailable << u"upstream_unavailable"_s;
        QTest::newRow("503") << 503 << ErrorCode::Unavailable << u"upstream_unavailable"_s;
        QTest::newRow("504") << 504 << ErrorCode::Unavailable << u"upstream_unavailable"_s;
        QTest::newRow("302") << 302 << ErrorCode::Protocol << u"unexpected_status"_s;
    }

    void mapsEachStatus()
    {
        QFETCH(int, status);
        QFETCH(ErrorCode, code);
        QFETCH(QString, reason);

        for (const QByteArray &body :
             {json("{'code':'X','message':'what OCI says'}"), QByteArray()}) {
            const auto failure = oci::failureFrom(
                    {.status = status, .headers = {{"opc-request-id", "ABC"}}}, body, {});
            QCOMPARE(failure.error.code, code);
            if (status != 400 || body.isEmpty())
                QCOMPARE(failure.error.reason, reason);
            QCOMPARE(failure.error.upstreamStatus, status);
            QCOMPARE(failure.error.requestId, u"ABC"_s);
            QVERIFY(!failure.error.message.isEmpty());
            QCOMPARE(failure.error.message.contains("what OCI says"_L1), !body.isEmpty());
        }
    }

    void readsEachBody_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<oci::ServiceMessage>("expected");
        using oci::ServiceMessage;
        QTest::newRow("OCI") << json("{'code':'NotAuthorizedOrNotFound','message':'m'}")
                             << ServiceMessage{u"m"_s, u"NotAuthorizedOrNotFound"_s, {}, {}};
        QTest::newRow("status as text")
                << json("{'code':'400','message':'m'}") << ServiceMessage{u"m"_s, u"400"_s, {}, {}};
        QTest::newRow("status as number")
                << json("{'code':400,'message':'m'}") << ServiceMessage{u"m"_s, u"400"_s, {}, {}};
        QTest::newRow("vendor's JSON inside")
                << json("{'code':'400','message':'{^error^:{^message^:^m^,^type^:^invalid_request_"
                        "error^,^param^:^max_tokens^,^code^:^unsupported_parameter^}}'}")
                << ServiceMessage{u"m"_s, u"unsupported_parameter"_s, u"max_tokens"_s, u"400"_s};
        QTest::newRow("Cohere's JSON inside")
                << json("{'code':'400','message':'{^id^:^1^,^message^:^m^}'}")
                << ServiceMessage{u"m"_s, u"400"_s, {}, u"400"_s};
        QTest::newRow("after words")
                << json("{'code':'400','message':'Error: {^error^:{^message^:^m^,^code^:null}}'}")
                << ServiceMessage{u"m"_s, u"400"_s, {}, u"400"_s};
        QTest::newRow("braces that are no JSON")
                << json("{'code':'400','message':'use {name} here'}")
                << ServiceMessage{u"use {name} here"_s, u"400"_s, {}, {}};
        QTest::newRow("OpenAI")
                << json("{'error':{'message':'m','type':'t','param':'p','code':'c'}}")
                << ServiceMessage{u"m"_s, u"c"_s, u"p"_s, {}};
        QTest::newRow("OpenAI without code")
                << json("{'error':{'message':'m','type':'t','param':null,'code':null}}")
                << ServiceMessage{u"m"_s, u"t"_s, {}, {}};
        QTest::newRow("error as text")
                << json("{'error':'m'}") << ServiceMessage{u"m"_s, {}, {}, {}};
        QTest::newRow("empty") << QByteArray() << ServiceMessage{};
        QTest::newRow("text") << QByteArray(" upstream connect error ")
                              << ServiceMessage{u"upstream connect error"_s, {}, {}, {}};
        QTest::newRow("HTML")
                << QByteArray("<!DOCTYPE html><html><head><TITLE lang=en>502 Bad\n "
                              "Gateway</title></head><body>x</body></html>")
                << ServiceMessage{
                           u"an HTML page instead of JSON, probably from a proxy: 502 Bad Gateway"_s,
                           {},
                           {},
                           {}};
        QTest::newRow("HTML without title")
                << QByteArray("<p>no</p>")
                << ServiceMessage{
                           u"an HTML page instead of JSON, probably from a proxy"_s, {}, {}, {}};
    }

    void readsEachBody()
    {
        QFETCH(QByteArray, body);
        QFETCH(oci::ServiceMessage, expected);

        const oci::ServiceMessage seen = oci::readServiceMessage(body);
        QCOMPARE(seen.message, expected.message);
        QCOMPARE(seen.code, expected.code);
        QCOMPARE(seen.param, expected.param);
        QCOMPARE(seen.outerCode, expected.outerCode);
    }

    void aLongTextIsCutAndDeepNestingIsNotFollowed()
    {
        QVERIFY(oci::readServiceMessage(QByteArray(1'000'000, 'x')).message.size() <= 2000);
        QVERIFY(oci::readServiceMessage(QByteArray(100'000, '{')).message.size() <= 2000);
    }

    void aBadRequestSaysWhy_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("reason");
        QTest::newRow("length") << json("{'code':'400','message':'This model has a maximum context "
                                        "length of 128000 tokens'}")
                                << u"context_length_exceeded"_s;
        QTest::newRow("length by code")
                << json("{'error':{'message':'m','code':'context_length_exceeded'}}")
                << u"context_length_exceeded"_s;
        QTest::newRow("xAI's length") << json("{'code':'400','message':'This model\\u0027s maximum "
                                              "prompt length is 131072 but the request contains "
                                              "200000 tokens.'}")
                                      << u"context_length_exceeded"_s;
        QTest::newRow("a parameter about safety")
                << json("{'error':{'message':'Unsupported parameter: "
                        "safety_identifier','code':'unsupported_parameter'}}")
                << u"unsupported_parameter"_s;
        QTest::newRow("safety system")
                << json("{'code':'400','message':'Rejected by our safety system'}")
                << u"content_filter"_s;
        QTest::newRow("moderation")
                << json("{'code':'400','message':'Blocked by content moderation'}")
                << u"content_filter"_s;
        QTest::newRow("parameter") << json("{'error':{'message':'max_tokens is not "
                                           "supported','code':'unsupported_parameter'}}")
                                   << u"unsupported_parameter"_s;
        QTest::newRow("nothing") << json("{'code':'400','message':'bad'}")
                                 << u"invalid_parameter"_s;
    }

    void aBadRequestSaysWhy()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, reason);

        QCOMPARE(oci::failureFrom({.status = 400}, body, {}).error.reason, reason);
    }

    void aWrongClockIsTold()
    {
        const QDateTime now = QDateTime::fromString(u"2026-05-04T10:00:00Z"_s, Qt::ISODate);
        const auto error = [&](const QByteArray &date) {
            return oci::failureFrom({.status = 401, .headers = {{"Date", date}}}, {}, now).error;
        };
        const auto skew = QLatin1StringView(oci::clockSkew);
        QVERIFY(error("Mon, 04 May 2026 10:20:00 GMT").advice.contains("20 minutes slow"_L1));
        QCOMPARE(error("Mon, 04 May 2026 10:20:00 GMT").reason, skew);
        QVERIFY(error("Mon, 04 May 2026 09:40:00 GMT").advice.contains("20 minutes fast"_L1));
        QVERIFY(!error("Mon, 04 May 2026 10:04:00 GMT").advice.contains("clock"_L1));
        QVERIFY(error("Mon, 04 May 2026 10:04:00 GMT").reason != skew);
        QVERIFY(!error("nonsense").advice.contains("clock"_L1));
    }

    void readsRetryAfter_data()
    {
        QTest::addColumn<core::http::Headers>("headers");
        QTest::addColumn<qint64>("ms");
        using core::http::Headers;
        QTest::newRow("seconds") << Headers{{"Retry-After", "7"}} << qint64(7000);
        QTest::newRow("milliseconds")
                << Headers{{"retry-after-ms", "250"}, {"retry-after", "1"}} << qint64(250);
        QTest::newRow("date") << Headers{{"retry-after", "Mon, 04 May 2026 10:00:30 GMT"}}
                              << qint64(30'000);
        QTest::newRow("date gone by")
                << Headers{{"retry-after", "Mon, 04 May 2026 09:00:00 GMT"}} << qint64(0);
        QTest::newRow("none") << Headers{} << qint64(-1);
        QTest::newRow("nonsense") << Headers{{"retry-after", "soon"}} << qint64(-1);
        QTest::newRow("negative") << Headers{{"retry-after", "-5"}} << qint64(-1);
        QTest::newRow("endless") << Headers{{"retry-after", "1e300"}} << qint64(24 * 3600 * 1000);
    }

    void readsRetryAfter()
    {
        QFETCH(core::http::Headers, headers);
        QFETCH(qint64, ms);
        const QDateTime now = QDateTime::fromString(u"2026-05-04T10:00:00Z"_s, Qt::ISODate);

        const auto seen = oci::retryAfter({.status = 429, .headers = headers}, now);

        QCOMPARE(seen ? seen->count() : -1, ms);
    }

    void networkErrorsNameTheHost()
    {
        for (const auto error :
             {QNetworkReply::HostNotFoundError, QNetworkReply::ConnectionRefusedError,
              QNetworkReply::SslHandshakeFailedError, QNetworkReply::ProxyNotFoundError,
              QNetworkReply::RemoteHostClosedError, QNetworkReply::UnknownNetworkError}) {
            const core::Error seen = oci::networkError(error, u"oci.example.com"_s);
            QCOMPARE(seen.code, ErrorCode::Network);
            QVERIFY(seen.message.contains("oci.example.com"_L1));
            QVERIFY(!seen.reason.isEmpty());
        }
    }
};

QTEST_APPLESS_MAIN(TestErrorMapping)
#include "tst_errormapping.moc"
