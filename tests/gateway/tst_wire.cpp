// SPDX-License-Identifier: MIT
#include "gateway/openai/wire.h"

#include "core/json/json.h"
#include "gateway/problems/refusals.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::Error;
using core::ErrorCode;
using core::http::headerValue;
using gateway::openai::errorResponse;
using gateway::openai::problemBody;

class TestWire : public QObject
{
    Q_OBJECT

private slots:
    void mapsErrors_data()
    {
        QTest::addColumn<Error>("error");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("code");

        const auto row = [](const QByteArray &name, Error error, int status, const QString &type,
                            const QString &code) {
            error.message = u"m"_s;
            QTest::newRow(name.constData()) << error << status << type << code;
        };
        const QString invalid = u"invalid_request_error"_s;
        const QString server = u"server_error"_s;
        const QString connection = u"api_connection_error"_s;
        using enum ErrorCode;

        row("400", {.code = InvalidRequest, .upstreamStatus = 400}, 400, invalid,
            u"invalid_parameter"_s);
        row("400 ours", {.code = InvalidRequest}, 400, invalid, u"invalid_parameter"_s);
        row("400 inner code", {.code = InvalidRequest, .reason = u"unsupported_parameter"_s}, 400,
            invalid, u"unsupported_parameter"_s);
        row("400 OCI's code", {.code = InvalidRequest, .reason = u"InvalidParameter"_s}, 400,
            invalid, u"invalid_parameter"_s);
        row("400 OCI's number", {.code = InvalidRequest, .reason = u"400"_s}, 400, invalid,
            u"invalid_parameter"_s);
        row("context", {.code = InvalidRequest, .reason = u"context_length_exceeded"_s}, 400,
            invalid, u"context_length_exceeded"_s);
        row("moderation", {.code = InvalidRequest, .reason = u"content_filter"_s}, 400, invalid,
            u"content_filter"_s);
        row("401", {.code = Unauthorized, .upstreamStatus = 401}, 502, server,
            u"upstream_unauthorized"_s);
        row("402", {.code = Forbidden, .upstreamStatus = 402}, 402, u"insufficient_quota"_s,
            u"insufficient_quota"_s);
        row("402 as invalid", {.code = InvalidRequest, .upstreamStatus = 402}, 402,
            u"insufficient_quota"_s, u"insufficient_quota"_s);
        row("403", {.code = Forbidden, .upstreamStatus = 403}, 403, u"permission_error"_s,
            u"permission_denied"_s);
        row("404",
            {.code = NotFound, .reason = u"NotAuthorizedOrNotFound"_s, .upstreamStatus = 404}, 404,
            invalid, u"model_not_found"_s);
        row("405", {.code = InvalidRequest, .upstreamStatus = 405}, 405, invalid, {});
        row("409", {.code = Conflict, .reason = u"IncorrectState"_s, .upstreamStatus = 409}, 409,
            invalid, u"conflict"_s);
        row("412", {.code = InvalidRequest, .upstreamStatus = 412}, 412, invalid, {});
        row("413", {.code = TooLarge, .upstreamStatus = 413}, 413, invalid, u"request_too_large"_s);
        row("422", {.code = InvalidRequest, .upstreamStatus = 422}, 422, invalid, {});
        row("429", {.code = RateLimited, .upstreamStatus = 429}, 429, u"rate_limit_error"_s,
            u"rate_limit_exceeded"_s);
        for (const auto code : {Internal, Unavailable, Protocol}) {
            row("500 " + QByteArray::number(int(code)), {.code = code, .upstreamStatus = 500}, 502,
                server, u"upstream_error"_s);
            row("501 " + QByteArray::number(int(code)), {.code = code, .upstreamStatus = 501}, 501,
                server, {});
        }
        for (const int status : {502, 503, 504}) {
            row(QByteArray::number(status), {.code = Unavailable, .upstreamStatus = status}, status,
                server, u"upstream_unavailable"_s);
        }
        row("504 as time-out", {.code = Timeout, .upstreamStatus = 504}, 504, server,
            u"upstream_unavailable"_s);
        row("unavailable", {.code = Unavailable}, 503, server, u"upstream_unavailable"_s);
        row("time-out", {.code = Timeout}, 504, connection, u"timeout"_s);
        row("network", {.code = Network}, 502, connection, u"connection_error"_s);
        row("protocol", {.code = Protocol, .upstreamStatus = 200}, 502, server,
            u"upstream_error"_s);
        row("internal", {.code = Internal}, 500, server, u"internal_error"_s);
        row("cancelled", {.code = Cancelled}, 503, server, u"cancelled"_s);
    }

    void mapsErrors()
    {
        QFETCH(Error, error);
        QFETCH(int, status);
        QFETCH(QString, type);
        QFETCH(QString, code);

        const auto response = errorResponse(error);

        QCOMPARE(response.status, status);
        QCOMPARE(response.contentType, "application/json");
        const auto json = core::json::parseObject(response.body).value();
        QCOMPARE(json.size(), 1u);
        const auto &inner = json.at("error").as_object();
        QCOMPARE(inner.size(), 4u);
        QVERIFY(core::json::textAt(inner, "message").endsWith(u"m"_s));
        QCOMPARE(core::json::textAt(inner, "type"), type);
        QCOMPARE(core::json::textAt(inner, "code"), code);
        QVERIFY(inner.at("param").is_null());
        if (code.isEmpty())
            QVERIFY(inner.at("code").is_null());
    }

    void namesTheField()
    {
        const auto response = errorResponse({.code = ErrorCode::InvalidRequest,
                                             .message = u"no \"role\""_s,
                                             .param = u"messages[2].role"_s});

        const QByteArray expected(
                "{\"error\":{\"message\":\"no \\\"role\\\"\",\"type\":\"invalid_request_error\","
                R"("param":"messages[2].role","code":"invalid_parameter"}})");
        QCOMPARE(response.body, expected);
    }

    void aPromptThatIsTooLongIsToldInOpenAisWords()
    {
        const auto messageOf = [](const QString &message) {
            return errorResponse({.code = ErrorCode::InvalidRequest,
                                  .message = message,
                                  .reason = u"context_length_exceeded"_s})
                    .body;
        };

        QVERIFY(messageOf(u"9 tokens are too many"_s)
                        .contains("\"message\":\"This model's maximum context length is exceeded: "
                                  "9 tokens are too many\""));
        QVERIFY(messageOf(u"This model's maximum context length is 8 tokens"_s)
                        .contains(
                                "\"message\":\"This model's maximum context length is 8 tokens\""));
    }

    void saysWhenToTryAgain()
    {
        const auto response = errorResponse(
                {.code = ErrorCode::RateLimited, .message = u"m"_s, .retryAfter = 1500ms});

        QCOMPARE(headerValue(response.headers, "Retry-After"), "2");
        QCOMPARE(headerValue(response.headers, "retry-after-ms"), "1500");
        QCOMPARE(
                headerValue(errorResponse({.code = ErrorCode::RateLimited}).headers, "Retry-After"),
                "");
    }

    void keepsTheServicesRequestId()
    {
        const auto response = errorResponse(
                {.code = ErrorCode::NotFound, .message = u"gone"_s, .requestId = u"ABC/1"_s});

        QCOMPARE(headerValue(response.headers, "x-oci-request-id"), "ABC/1");
        QVERIFY(response.body.contains("\"message\":\"gone (opc-request-id: ABC/1)\""));
        const auto twice = errorResponse({.code = ErrorCode::NotFound,
                                          .message = u"gone: ABC/1"_s,
                                          .requestId = u"ABC/1"_s});
        QCOMPARE(twice.body.count("ABC/1"), 1);
    }

    void aRefusedCredentialOfOursIsNotTriedAgain()
    {
        const auto response = errorResponse({.code = ErrorCode::Unauthorized, .message = u"m"_s});

        QCOMPARE(headerValue(response.headers, "x-should-retry"), "false");
    }

    void aBrokenStreamHasItsOwnCode()
    {
        QCOMPARE(
                problemBody(gateway::brokenAnswer({.code = ErrorCode::Network, .message = u"m"_s})),
                R"({"error":{"message":"m","type":"server_error","param":null,)"
                R"("code":"upstream_stream_error"}})");
    }

    void refusalsOfTheServerHaveTheShape()
    {
        const auto response = gateway::respond(
                gateway::refusals::ofServer(
                        {.status = 415, .message = "m", .headers = {{"Accept-Encoding", "gzip"}}}),
                problemBody);

        QCOMPARE(response.status, 415);
        QCOMPARE(headerValue(response.headers, "Accept-Encoding"), "gzip");
        QCOMPARE(response.body, R"({"error":{"message":"m","type":"invalid_request_error",)"
                                R"("param":null,"code":"unsupported_content_encoding"}})");
    }
};

QTEST_APPLESS_MAIN(TestWire)
#include "tst_wire.moc"
