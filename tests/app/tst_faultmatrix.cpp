// SPDX-License-Identifier: MIT
#include "tests/app/faultbench.h"
#include "tests/support/fixtures.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using tests::FaultBench;
using tests::json;
using tests::Script;

namespace {

using Prepare = std::function<void(FaultBench &)>;

//! What a caller sees.
struct Seen {
    int status = 0;    //!< of the answer
    const char *code;  //!< of its error; empty: none
    const char *words; //!< in its body
    //! That the service got; negative: at least so many, since Qt itself sends again what met a
    //! closed connection.
    int requests = 1;
};

constexpr int atLeast = -1;
constexpr auto usual = "meta.llama-3.3-70b-instruct";

QByteArray sse(const char *text)
{
    return "data: " + json(text) + "\n\n";
}

const QByteArray hello = sse("{'index':0,'message':{'role':'ASSISTANT','content':[{'type':'TEXT',"
                             "'text':'Hello'}]}}");
const QByteArray stop = sse("{'message':{'role':'ASSISTANT'},'finishReason':'stop'}");

Script whole()
{
    return Script::reply(
            200, json("{'modelId':'m','chatResponse':{'apiFormat':'GENERIC','choices':[{'index':0,"
                      "'message':{'role':'ASSISTANT','content':[{'type':'TEXT','text':'Hello'}]},"
                      "'finishReason':'stop'}]}}"));
}

Script refused(int status, const QByteArray &headers = {}, const char *words = "no")
{
    return Script::reply(status, json("{'code':'X','message':'") + words + "\"}",
                         headers + "opc-request-id: REQ\r\n");
}

Prepare answers(const Script &script)
{
    return [script](FaultBench &bench) { bench.server.add(script); };
}

Prepare answers(const Script &first, const Script &then)
{
    return [first, then](FaultBench &bench) {
        bench.server.add(first);
        bench.server.add(then);
    };
}

} // namespace

Q_DECLARE_METATYPE(Prepare)
Q_DECLARE_METATYPE(Seen)

//! The table of docs/faults.md, row by row: from the service's fault to what an API client is told.
class TestFaultMatrix : public QObject
{
    Q_OBJECT

private slots:
    void wholeAnswers_data()
    {
        addColumns();
        const auto row = [](const char *name, const Prepare &prepare, const Seen &seen,
                            const char *model = usual) {
            QTest::newRow(name) << prepare << seen << QByteArray(model);
        };
        row("name not found",
            [](FaultBench &bench) {
                bench.endpoint = u"http://nowhere.invalid"_s;
                bench.settings.firstByteTimeout = 60s; // some resolvers take their time
                bench.settings.retry.attempts = 1;
            },
            {502, "connection_error", "nowhere.invalid", 0});
        row("connection refused",
            [](FaultBench &bench) {
                QTcpServer closed;
                closed.listen(QHostAddress::LocalHost);
                bench.endpoint = u"http://127.0.0.1:%1"_s.arg(closed.serverPort());
            },
            {502, "connection_error", "127.0.0.1", 0});
        row("TLS fails",
            [](FaultBench &bench) {
                auto *plain = new QTcpServer(&bench.server);
                plain->listen(QHostAddress::LocalHost);
                QObject::connect(plain, &QTcpServer::newConnection, plain, [plain] {
                    plain->nextPendingConnection()->write("220 this is not TLS\r\n");
                });
                bench.endpoint = u"https://127.0.0.1:%1"_s.arg(plain->serverPort());
            },
            {502, "connection_error", "127.0.0.1", 0});
        row("reset before the head", answers(Script().reset()),
            {502, "connection_error", "127.0.0.1", atLeast * 3});
        row("reset once", answers(Script().reset(), whole()), {200, "", "Hello", 2});
        row("no answer", answers(Script()), {504, "timeout", "127.0.0.1", 1});
        row("401 once, renewed",
            [](FaultBench &bench) {
                bench.auth.renewal = core::Result<void>();
                bench.server.add(refused(401));
                bench.server.add(whole());
            },
            {200, "", "Hello", 2});
        row("401 for ever",
            [](FaultBench &bench) {
                bench.auth.renewal = core::Result<void>();
                bench.server.add(refused(401));
            },
            {502, "upstream_unauthorized", "refused the credential", 2});
        row("clock wrong", answers(refused(401, "date: Mon, 04 May 2020 10:00:00 GMT\r\n")),
            {502, "upstream_unauthorized", "The clock of this computer", 1});
        row("403", answers(refused(403)), {403, "permission_denied", "allow group <group>"});
        row("404, model listed", answers(refused(404)),
            {404, "model_not_found", "generative-ai-family in compartment id"});
        row("404, model in another region",
            [](FaultBench &bench) {
                bench.catalog.known.first().region = u"eu-frankfurt-1"_s;
                bench.server.add(refused(404));
            },
            {404, "model_not_found", "eu-frankfurt-1/meta.llama"});
        row("404, model not listed", answers(refused(404)),
            {404, "model_not_found", "does not list"}, "meta.llama-9-none");
        row("404, list unknown",
            [](FaultBench &bench) {
                bench.catalog.loaded = false;
                bench.server.add(refused(404));
            },
            {404, "model_not_found", "where a policy is missing, too"});
        row("409 in between",
            answers(Script::reply(409, json("{'code':'IncorrectState'}")), whole()),
            {200, "", "Hello", 2});
        row("409", answers(refused(409)), {409, "conflict", "conflict"});
        row("412", answers(refused(412)), {412, "precondition_failed", "REQ"});
        row("413", answers(refused(413)), {413, "request_too_large", "too large"});
        row("429 with Retry-After in time", answers(refused(429, "retry-after: 0\r\n"), whole()),
            {200, "", "Hello", 2});
        row("429 with a long Retry-After", answers(refused(429, "retry-after: 60\r\n")),
            {429, "rate_limit_exceeded", "throttling", 1});
        row("429 without Retry-After", answers(refused(429)),
            {429, "rate_limit_exceeded", "throttling", 3});
        row("500", answers(refused(500)), {502, "upstream_error", "OCI failed inside", 2});
        row("503 once", answers(refused(503), whole()), {200, "", "Hello", 2});
        row("503 for ever", answers(refused(503)), {503, "upstream_unavailable", "REQ", 3});
        row("host at rest after many 503",
            [](FaultBench &bench) {
                bench.settings.circuit.calls = 2;
                bench.server.add(refused(503));
            },
            {503, "upstream_unavailable", "REQ", 2});
        row("400, prompt too long", answers(refused(400, {}, "maximum context length is 8192")),
            {400, "context_length_exceeded", "8192"});
        row("400, guardrail", answers(refused(400, {}, "blocked by content moderation")),
            {400, "content_filter", "moderation"});
        row("JSON that is none", answers(Script::reply(200, "{\"chatResponse\":")),
            {502, "upstream_error", "error"});
        row("HTML instead of JSON",
            answers(Script::reply(200, "<html><title>Portal</title></html>", {}, "text/html")),
            {502, "upstream_error", "error"});
        row("HTML with a 502",
            answers(Script::reply(502, "<html><title>Bad Gateway</title></html>", {}, "text/html")),
            {502, "upstream_unavailable", "Bad Gateway", 3});
        row("redirect", answers(Script::reply(302, {}, "location: http://127.0.0.1:1/\r\n")),
            {502, "upstream_error", "redirects are not followed"});
        row("error inside a 200",
            answers(Script::reply(200, json("{'code':'429','message':'slow'}"))),
            {429, "rate_limit_exceeded", "slow"});
        row("body cut short",
            answers(Script().send("HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n{").close()),
            {502, "upstream_error", "error"});
        row("body too long",
            [](FaultBench &bench) {
                bench.settings.longestBody = 1000;
                bench.server.add(Script::reply(200, QByteArray(5000, 'x')));
            },
            {413, "request_too_large", "longer than"});
    }

    void wholeAnswers() { runRow(false); }

    void streams_data()
    {
        addColumns();
        const auto row = [](const char *name, const Script &script, const Seen &seen) {
            QTest::newRow(name) << answers(script) << seen << QByteArray(usual);
        };
        row("stream without a fault", Script::events().chunk(hello + stop).lastChunk(),
            {200, "", "[DONE]"});
        row("stream refused with 429", refused(429, "retry-after: 60\r\n"),
            {429, "rate_limit_exceeded", "throttling"});
        row("stream reset in the middle", Script::events().chunk(hello).wait(400ms).reset(),
            {200, "upstream_stream_error", "Hello"});
        row("stream stalls", Script::events().chunk(hello),
            {200, "upstream_stream_error", "Hello"});
        row("stream over plain HTTP ends without a finish reason",
            Script::events().chunk(hello).lastChunk(), {200, "upstream_stream_error", "Hello"});
        row("error inside a stream",
            Script::events().chunk(hello + sse("{'code':'503','message':'overloaded'}")),
            {200, "upstream_stream_error", "overloaded"});
        row("garbage inside a stream", Script::events().chunk(hello + "data: {\"index\":\n\n"),
            {200, "upstream_stream_error", "Hello"});
        row("zstd frames in a stream",
            Script::events("content-encoding: zstd\r\n")
                    .chunk("\x28\xb5\x2f\xfd garbage")
                    .lastChunk(),
            {502, "upstream_error", "zstd"});
        row("JSON in place of a stream", whole(), {200, "", "[DONE]"});
    }

    void streams() { runRow(true); }

    void aThrottledClientIsToldWhenToComeBack()
    {
        FaultBench bench;
        bench.server.add(refused(429));
        bench.ask(false, usual);
        QTRY_VERIFY(bench.answer->isClosed());
        QVERIFY(bench.answer->received.toLower().contains("retry-after: "));
    }

private:
    static void addColumns()
    {
        QTest::addColumn<Prepare>("prepare");
        QTest::addColumn<Seen>("seen");
        QTest::addColumn<QByteArray>("model");
    }

    static void runRow(bool stream)
    {
        QFETCH(const Prepare, prepare);
        QFETCH(const Seen, seen);
        QFETCH(const QByteArray, model);
        FaultBench bench;
        prepare(bench);

        bench.ask(stream, model);
        QTRY_VERIFY_WITH_TIMEOUT(bench.answer->isClosed(), 60'000);

        const QByteArray all = bench.answer->received;
        QVERIFY2(bench.answer->status() == seen.status, all);
        const auto error = bench.error();
        QCOMPARE(core::json::textAt(error, "code").toLatin1(), QByteArray(seen.code));
        QVERIFY2(bench.answer->body().contains(seen.words), all);
        if (seen.requests < 0)
            QVERIFY(bench.server.requests.size() >= -seen.requests);
        else
            QCOMPARE(bench.server.requests.size(), seen.requests);
        if (stream && *seen.code != '\0')
            QVERIFY2(!all.contains("[DONE]"), all);
        QVERIFY(!all.contains("Test 1")); // the credential
    }
};

QTEST_GUILESS_MAIN(TestFaultMatrix)
#include "tst_faultmatrix.moc"
