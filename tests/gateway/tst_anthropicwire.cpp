// SPDX-License-Identifier: MIT
#include "gateway/anthropic/wire.h"

#include "core/json/json.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::ErrorCode;
using core::http::headerValue;
using gateway::anthropic::errorResponse;

class TestAnthropicWire : public QObject
{
    Q_OBJECT

private slots:
    void wordsAnError()
    {
        const auto response = errorResponse({.code = ErrorCode::RateLimited,
                                             .message = u"Slow down"_s,
                                             .requestId = u"R/1"_s,
                                             .retryAfter = std::chrono::seconds(2)});

        QCOMPARE(response.status, 429);
        QCOMPARE(response.body, "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\","
                                "\"message\":\"Slow down (opc-request-id: R/1)\"},"
                                "\"request_id\":\"req_R1\"}");
        QCOMPARE(headerValue(response.headers, "request-id"), "req_R1");
        QCOMPARE(headerValue(response.headers, "retry-after"), "2");
        QCOMPARE(headerValue(response.headers, "retry-after-ms"), "2000");
    }

    void everyErrorHasANameOfItsOwn()
    {
        const core::Error error{.code = ErrorCode::InvalidRequest, .message = u"m"_s};
        const auto nameOf = [](const core::http::Response &response) {
            return headerValue(response.headers, "request-id");
        };
        const auto one = errorResponse(error);
        const auto other = errorResponse(error);

        QVERIFY(nameOf(one).startsWith("req_"));
        QVERIFY(nameOf(one) != nameOf(other));
        QVERIFY(one.body.contains(nameOf(one)));
    }

    void theTypeGoesByTheStatus_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("type");
        const auto row = [](int status, const char *type) {
            QTest::addRow("%d", status) << status << QString::fromLatin1(type);
        };
        row(400, "invalid_request_error");
        row(401, "authentication_error");
        row(402, "billing_error");
        row(403, "permission_error");
        row(404, "not_found_error");
        row(405, "invalid_request_error");
        row(408, "timeout_error");
        row(409, "invalid_request_error");
        row(413, "request_too_large");
        row(415, "invalid_request_error");
        row(422, "invalid_request_error");
        row(429, "rate_limit_error");
        row(500, "api_error");
        row(502, "api_error");
        row(503, "overloaded_error");
        row(504, "timeout_error");
    }

    void theTypeGoesByTheStatus()
    {
        QFETCH(int, status);
        QFETCH(QString, type);

        const auto json = core::json::parseObject(gateway::anthropic::problemBody(
                                                          {.status = status, .message = u"m"_s}))
                                  .value();

        QCOMPARE(core::json::textAt(json, "type"), u"error"_s);
        QCOMPARE(core::json::textAt(json.at("error").as_object(), "type"), type);
    }

    void aPromptThatIsTooLongSaysSoAsClaudeCodeKnowsIt()
    {
        const auto response = errorResponse({.code = ErrorCode::InvalidRequest,
                                             .message = u"140000 tokens, 128000 allowed"_s,
                                             .reason = u"context_length_exceeded"_s});

        QCOMPARE(response.status, 400);
        QVERIFY(response.body.contains("\"prompt is too long: 140000 tokens, 128000 allowed\""));
        QCOMPARE(errorResponse({.code = ErrorCode::InvalidRequest,
                                .message = u"Prompt is too long"_s,
                                .reason = u"context_length_exceeded"_s})
                         .body.toLower()
                         .count("prompt is too long"),
                 1);
    }

    void aRefusalOfThreadsIsKnownToTheSdks()
    {
        QVERIFY(errorResponse({.code = ErrorCode::InvalidRequest,
                               .message = u"m"_s,
                               .reason = u"thread_unsupported_request"_s})
                        .body.contains("\"message\":\"m\",\"details\":{\"error_code\":"
                                       "\"thread_unsupported_request\"}}"));
    }

    void knowsItsClients()
    {
        QVERIFY(gateway::anthropic::isClient({.headers = {{"Anthropic-Version", "2023-06-01"}}}));
        QVERIFY(!gateway::anthropic::isClient({.headers = {{"x-api-key", "k"}}}));
    }
};

QTEST_APPLESS_MAIN(TestAnthropicWire)
#include "tst_anthropicwire.moc"
