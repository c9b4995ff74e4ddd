// SPDX-License-Identifier: MIT
#include "core/json/json.h"
#include "oci/apikeys/ociapikeys.h"
#include "tests/support/cannedserver.h"
#include "tests/support/fakeauth.h"
#include "tests/support/fixtures.h"

#include <QLoggingCategory>
#include <QTest>

using core::ApiKeySecret;
using core::ErrorCode;
using tests::json;
using tests::Script;
using namespace Qt::StringLiterals;

namespace {

QByteArray keyJson(const QByteArray &id, const QByteArray &value = {})
{
    QByteArray text =
            json("{'id':'?','displayName':' ci ','compartmentId':'ocid1.compartment.oc1..c"
                 "','timeCreated':'2026-05-01T00:00:00.5Z','lifecycleState':'ACTIVE',"
                 "'keys':[{!'keyName':'first','keyMask':'sk-****abcd','timeCreated':"
                 "'2026-05-01T00:00:00Z','timeExpiry':'2026-07-30T00:00:00Z','state':"
                 "'ACTIVE'},{'keyName':'second','keyMask':'sk-****efgh','state':"
                 "'SUSPENDED'},{'keyMask':'nameless'},7]}");
    text.replace("?", id);
    text.replace("!", value.isEmpty() ? QByteArray() : "\"key\":\"" + value + "\",");
    return text;
}

QByteArrayList logged;

void keepLog(QtMsgType, const QMessageLogContext &, const QString &text)
{
    logged += text.toUtf8();
}

struct Bench {
    Bench() { settings.retry.attempts = 1; }

    oci::OciApiKeys &keys()
    {
        if (!made) {
            client.emplace(network, auth, clock, settings);
            made.emplace(*client,
                         oci::ApiKeySettings{.region = u"us-chicago-1"_s,
                                             .compartmentId = u"ocid1.compartment.oc1..c"_s,
                                             .endpoints = oci::Endpoints(
                                                     server.url() + u"/{region}/{service}"_s)});
        }
        return *made;
    }

    template<typename T>
    static core::Result<T> waitFor(const QFuture<core::Result<T>> &future)
    {
        if (!QTest::qWaitFor([&] { return future.isFinished(); }) || future.resultCount() == 0)
            return std::unexpected(core::Error{.code = ErrorCode::Timeout});
        return future.result();
    }

    tests::CannedServer server;
    tests::FakeAuth auth;
    tests::FakeClock clock{QDateTime::fromString(u"2026-05-04T10:00:00Z"_s, Qt::ISODate)};
    oci::NetworkPool network;
    oci::ClientSettings settings;
    std::optional<oci::SignedClient> client;
    std::optional<oci::OciApiKeys> made;
};

const core::ApiKey ciKey{.id = u"ocid1.generativeaiapikey.oc1..a/b"_s, .name = u"ci"_s};
constexpr auto place = "/us-chicago-1/generativeai/20231130/apikeys";
constexpr auto placeOfCi =
        "/us-chicago-1/generativeai/20231130/apikeys/ocid1.generativeaiapikey.oc1..a%2Fb";

} // namespace

//! What goes over the wire (protocol reference, 5.5 and Appendix B).
class TestOciApiKeys : public QObject
{
    Q_OBJECT

private slots:
    void listsAllPages()
    {
        Bench bench;
        bench.server.add(Script::reply(200, "{\"items\":[" + keyJson("a") + ",{\"id\":\"\"},3]}",
                                       "opc-next-page: n+x\r\n"));
        bench.server.add(Script::reply(200, "{\"items\":[" + keyJson("b") + "]}"));

        const auto listed = Bench::waitFor(bench.keys().list());

        QVERIFY(listed);
        QCOMPARE(listed->size(), 2);
        const QByteArray query = "?compartmentId=ocid1.compartment.oc1..c&limit=100&sortBy="
                                 "timeCreated&sortOrder=DESC";
        QCOMPARE(bench.server.requests[0].target, place + query);
        QCOMPARE(bench.server.requests[1].target, place + query + "&page=n%2Bx");
        const core::ApiKey &key = listed->first();
        QCOMPARE(key.id, u"a"_s);
        QCOMPARE(key.name, u"ci"_s);
        QCOMPARE(key.state, core::ApiKey::State::Active);
        QCOMPARE(key.created, QDateTime(QDate(2026, 5, 1), QTime(0, 0, 0, 500), QTimeZone::UTC));
        QCOMPARE(key.secrets.size(), 2);
        QCOMPARE(key.secrets[0].expires, QDateTime(QDate(2026, 7, 30), QTime(), QTimeZone::UTC));
        QCOMPARE(key.secrets[0].state, ApiKeySecret::State::Active);
        QCOMPARE(key.secrets[1].state, ApiKeySecret::State::Unknown);
        QVERIFY(!key.secrets[1].expires.isValid());
        QVERIFY(key.version.isEmpty());
    }

    void makesAKeyAndTellsItsSecretsOnce()
    {
        Bench bench;
        bench.server.add(Script::reply(200, keyJson("ocid1.generativeaiapikey.oc1..n", "sk-test-1"),
                                       "etag: v1\r\n"));

        const auto issued = Bench::waitFor(bench.keys().create(
                {.name = u"ci 构建"_s,
                 .description = u"for builds"_s,
                 .secretNames = {u"first"_s, u"second"_s},
                 .expires = QDateTime(QDate(2026, 8, 1), QTime(12, 0), QTimeZone::UTC)}));

        QVERIFY(issued);
        const auto &sent = bench.server.requests.first();
        QCOMPARE(sent.method + ' ' + sent.target, QByteArray("POST ") + place);
        QCOMPARE(sent.header("content-type"), "application/json");
        QCOMPARE(sent.header("opc-retry-token").size(), 30);
        QCOMPARE(sent.body,
                 json("{'displayName':'ci 构建','compartmentId':'ocid1.compartment.oc1..c',"
                      "'keyDetails':[{'keyName':'first','timeExpiry':'2026-08-01T12:00:00.000Z'},"
                      "{'keyName':'second','timeExpiry':'2026-08-01T12:00:00.000Z'}],"
                      "'description':'for builds'}"));
        QCOMPARE(issued->values.size(), 1);
        QCOMPARE(issued->values.first().secretName, u"first"_s);
        QCOMPARE(issued->values.first().secret->reveal(), QByteArrayView("sk-test-1"));
        QCOMPARE(issued->key.version, u"v1"_s);
        QCOMPARE(issued->policy,
                 u"allow any-user to use generative-ai-family in compartment id "
                 "ocid1.compartment.oc1..c where ALL {request.principal.type='generativeaiapikey',"
                 " request.principal.id='ocid1.generativeaiapikey.oc1..n'}"_s);
    }

    void withoutATimeTheServiceDecides()
    {
        Bench bench;
        bench.server.add(Script::reply(200, keyJson("n", "sk-test-1")));

        QVERIFY(Bench::waitFor(bench.keys().create({.name = u"a"_s, .secretNames = {u"b"_s}})));

        QVERIFY(!bench.server.requests.first().body.contains("timeExpiry"));
        QVERIFY(!bench.server.requests.first().body.contains("description"));
    }

    void renewsASecretOfTheVersionThatWasSeen()
    {
        Bench bench;
        bench.server.add(Script::reply(200, keyJson("n", "sk-test-2")));
        core::ApiKey key = ciKey;
        key.version = u"v7"_s;

        const auto issued = Bench::waitFor(bench.keys().renew(
                key, u"first"_s, QDateTime(QDate(2026, 8, 1), QTime(), QTimeZone::UTC)));

        QVERIFY(issued);
        const auto &sent = bench.server.requests.first();
        QCOMPARE(sent.method + ' ' + sent.target,
                 "POST " + QByteArray(placeOfCi) + "/actions/renew");
        QCOMPARE(sent.header("if-match"), "v7");
        QCOMPARE(sent.header("opc-retry-token").size(), 30);
        QCOMPARE(sent.body, json("{'details':{'keyName':'first','timeExpiry':"
                                 "'2026-08-01T00:00:00.000Z'}}"));
        QCOMPARE(issued->values.first().secret->reveal(), QByteArrayView("sk-test-2"));
    }

    void changesStateAndNameAndDeletes()
    {
        Bench bench;
        bench.server.add(Script::reply(200, keyJson("n"), "etag: v2\r\n"));
        bench.server.add(Script::reply(200, keyJson("n"), "etag: v3\r\n"));
        bench.server.add(Script::reply(200, keyJson("n"), "etag: v3\r\n"));
        bench.server.add(Script::reply(204, {}));

        const auto changed = Bench::waitFor(
                bench.keys().setState(ciKey, u"first"_s, ApiKeySecret::State::Revoked));
        const auto named = Bench::waitFor(bench.keys().update(ciKey, u"a"_s, u"b"_s));
        const auto got = Bench::waitFor(bench.keys().get(ciKey.id));
        const auto gone = Bench::waitFor(bench.keys().remove(ciKey));

        QCOMPARE(changed.value().version, u"v2"_s);
        QCOMPARE(named.value().version, u"v3"_s);
        QCOMPARE(got.value().name, u"ci"_s);
        QVERIFY(gone);
        const auto &sent = bench.server.requests;
        QCOMPARE(sent[0].target, QByteArray(placeOfCi) + "/actions/setstate");
        QCOMPARE(sent[0].body, json("{'keyName':'first','state':'REVOKED'}"));
        QCOMPARE(sent[0].header("if-match"), "");
        QCOMPARE(sent[1].method + ' ' + sent[1].target, "PUT " + QByteArray(placeOfCi));
        QCOMPARE(sent[1].body, json("{'displayName':'a','description':'b'}"));
        QCOMPARE(sent[2].method + ' ' + sent[2].target, "GET " + QByteArray(placeOfCi));
        QCOMPARE(sent[3].method + ' ' + sent[3].target, "DELETE " + QByteArray(placeOfCi));
    }

    void refusalsAreExplained_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<ErrorCode>("expected");
        QTest::addColumn<QString>("advice");
        const auto policy = u"'allow group <group> to manage generative-ai-family in compartment "
                            "id ocid1.compartment.oc1..c'"_s;
        QTest::newRow("policy") << 403 << QByteArray("NotAuthorized") << ErrorCode::Forbidden
                                << policy;
        QTest::newRow("policy or gone")
                << 404 << QByteArray("NotAuthorizedOrNotFound") << ErrorCode::NotFound << policy;
        QTest::newRow("changed meanwhile")
                << 412 << QByteArray("NoEtagMatch") << ErrorCode::Conflict << u"again"_s;
        QTest::newRow("coming or going")
                << 409 << QByteArray("IncorrectState") << ErrorCode::Conflict << u"again"_s;
        QTest::newRow("credential")
                << 401 << QByteArray("NotAuthenticated") << ErrorCode::Unauthorized << u"sign in"_s;
        QTest::newRow("too many") << 400 << QByteArray("LimitExceeded") << ErrorCode::InvalidRequest
                                  << QString();
    }

    void refusalsAreExplained()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, code);
        QFETCH(QString, advice);
        Bench bench;
        bench.server.add(Script::reply(status,
                                       json("{'code':'?','message':'no'}").replace("?", code),
                                       "opc-request-id: ABC\r\n"));

        const auto listed = Bench::waitFor(bench.keys().list());
        const auto made = Bench::waitFor(bench.keys().create({.name = u"a"_s}));
        const auto changed = Bench::waitFor(
                bench.keys().setState(ciKey, u"first"_s, ApiKeySecret::State::Inactive));

        for (const core::Error &error : {listed.error(), made.error(), changed.error()}) {
            QTEST(error.code, "expected");
            QCOMPARE(error.upstreamStatus, status);
            QCOMPARE(error.requestId, u"ABC"_s);
            QVERIFY2(error.advice.contains(advice), qPrintable(error.advice));
        }
    }

    void anAnswerThatIsNoKeyIsAProtocolError_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("html") << QByteArray("<html>sk-test-3");
        QTest::newRow("list") << QByteArray("[]");
        QTest::newRow("no id") << keyJson("", "sk-test-3");
        QTest::newRow("no secret") << keyJson("a");
        QTest::newRow("an empty secret")
                << json("{'id':'a','keys':[{'keyName':'first','key':''}]}");
        QTest::newRow("a secret without a name") << json("{'id':'a','keys':[{'key':'sk-test-3'}]}");
        QTest::newRow("keys of another type") << json("{'id':'a','keys':{'key':'sk-test-3'}}");
        QTest::newRow("cut off") << keyJson("a", "sk-test-3").chopped(5);
    }

    void anAnswerThatIsNoKeyIsAProtocolError()
    {
        QFETCH(QByteArray, body);
        Bench bench;
        bench.server.add(Script::reply(200, body, "opc-request-id: ABC\r\n"));

        const auto issued = Bench::waitFor(bench.keys().renew(ciKey, u"first"_s, {}));

        QVERIFY(!issued);
        QCOMPARE(issued.error().code, ErrorCode::Protocol);
        QCOMPARE(issued.error().requestId, u"ABC"_s);
        QVERIFY(!issued.error().message.contains(u"sk-test"_s));
    }

    void aSecretIsNeverLogged()
    {
        Bench bench;
        bench.server.add(Script::reply(200, keyJson("n", "sk-test-4")));
        bench.server.add(Script::reply(500, keyJson("n", "sk-test-4")));
        QLoggingCategory::setFilterRules(u"app.*=true"_s);
        logged.clear();
        const auto before = qInstallMessageHandler(keepLog);

        const auto good = Bench::waitFor(bench.keys().create({.name = u"a"_s}));
        const auto bad = Bench::waitFor(bench.keys().create({.name = u"a"_s}));

        qInstallMessageHandler(before);
        QLoggingCategory::setFilterRules({});
        QVERIFY(good && !bad);
        QVERIFY(logged.join().contains("/apikeys"));
        QVERIFY2(!logged.join().contains("sk-test"), logged.join('\n').constData());
    }

    void aBearerKeyIsRefusedBeforeAnythingIsSent()
    {
        Bench bench;
        bench.auth.bearer = true;

        const auto listed = Bench::waitFor(bench.keys().list());
        const auto gone = Bench::waitFor(bench.keys().remove(ciKey));

        QCOMPARE(listed.error().code, ErrorCode::InvalidRequest);
        QCOMPARE(gone.error().code, ErrorCode::InvalidRequest);
        QCOMPARE(bench.server.requests.size(), 0);
    }

    void cancellingClosesTheConnection()
    {
        Bench bench;
        bench.server.add(Script());
        auto list = bench.keys().list();
        auto made = bench.keys().create({.name = u"a"_s});
        QTRY_COMPARE(bench.server.requests.size(), 2);

        list.cancel();
        made.cancel();

        QTRY_COMPARE(bench.server.closed, 2);
        QCOMPARE(list.resultCount() + made.resultCount(), 0);
    }

    void theEndOfTheObjectEndsWhatIsUnderWay()
    {
        Bench bench;
        bench.server.add(Script());
        const auto list = bench.keys().list();
        QTRY_COMPARE(bench.server.requests.size(), 1);

        bench.made.reset();

        QTRY_COMPARE(bench.server.closed, 1);
        QTRY_VERIFY(list.isFinished());
        QCOMPARE(list.resultCount(), 0);
    }

    void keysAreUsedAtTheOpenAiCompatibleAddress()
    {
        Bench bench;

        QCOMPARE(bench.keys().openAiBase(),
                 QUrl(bench.server.url() + u"/us-chicago-1/inference.generativeai/openai/v1"_s));
    }
};

QTEST_GUILESS_MAIN(TestOciApiKeys)
#include "tst_ociapikeys.moc"
