// SPDX-License-Identifier: MIT
#include "gateway/access/gatekeeper.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::http::Headers;
using core::http::headerValue;
using gateway::access::Admission;
using gateway::access::Authority;
using gateway::access::Gatekeeper;
using gateway::access::HostCheck;
using gateway::access::Keyring;
using gateway::access::OriginCheck;
using gateway::access::readAuthority;
using gateway::http::Arrival;
using gateway::http::Entrance;
using gateway::http::Head;
using gateway::http::Verdict;
using gateway::routes::Door;
using gateway::routes::Router;

namespace {

constexpr quint16 port = 8088;
constexpr auto goodKey = "test-key-of-the-gateway";

QList<core::ClientKey> keys()
{
    return {{.id = u"k1"_s, .hash = core::hashOfKey("another-key")},
            {.id = u"k2"_s, .hash = core::hashOfKey(goodKey)},
            {.id = u"k3"_s,
             .hash = core::hashOfKey("a-revoked-key"),
             .revoked = QDateTime::currentDateTimeUtc()}};
}

} // namespace

class TestAccess : public QObject
{
    Q_OBJECT

private:
    Router m_router{"/base"};
    core::SystemClock m_clock;
    Admission m_admission{m_clock, keys()};
    std::unique_ptr<Gatekeeper> m_keeper;

    Verdict judge(const QByteArray &method, const QByteArray &target, const Headers &headers,
                  int minorVersion = 1, const Arrival &arrival = {.port = port}) const
    {
        const Head head{.request = {.method = method, .target = target, .headers = headers},
                        .minorVersion = minorVersion};
        return m_keeper->judge(head, arrival);
    }
    static int statusOf(const Verdict &verdict)
    {
        return verdict.answer ? verdict.answer->status : 0;
    }
    static Headers good(Headers more = {})
    {
        Headers all{{"Host", "localhost:8088"}, {"Authorization", QByteArray("Bearer ") + goodKey}};
        return all + more;
    }

private slots:
    void initTestCase()
    {
        const auto handler = [](core::http::Exchange &, const QByteArray &) { };
        m_router.add({"GET", "/", Door::Name, handler});
        m_router.add({"GET", "/health", Door::Probe, handler});
        m_router.add({"GET", "/models", Door::Key, handler});
        m_router.add({"GET", "/api/tags", Door::Key, handler});
        m_router.add({"GET", "/models/", Door::Key, handler});
        m_router.add({"POST", "/chat/completions", Door::Key, handler});
        m_router.add({"POST", "/cancel", Door::Key, handler, gateway::openai::problemBody, false});
        m_keeper = std::make_unique<Gatekeeper>(
                HostCheck({u"gate.example"_s, u"fixed.example:99"_s},
                          {QHostAddress(u"192.168.7.7"_s), QHostAddress(QHostAddress::AnyIPv4)}),
                OriginCheck({u"https://app.example"_s, u"null"_s}), m_admission, m_router);
    }

    void readsAuthorities_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<int>("givenPort");

        QTest::newRow("name") << QByteArray("LocalHost") << QByteArray("localhost") << 0;
        QTest::newRow("port") << QByteArray("a.b:80") << QByteArray("a.b") << 80;
        QTest::newRow("dot") << QByteArray("localhost.:1") << QByteArray("localhost") << 1;
        QTest::newRow("empty port") << QByteArray("a:") << QByteArray("a") << 0;
        QTest::newRow("v6") << QByteArray("[::1]:8088") << QByteArray("[::1]") << 8088;
        for (const char *bad : {"", ":", ".", "a b", "user@localhost", "a:b", "a:0", "a:65536",
                                "a:1:2", "[::1", "[]", "[::1]x", "[::1%lo]", "localhost/", "a:+1"})
            QTest::newRow(bad[0] ? bad : "empty") << QByteArray(bad) << QByteArray() << 0;
    }

    void readsAuthorities()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, host);
        QFETCH(int, givenPort);

        const auto authority = readAuthority(text);

        QCOMPARE(authority.has_value(), !host.isEmpty());
        if (authority) {
            QCOMPARE(authority->host, host);
            QCOMPARE(int(authority->port.value_or(0)), givenPort);
        }
    }

    void allowsOnlyOurNames_data()
    {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<bool>("allowed");

        for (const char *host :
             {"localhost", "localhost:8088", "LOCALHOST:8088", "localhost.", "localhost.:8088",
              "127.0.0.1", "127.0.0.1:8088", "[::1]", "[::1]:8088", "gate.example",
              "Gate.Example:443", "fixed.example:99", "192.168.7.7:8088"})
            QTest::newRow(host) << QByteArray(host) << true;
        for (const char *host : {"evil.example",
                                 "evil.example:8088",
                                 "localhost:80",
                                 "127.0.0.1:8089",
                                 "[::1]:1",
                                 "localhost.evil.example",
                                 "evil-localhost",
                                 "0.0.0.0",
                                 "0.0.0.0:8088",
                                 "[::]:8088",
                                 "127.0.0.2",
                                 "127.1",
                                 "2130706433",
                                 "0x7f.0.0.1",
                                 "[::ffff:127.0.0.1]",
                                 "10.0.0.1",
                                 "machine.local",
                                 "machine.internal",
                                 "fixed.example",
                                 "fixed.example:98",
                                 "user@localhost",
                                 "localhost,evil.example",
                                 "localhost evil.example",
                                 ""})
            QTest::newRow(host[0] ? host : "empty") << QByteArray(host) << false;
    }

    void allowsOnlyOurNames()
    {
        QFETCH(QByteArray, host);
        QFETCH(bool, allowed);
        Headers headers = good();
        headers[0].second = host;

        QCOMPARE(statusOf(judge("GET", "/v1/models", headers)), allowed ? 0 : 403);
        QCOMPARE(statusOf(judge("GET", "/health", headers)), 0);
    }

    void needsAHostSinceHttp11()
    {
        const Headers headers{{"x-api-key", goodKey}};

        QCOMPARE(statusOf(judge("GET", "/v1/models", headers, 1)), 400);
        QCOMPARE(statusOf(judge("GET", "/v1/models", headers, 0)), 0);
        QCOMPARE(statusOf(judge("GET", "/health", {}, 1)), 0);
        QCOMPARE(statusOf(judge("GET", "/", {}, 1)), 400);
    }

    void aTargetMayNotNameAnotherHost()
    {
        QCOMPARE(statusOf(judge("GET", "http://localhost:8088/v1/models", good())), 0);
        QCOMPARE(statusOf(judge("GET", "http://evil.example/v1/models", good())), 403);
    }

    void refusesForeignOrigins_data()
    {
        QTest::addColumn<QByteArray>("origin");
        QTest::addColumn<bool>("allowed");

        for (const char *origin :
             {"https://app.example", "HTTPS://APP.example", "http://localhost:8088",
              "http://127.0.0.1:8088", "http://[::1]:8088"})
            QTest::newRow(origin) << QByteArray(origin) << true;
        for (const char *origin :
             {"null", "", "https://evil.example", "http://app.example", "https://app.example:444",
              "https://app.example.evil.example", "http://localhost:3000", "http://localhost",
              "https://localhost:8088", "http://0.0.0.0:8088", "file://"})
            QTest::newRow(origin[0] ? origin : "empty") << QByteArray(origin) << false;
    }

    void refusesForeignOrigins()
    {
        QFETCH(QByteArray, origin);
        QFETCH(bool, allowed);

        for (const char *target : {"/v1/models", "/health", "/"}) {
            const Verdict verdict = judge("GET", target, good({{"Origin", origin}}));
            QCOMPARE(statusOf(verdict), allowed ? 0 : 403);
            const QByteArray named = headerValue(verdict.headers, "Access-Control-Allow-Origin");
            QCOMPARE(named, allowed ? origin : QByteArray());
            QCOMPARE(headerValue(verdict.headers, "Vary"), allowed ? "Origin" : "");
        }
    }

    void oneForeignOriginAmongSeveralIsEnough()
    {
        const Headers headers =
                good({{"Origin", "https://app.example"}, {"Origin", "https://evil.example"}});

        QCOMPARE(statusOf(judge("GET", "/v1/models", headers)), 403);
    }

    void aStarListsEveryOriginButNull()
    {
        const OriginCheck check({u"*"_s});

        QVERIFY(check.allows("https://any.example", port));
        QVERIFY(!check.allows("null", port));
    }

    void answersPreflightsOfListedOrigins()
    {
        // As a browser sends it: without a key.
        const Headers headers{{"Host", "localhost:8088"},
                              {"Origin", "https://app.example"},
                              {"Access-Control-Request-Method", "POST"},
                              {"Access-Control-Request-Headers", "x-stainless-os"}};

        const Verdict verdict = judge("OPTIONS", "/v1/chat/completions", headers);

        QCOMPARE(statusOf(verdict), 204);
        const Headers &answer = verdict.answer->headers;
        QVERIFY(headerValue(answer, "Access-Control-Allow-Methods").contains("POST"));
        const QByteArray allowed =
                headerValue(answer, "Access-Control-Allow-Headers").toLower() + ',';
        for (const char *name :
             {"authorization", "content-type", "x-api-key", "x-stainless-arch", "x-stainless-async",
              "x-stainless-custom-poll-interval", "x-stainless-helper-method", "x-stainless-lang",
              "x-stainless-os", "x-stainless-package-version", "x-stainless-poll-helper",
              "x-stainless-retry-count", "x-stainless-runtime", "x-stainless-runtime-version",
              "x-stainless-timeout"})
            QVERIFY2(allowed.contains(QByteArray(name) + ','), name);
        QCOMPARE(headerValue(answer, "Access-Control-Allow-Private-Network"), "");
        QCOMPARE(headerValue(verdict.headers, "Access-Control-Allow-Credentials"), "");
    }

    void allowsPrivateNetworkOnlyWhereAsked()
    {
        Headers headers{{"Host", "localhost:8088"},
                        {"Origin", "https://app.example"},
                        {"Access-Control-Request-Method", "POST"},
                        {"Access-Control-Request-Private-Network", "true"}};

        const Verdict asked = judge("OPTIONS", "/v1/models", headers);
        QCOMPARE(headerValue(asked.answer->headers, "Access-Control-Allow-Private-Network"),
                 "true");
        headers[1].second = "https://evil.example";
        const Verdict foreign = judge("OPTIONS", "/v1/models", headers);
        QCOMPARE(statusOf(foreign), 403);
        QCOMPARE(headerValue(foreign.answer->headers, "Access-Control-Allow-Private-Network"), "");
        const Verdict noPreflight =
                judge("GET", "/v1/models",
                      good({{"Origin", "https://app.example"},
                            {"Access-Control-Request-Private-Network", "true"}}));
        QVERIFY(!noPreflight.answer);
        QCOMPARE(headerValue(noPreflight.headers, "Access-Control-Allow-Private-Network"), "");
    }

    void needsAKey_data()
    {
        QTest::addColumn<Headers>("headers");
        QTest::addColumn<int>("status");

        const QByteArray key = goodKey;
        QTest::newRow("none") << Headers{} << 401;
        QTest::newRow("bearer") << Headers{{"Authorization", "Bearer " + key}} << 0;
        QTest::newRow("bearer, other case") << Headers{{"authorization", "bearer  " + key}} << 0;
        QTest::newRow("the other key") << Headers{{"Authorization", "Bearer another-key"}} << 0;
        QTest::newRow("x-api-key") << Headers{{"X-API-Key", key}} << 0;
        QTest::newRow("one of two")
                << Headers{{"Authorization", "Bearer x"}, {"X-API-Key", key}} << 0;
        QTest::newRow("a revoked one") << Headers{{"Authorization", "Bearer a-revoked-key"}} << 401;
        QTest::newRow("the hash of one")
                << Headers{{"x-api-key", core::hashOfKey(goodKey).toHex()}} << 401;
        QTest::newRow("wrong") << Headers{{"Authorization", "Bearer wrong"}} << 401;
        QTest::newRow("a piece") << Headers{{"Authorization", "Bearer " + key.chopped(1)}} << 401;
        QTest::newRow("more") << Headers{{"Authorization", "Bearer " + key + "x"}} << 401;
        QTest::newRow("other case") << Headers{{"Authorization", "Bearer " + key.toUpper()}} << 401;
        QTest::newRow("empty") << Headers{{"Authorization", "Bearer "}, {"X-API-Key", ""}} << 401;
        QTest::newRow("basic") << Headers{{"Authorization", "Basic " + key}} << 401;
        QTest::newRow("no scheme") << Headers{{"Authorization", key}} << 401;
        QTest::newRow("SQL") << Headers{{"x-api-key", "' OR '1'='1' --"}} << 401;
        QTest::newRow("a pattern")
                << Headers{{"x-api-key", "%"}, {"Authorization", "Bearer *"}} << 401;
    }

    void needsAKey()
    {
        QFETCH(Headers, headers);
        QFETCH(int, status);
        headers.emplaceBack("Host", "localhost");

        const Verdict verdict = judge("GET", "/v1/models", headers);

        QCOMPARE(statusOf(verdict), status);
        QCOMPARE(statusOf(judge("GET", "/v1/unknown", headers)), status == 0 ? 404 : 401);
        QCOMPARE(statusOf(judge("GET", "/health", headers)), 0);
        QCOMPARE(statusOf(judge("GET", "/", headers)), 0);
        if (status == 401) {
            QVERIFY(headerValue(verdict.answer->headers, "WWW-Authenticate").startsWith("Bearer"));
            QVERIFY(verdict.answer->body.contains(R"("code":"invalid_api_key")"));
            // Claude Code would try again for minutes.
            QCOMPARE(headerValue(verdict.answer->headers, "x-should-retry"), "false");
            QVERIFY(!verdict.answer->body.contains(goodKey));
        }
    }

    void withoutKeysNobodyGetsIn()
    {
        QByteArray caller;

        QVERIFY(Keyring().check({{"x-api-key", ""}}, caller) == Keyring::Answer::Missing);
        QVERIFY(Keyring().check({{"x-api-key", "a"}}, caller) == Keyring::Answer::Wrong);
        QVERIFY(Keyring({core::ClientKey()}).check({{"Authorization", "Bearer "}}, caller) !=
                Keyring::Answer::Good);
        QVERIFY(caller.isEmpty());
    }

    void namesTheCallerByTheIdOfItsKey()
    {
        QCOMPARE(judge("GET", "/v1/models", good()).caller, "k2");
        QCOMPARE(judge("GET", "/", good()).caller, ""); // nobody asked
    }

    void otherKeysCountFromTheNextRequestOn()
    {
        m_admission.setKeys({{.id = u"new"_s, .hash = core::hashOfKey("another-key")}});
        const int old = statusOf(judge("GET", "/v1/models", good()));
        const Verdict other =
                judge("GET", "/v1/models", {{"Host", "localhost"}, {"x-api-key", "another-key"}});
        m_admission.setKeys(keys());

        QCOMPARE(old, 401);
        QCOMPARE(statusOf(other), 0);
        QCOMPARE(other.caller, "new");
    }

    void otherRulesCountFromTheNextRequestOn()
    {
        Gatekeeper keeper(HostCheck({}, {}), OriginCheck({}), m_admission, m_router);
        Head head{.request = {.method = "GET",
                              .target = "/v1/models",
                              .headers = {{"Host", "new.example"}, {"x-api-key", goodKey}}}};
        QCOMPARE(statusOf(keeper.judge(head, {.port = port})), 403);

        keeper.setRules(HostCheck({u"new.example"_s}, {}), OriginCheck({u"https://new.example"_s}));

        QCOMPARE(statusOf(keeper.judge(head, {.port = port})), 0);
        head.request.headers.emplaceBack("Origin", "https://new.example");
        QCOMPARE(statusOf(keeper.judge(head, {.port = port})), 0);
    }

    void atTheSideOnlyOllamasRoutesAreThereAndNoKeyIsNeeded_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<Headers>("headers");
        QTest::addColumn<int>("status");

        const Headers local{{"Host", "localhost:11434"}};
        QTest::newRow("the list") << QByteArray("/api/tags") << local << 0;
        QTest::newRow("with a prefix") << QByteArray("/v1/api/tags") << local << 0;
        QTest::newRow("the greeting") << QByteArray("/") << local << 0;
        QTest::newRow("unknown") << QByteArray("/api/nothing") << local << 404;
        QTest::newRow("the models") << QByteArray("/v1/models") << local << 404;
        QTest::newRow("with a key all the same")
                << QByteArray("/v1/models") << local + Headers{{"x-api-key", goodKey}} << 404;
        QTest::newRow("health") << QByteArray("/health") << local << 404;
        QTest::newRow("dots") << QByteArray("/api/../v1/models") << local << 404;
        QTest::newRow("a foreign name")
                << QByteArray("/api/tags") << Headers{{"Host", "evil.example:11434"}} << 403;
        QTest::newRow("no name") << QByteArray("/api/tags") << Headers{} << 400;
        QTest::newRow("the other port")
                << QByteArray("/api/tags") << Headers{{"Host", "localhost:8088"}} << 403;
        QTest::newRow("a foreign page")
                << QByteArray("/api/tags") << local + Headers{{"Origin", "https://evil.example"}}
                << 403;
        QTest::newRow("a page of no origin")
                << QByteArray("/api/tags") << local + Headers{{"Origin", "null"}} << 403;
    }

    void atTheSideOnlyOllamasRoutesAreThereAndNoKeyIsNeeded()
    {
        QFETCH(QByteArray, target);
        QFETCH(Headers, headers);
        QFETCH(int, status);

        const Verdict verdict =
                judge("GET", target, headers, 1, {.port = 11434, .entrance = Entrance::Side});

        QCOMPARE(statusOf(verdict), status);
        if (status == 0 && target != "/")
            QCOMPARE(verdict.caller, "ollama");
    }

    void aSideEntranceThatWasClosedHasNothing()
    {
        m_keeper->setSideOpen(false);
        const Verdict verdict = judge("GET", "/api/tags", {{"Host", "localhost:11434"}}, 1,
                                      {.port = 11434, .entrance = Entrance::Side});
        m_keeper->setSideOpen(true);

        QCOMPARE(statusOf(verdict), 404);
    }

    void ollamasRoutesNeedAKeyAtTheMainEntrance()
    {
        QCOMPARE(statusOf(judge("GET", "/api/tags", {{"Host", "localhost"}})), 401);
        QCOMPARE(statusOf(judge("GET", "/api/tags", good())), 0);
    }

    void ourOwnOriginIsSecureWhereTlsIs()
    {
        const OriginCheck check({});

        QVERIFY(check.allows("https://localhost:8088", port, true));
        QVERIFY(check.allows("https://127.0.0.1", 443, true));
        QVERIFY(!check.allows("http://localhost:8088", port, true));
        QVERIFY(!check.allows("https://localhost:8088", port, false));
    }

    void postsNeedJson_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<int>("status");
        QTest::newRow("json") << QByteArray("application/json") << 0;
        QTest::newRow("charset") << QByteArray("Application/JSON; charset=utf-8") << 0;
        QTest::newRow("text") << QByteArray("text/plain") << 415;
        QTest::newRow("form") << QByteArray("application/x-www-form-urlencoded") << 415;
        QTest::newRow("json in a parameter") << QByteArray("text/plain; application/json") << 415;
        QTest::newRow("longer") << QByteArray("application/jsonp") << 415;
        QTest::newRow("none") << QByteArray() << 415;
    }

    void postsNeedJson()
    {
        QFETCH(QByteArray, type);
        QFETCH(int, status);
        const Headers headers = type.isEmpty() ? good() : good({{"Content-Type", type}});

        QCOMPARE(statusOf(judge("POST", "/v1/chat/completions", headers)), status);
    }

    void aPostWithoutABodyNeedsNoType()
    {
        QCOMPARE(statusOf(judge("POST", "/v1/cancel", good())), 0);
        QCOMPARE(statusOf(judge("POST", "/v1/cancel", good({{"Content-Type", "text/plain"}}))),
                 415);
    }

    void findsThePathInAllItsForms_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("path");
        const QByteArray models = "/models";
        for (const char *target :
             {"/v1/models", "/models", "/v1/models/", "//v1/models", "/v1//models", "/base/models",
              "/base/v1/models", "/v1/v1/models", "/models?limit=5", "/v1/models/?x",
              "http://localhost/v1/models"})
            QTest::newRow(target) << QByteArray(target) << models;
        for (const char *target : {"/", "/v1", "/v1/", "//", "/base", "http://localhost"})
            QTest::newRow(target) << QByteArray(target) << QByteArray("/");
        for (const char *target : {"/v2/models", "/Models", "/v1models", "/modelsx", "*", "/v1/x"})
            QTest::newRow(target) << QByteArray(target) << QByteArray();
        QTest::newRow("id") << QByteArray("/v1/models/a.b-c") << QByteArray("/models/");
        QTest::newRow("id with slashes")
                << QByteArray("/v1/models/oci/a") << QByteArray("/models/");
    }

    void findsThePathInAllItsForms()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, path);

        for (const char *method : {"GET", "HEAD"}) {
            const auto match = m_router.find(method, target);
            QCOMPARE(match.route ? match.route->path : QByteArray(), path);
        }
    }

    void keepsTheRestOfThePath()
    {
        QCOMPARE(m_router.find("GET", "/v1/models/oci%2Fa").rest, "oci%2Fa");
        QCOMPARE(m_router.find("GET", "/models/oci/a/").rest, "oci/a");
    }

    void namesTheMethodsThatWouldDo()
    {
        const Verdict post = judge("POST", "/v1/models", good());
        const Verdict get = judge("GET", "/v1/chat/completions", good());
        const Verdict options = judge("OPTIONS", "/v1/models", good());

        QCOMPARE(statusOf(post), 405);
        QCOMPARE(headerValue(post.answer->headers, "Allow"), "GET, HEAD, OPTIONS");
        QCOMPARE(statusOf(get), 405);
        QCOMPARE(headerValue(get.answer->headers, "Allow"), "POST, OPTIONS");
        QCOMPARE(statusOf(options), 204);
        QCOMPARE(headerValue(options.answer->headers, "Allow"), "GET, HEAD, OPTIONS");
    }

    void anthropicsClientsAreRefusedInTheirWords_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("type");
        QTest::newRow("no key") << QByteArray("/v1/models") << QByteArray()
                                << QByteArray("authentication_error");
        QTest::newRow("wrong key") << QByteArray("/v1/models/x") << QByteArray("wrong")
                                   << QByteArray("authentication_error");
        QTest::newRow("no route") << QByteArray("/v1/files") << QByteArray(goodKey)
                                  << QByteArray("not_found_error");
        QTest::newRow("method") << QByteArray("/v1/chat/completions") << QByteArray(goodKey)
                                << QByteArray("invalid_request_error");
    }

    void anthropicsClientsAreRefusedInTheirWords()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, type);

        const Verdict verdict = judge("GET", target,
                                      {{"Host", "localhost:8088"},
                                       {"x-api-key", key},
                                       {"anthropic-version", "2023-06-01"}});

        QVERIFY(verdict.answer);
        QVERIFY(verdict.answer->body.startsWith("{\"type\":\"error\",\"error\":{\"type\":\"" +
                                                type));
        const QByteArray name = headerValue(verdict.answer->headers, "request-id");
        QVERIFY(name.startsWith("req_"));
        QVERIFY(verdict.answer->body.contains("\"request_id\":\"" + name));
    }

    void anUnknownRouteHasTheErrorShape()
    {
        const Verdict verdict = judge("GET", "/v1/nothing", good());

        QCOMPARE(statusOf(verdict), 404);
        QVERIFY(verdict.answer->body.startsWith(R"({"error":{"message":)"));
        QVERIFY(verdict.answer->body.contains("GET /v1/nothing"));
    }
};

QTEST_APPLESS_MAIN(TestAccess)
#include "tst_access.moc"
