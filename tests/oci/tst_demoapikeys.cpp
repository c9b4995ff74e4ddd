// SPDX-License-Identifier: MIT
#include "tests/oci/demoharness.h"

using namespace Qt::StringLiterals;
using namespace tests;
using oci::demo::DemoAccount;

namespace {

constexpr auto keysPath = "/us-chicago-1/generativeai/20231130/apikeys";
constexpr auto compartment = "ocid1.compartment.oc1..democompartment";

QByteArray newKey(const QByteArray &name, const QByteArray &details = json("{'keyName':'first'}"))
{
    return json("{'displayName':'?','compartmentId':'ocid1.compartment.oc1..democompartment',"
                "'keyDetails':[!]}")
            .replace("?", name)
            .replace("!", details);
}

struct Bench : DemoHarness {
    std::unique_ptr<FakeExchange> send(const QByteArray &method, const QByteArray &target,
                                       const QByteArray &body = {},
                                       const core::http::Headers &more = {})
    {
        auto sent = request(method, keysPath + target, body);
        sent.headers += more;
        return ask(sent);
    }

    void pass(std::chrono::milliseconds time) { clock.now = clock.now.addDuration(time); }

    //! Made and settled; its OCID.
    QByteArray make(const QByteArray &name, QByteArray *value = nullptr)
    {
        const auto made = send("POST", {}, newKey(name));
        if (made->response.status != 200)
            qFatal("%s", made->response.body.constData());
        if (value)
            *value = textAt(jsonOf(*made), "/keys/0/key").toUtf8();
        pass(std::chrono::seconds(2));
        return textAt(jsonOf(*made), "/id").toUtf8();
    }

    QString stateOf(const QByteArray &id)
    {
        return textAt(jsonOf(*send("GET", '/' + id)), "/lifecycleState");
    }

    //! The status that a chat with the bearer key gets.
    int chatWith(const QByteArray &bearer, const QByteArray &region = "us-chicago-1")
    {
        const QByteArray body = json("{'model':'meta.llama-3.3-70b-instruct','messages':"
                                     "[{'role':'user','content':'Hi'}]}");
        return ask({.method = "POST",
                    .target = '/' + region + "/inference.generativeai/openai/v1/chat/completions",
                    .headers = {{"Host", "127.0.0.1:9500"},
                                {"Content-Type", "application/json"},
                                {"Authorization", "Bearer " + bearer}},
                    .body = body})
                ->response.status;
    }
};

} // namespace

//! Generative AI API keys of the embedded service (protocol reference, 5.1 and 5.5).
class TestDemoApiKeys : public QObject
{
    Q_OBJECT

private slots:
    void aKeyIsAcceptedUntilItIsRevoked()
    {
        Bench bench;
        const auto made = bench.send("POST", {}, newKey("ci"));
        QCOMPARE(made->response.status, 200);
        const auto json = jsonOf(*made);
        const QByteArray value = textAt(json, "/keys/0/key").toUtf8();
        const QByteArray id = textAt(json, "/id").toUtf8();
        QVERIFY(value.startsWith("sk-"));
        QVERIFY(id.startsWith("ocid1.generativeaiapikey.oc1.us-chicago-1."));
        QCOMPARE(textAt(json, "/lifecycleState"), u"CREATING"_s);
        QVERIFY(!core::http::headerValue(made->response.headers, "etag").isEmpty());
        // Ninety days unless asked otherwise.
        QCOMPARE(textAt(json, "/keys/0/timeExpiry"), u"2034-04-05T21:31:40.000Z"_s);
        QCOMPARE(bench.chatWith(value), 401);
        bench.pass(std::chrono::seconds(2));
        QCOMPARE(bench.stateOf(id), u"ACTIVE"_s);

        QCOMPARE(bench.chatWith(value), 200);
        QCOMPARE(bench.chatWith(value, "eu-frankfurt-1"), 401);
        QCOMPARE(bench.chatWith(value + 'x'), 401);
        const auto used = jsonOf(*bench.send("GET", '/' + id));
        QCOMPARE(textAt(used, "/keys/0/timeLastUsed"), u"2034-01-05T21:31:42.000Z"_s);

        const auto revoked = bench.send("POST", '/' + id + "/actions/setstate",
                                        tests::json("{'keyName':'first','state':'REVOKED'}"));
        QCOMPARE(textAt(jsonOf(*revoked), "/keys/0/state"), u"REVOKED"_s);
        QCOMPARE(bench.chatWith(value), 401);
    }

    void theValueIsToldOnceOnly()
    {
        Bench bench;
        QByteArray value;
        const QByteArray id = bench.make("ci", &value);

        const auto got = bench.send("GET", '/' + id);
        const auto listed = bench.send("GET", QByteArray("?compartmentId=") + compartment);
        const auto named = bench.send("PUT", '/' + id, json("{'displayName':'other'}"));

        QVERIFY(!got->response.body.contains(value));
        QVERIFY(!listed->response.body.contains(value));
        QVERIFY(!named->response.body.contains(value));
        QVERIFY(listed->response.body.contains(value.last(4))); // the mask
    }

    void aSwitchedOffSecretComesBack()
    {
        Bench bench;
        QByteArray value;
        const QByteArray id = bench.make("ci", &value);
        const QByteArray action = '/' + id + "/actions/setstate";

        bench.send("POST", action, json("{'keyName':'first','state':'INACTIVE'}"));
        QCOMPARE(bench.chatWith(value), 401);
        bench.send("POST", action, json("{'keyName':'first','state':'ACTIVE'}"));
        QCOMPARE(bench.chatWith(value), 200);
    }

    void aSecretExpires()
    {
        Bench bench;
        const auto made =
                bench.send("POST", {},
                           newKey("ci", json("{'keyName':'a','timeExpiry':'2034-01-06T21:31:40Z'},"
                                             "{'keyName':'b'}")));
        const QByteArray first = textAt(jsonOf(*made), "/keys/0/key").toUtf8();
        const QByteArray second = textAt(jsonOf(*made), "/keys/1/key").toUtf8();
        const QByteArray id = textAt(jsonOf(*made), "/id").toUtf8();
        QVERIFY(first != second);
        bench.pass(std::chrono::hours(23));
        QCOMPARE(bench.chatWith(first), 200);

        bench.pass(std::chrono::hours(1));

        QCOMPARE(bench.chatWith(first), 401);
        QCOMPARE(bench.chatWith(second), 200);
        QCOMPARE(textAt(jsonOf(*bench.send("GET", '/' + id)), "/keys/0/state"), u"EXPIRED"_s);
        const auto back = bench.send("POST", '/' + id + "/actions/setstate",
                                     json("{'keyName':'a','state':'ACTIVE'}"));
        QCOMPARE(back->response.status, 409);
    }

    void renewingReplacesTheValue()
    {
        Bench bench;
        QByteArray old;
        const QByteArray id = bench.make("ci", &old);

        const auto renewed = bench.send("POST", '/' + id + "/actions/renew",
                                        json("{'details':{'keyName':'first','timeExpiry':"
                                             "'2034-02-01T00:00:00Z'}}"));

        QCOMPARE(renewed->response.status, 200);
        const QByteArray fresh = textAt(jsonOf(*renewed), "/keys/0/key").toUtf8();
        QCOMPARE(textAt(jsonOf(*renewed), "/keys/0/timeExpiry"), u"2034-02-01T00:00:00.000Z"_s);
        QVERIFY(!fresh.isEmpty() && fresh != old);
        QCOMPARE(bench.chatWith(old), 401);
        QCOMPARE(bench.chatWith(fresh), 200);
    }

    void aDeletedKeyGoesInAMoment()
    {
        Bench bench;
        QByteArray value;
        const QByteArray id = bench.make("ci", &value);

        QCOMPARE(bench.send("DELETE", '/' + id)->response.status, 204);
        QCOMPARE(bench.chatWith(value), 401);
        QCOMPARE(bench.stateOf(id), u"DELETING"_s);
        QCOMPARE(bench.send("DELETE", '/' + id)->response.status, 409);
        bench.pass(std::chrono::seconds(2));

        QCOMPARE(bench.send("GET", '/' + id)->response.status, 404);
        QCOMPARE(bench.send("DELETE", '/' + id)->response.status, 404);
        const auto listed = jsonOf(*bench.send("GET", QByteArray("?compartmentId=") + compartment));
        QCOMPARE(textAt(listed, "/items/0/lifecycleState"), u"DELETED"_s);
    }

    void listsPagesOfACompartment()
    {
        Bench bench;
        for (const char *name : {"b", "c", "a"})
            bench.make(name);
        const QByteArray all = QByteArray("?compartmentId=") + compartment;

        const auto first = bench.send("GET", all + "&limit=2&sortBy=displayName&sortOrder=ASC");
        const QByteArray next = core::http::headerValue(first->response.headers, "opc-next-page");
        QVERIFY(!next.isEmpty());
        const auto second =
                bench.send("GET", all + "&limit=2&sortBy=displayName&sortOrder=ASC&page=" +
                                          QUrl::toPercentEncoding(QString::fromLatin1(next)));

        QCOMPARE(textAt(jsonOf(*first), "/items/0/displayName"), u"a"_s);
        QCOMPARE(textAt(jsonOf(*first), "/items/1/displayName"), u"b"_s);
        QCOMPARE(textAt(jsonOf(*second), "/items/0/displayName"), u"c"_s);
        QVERIFY(core::http::headerValue(second->response.headers, "opc-next-page").isEmpty());
        const auto one = jsonOf(*bench.send("GET", all + "&displayName=b"));
        QCOMPARE(at(one, "/items").get_array().size(), 1U);
        const auto none =
                jsonOf(*bench.send("GET", "?compartmentId=ocid1.tenancy.oc1..demotenancy"));
        QCOMPARE(at(none, "/items").get_array().size(), 0U);
        const auto elsewhere =
                bench.get("/eu-frankfurt-1/generativeai/20231130/apikeys?compartmentId=" +
                          QByteArray(compartment));
        QCOMPARE(at(jsonOf(*elsewhere), "/items").get_array().size(), 0U);
    }

    void anotherVersionIsNotChanged()
    {
        Bench bench;
        const QByteArray id = bench.make("ci");
        const auto got = bench.send("GET", '/' + id);
        const QByteArray etag = core::http::headerValue(got->response.headers, "etag");
        const core::http::Headers mine{{"if-match", etag}};

        const auto first = bench.send("PUT", '/' + id, json("{'displayName':'one'}"), mine);
        const auto second = bench.send("PUT", '/' + id, json("{'displayName':'two'}"), mine);
        const auto gone = bench.send("DELETE", '/' + id, {}, mine);

        QCOMPARE(first->response.status, 200);
        QCOMPARE(second->response.status, 412);
        QCOMPARE(textAt(jsonOf(*second), "/code"), u"NoEtagMatch"_s);
        QCOMPARE(gone->response.status, 412);
        QCOMPARE(textAt(jsonOf(*bench.send("GET", '/' + id)), "/displayName"), u"one"_s);
    }

    void aRetryTokenMakesOneKeyOnly()
    {
        Bench bench;
        const core::http::Headers token{{"opc-retry-token", "abc"}};

        const auto first = bench.send("POST", {}, newKey("ci"), token);
        const auto again = bench.send("POST", {}, newKey("ci"), token);
        const auto other = bench.send("POST", {}, newKey("xy"), token);

        QCOMPARE(again->response.body, first->response.body);
        QCOMPARE(other->response.status, 409);
        QCOMPARE(textAt(jsonOf(*other), "/code"), u"InvalidatedRetryToken"_s);
        const auto all = jsonOf(*bench.send("GET", QByteArray("?compartmentId=") + compartment));
        QCOMPARE(at(all, "/items").get_array().size(), 1U);
    }

    void movesToAnotherCompartment()
    {
        Bench bench;
        const QByteArray id = bench.make("ci");
        const QByteArray action = '/' + id + "/actions/changeCompartment";

        const auto moved = bench.send(
                "POST", action, json("{'compartmentId':'ocid1.compartment.oc1..demoresearch'}"));
        const auto foreign =
                bench.send("POST", action, json("{'compartmentId':'ocid1.compartment.oc1..x'}"));

        QCOMPARE(moved->response.status, 200);
        QCOMPARE(foreign->response.status, 404);
        const auto there =
                jsonOf(*bench.send("GET", "?compartmentId=ocid1.compartment.oc1..demoresearch"));
        QCOMPARE(textAt(there, "/items/0/id").toUtf8(), id);
    }

    void isAsStrictAsTheService_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("target"); // ID stands for a key's
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        const auto row = [](const char *name, const char *method, const QByteArray &target,
                            const QByteArray &body, int status, const QString &code) {
            QTest::newRow(name) << QByteArray(method) << target << body << status << code;
        };
        const QString invalid = u"InvalidParameter"_s;
        row("no compartment", "GET", "", "", 400, u"MissingParameter"_s);
        row("foreign compartment", "GET", "?compartmentId=ocid1.compartment.oc1..x", "", 404,
            u"NotAuthorizedOrNotFound"_s);
        row("bad limit", "GET", "?limit=0&compartmentId=ocid1.compartment.oc1..democompartment", "",
            400, invalid);
        row("no JSON", "POST", "", "{", 400, u"CannotParseRequest"_s);
        row("nothing", "POST", "", "{}", 400, invalid);
        row("no details", "POST", "", newKey("a", ""), 400, invalid);
        row("three", "POST", "",
            newKey("a", json("{'keyName':'a'},{'keyName':'b'},{'keyName':'c'}")), 400, invalid);
        row("twins", "POST", "", newKey("a", json("{'keyName':'a'},{'keyName':'a'}")), 400,
            invalid);
        row("past", "POST", "",
            newKey("a", json("{'keyName':'a','timeExpiry':'2034-01-05T21:31:40Z'}")), 400, invalid);
        row("no time", "POST", "", newKey("a", json("{'keyName':'a','timeExpiry':'soon'}")), 400,
            invalid);
        row("no object", "POST", "", newKey("a", "7"), 400, invalid);
        row("empty name", "POST", "", newKey(""), 400, invalid);
        row("long name", "POST", "", newKey(QByteArray(256, 'n')), 400, invalid);
        row("unknown field", "POST", "", newKey("a", json("{'keyName':'a','x':1}")), 400, invalid);
        row("foreign place", "POST", "",
            newKey("a").replace("democompartment", "foreigncompartment"), 404,
            u"NotAuthorizedOrNotFound"_s);
        row("method", "PUT", "", "{}", 405, u"MethodNotAllowed"_s);
        row("no such key", "GET", "/ocid1.generativeaiapikey.oc1..x", "", 404,
            u"NotAuthorizedOrNotFound"_s);
        row("no such action", "POST", "/ID/actions/copy", "{}", 404, u"NotAuthorizedOrNotFound"_s);
        row("renew another", "POST", "/ID/actions/renew", json("{'details':{'keyName':'x'}}"), 400,
            invalid);
        row("renew nothing", "POST", "/ID/actions/renew", "{}", 400, invalid);
        row("state", "POST", "/ID/actions/setstate", json("{'keyName':'first','state':'GONE'}"),
            400, invalid);
        row("no state", "POST", "/ID/actions/setstate", json("{'keyName':'first'}"), 400, invalid);
        row("state of another", "POST", "/ID/actions/setstate",
            json("{'keyName':'x','state':'ACTIVE'}"), 400, invalid);
        row("update", "PUT", "/ID", json("{'displayName':7}"), 400, invalid);
    }

    void isAsStrictAsTheService()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, body);
        Bench bench;
        const QDateTime start = bench.clock.now;
        target.replace("ID", bench.make("ci"));
        bench.clock.now = start.addSecs(2);

        const auto answer = bench.send(method, target, body);

        QTEST(answer->response.status, "status");
        QTEST(textAt(jsonOf(*answer), "/code"), "code");
    }

    void whatIsComingCannotBeChangedAndWhatIsRevokedStaysSo()
    {
        Bench bench;
        const QByteArray young =
                textAt(jsonOf(*bench.send("POST", {}, newKey("a"))), "/id").toUtf8();
        QCOMPARE(bench.send("DELETE", '/' + young)->response.status, 409);
        QCOMPARE(bench.send("PUT", '/' + young, "{}")->response.status, 409);
        const QByteArray id = bench.make("b");
        const QByteArray action = '/' + id + "/actions/setstate";
        bench.send("POST", action, json("{'keyName':'first','state':'REVOKED'}"));

        const auto back = bench.send("POST", action, json("{'keyName':'first','state':'ACTIVE'}"));

        QCOMPARE(back->response.status, 409);
        QCOMPARE(textAt(jsonOf(*back), "/code"), u"IncorrectState"_s);
    }

    void aBearerKeyDoesNotManageKeys()
    {
        Bench bench;
        QByteArray value;
        bench.make("ci", &value);

        const auto answer = bench.ask(
                {.method = "GET",
                 .target = keysPath + ("?compartmentId=" + QByteArray(compartment)),
                 .headers = {{"Host", "127.0.0.1:9500"}, {"Authorization", "Bearer " + value}}});

        QCOMPARE(answer->response.status, 401);
    }

    void thereIsALimit()
    {
        Bench bench;
        for (std::size_t i = 0; i < oci::demo::ApiKeyStore::most; ++i)
            QCOMPARE(bench.send("POST", {}, newKey("k"))->response.status, 200);

        const auto answer = bench.send("POST", {}, newKey("one too many"));

        QCOMPARE(answer->response.status, 400);
        QCOMPARE(textAt(jsonOf(*answer), "/code"), u"LimitExceeded"_s);
    }
};

QTEST_GUILESS_MAIN(TestDemoApiKeys)
#include "tst_demoapikeys.moc"
