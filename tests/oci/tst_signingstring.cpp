// SPDX-License-Identifier: MIT
#include "oci/auth/privatekey.h"
#include "oci/auth/requestsigner.h"
#include "oci/auth/signingstring.h"
#include "tests/support/fixtures.h"

#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using core::http::Headers;
using oci::DateHeader;
using oci::OutgoingRequest;
using oci::PrivateKey;

namespace {

const QDateTime vectorTime(QDate(2034, 1, 5), QTime(21, 31, 40), QTimeZone::UTC);
constexpr auto vectorDate = "Thu, 05 Jan 2034 21:31:40 GMT";
constexpr auto tenancy = "ocid1.tenancy.oc1..aaaaaaaatestvectortenancy";
constexpr auto user = "ocid1.user.oc1..aaaaaaaatestvectoruser";
constexpr auto fingerprint = "f7:60:4f:d3:4a:ec:0e:a7:74:6c:0d:a1:7b:d6:35:48";
constexpr auto inference = "https://inference.generativeai.us-chicago-1.oci.oraclecloud.com";

QByteArray vector(const QString &name)
{
    return tests::readTestFile(u"fixtures/signing/"_s + name);
}

PrivateKey testKey()
{
    return PrivateKey::fromPem(tests::readTestFile(u"fixtures/keys/pkcs8.pem"_s)).value();
}

} // namespace

class TestSigningString : public QObject
{
    Q_OBJECT

private slots:
    // 15.2 row 1
    void signingVectorsByteForByte_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QUrl>("url");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("xDate");
        QTest::addColumn<QByteArray>("names");

        const QUrl chat(QLatin1StringView(inference) + "/20231130/actions/chat"_L1);
        const QByteArray content = " content-length content-type x-content-sha256";
        QTest::newRow("a")
                << QByteArray("GET")
                << QUrl(u"https://generativeai.us-chicago-1.oci.oraclecloud.com/20231130/"
                        "models?compartmentId=ocid1.compartment.oc1..aaaaaaaatestvector"
                        "&capability=CHAT&limit=100"_s)
                << QByteArray() << false << QByteArray("date (request-target) host");
        QTest::newRow("b") << QByteArray("POST") << chat << vector(u"b.body"_s) << false
                           << "date (request-target) host" + content;
        QTest::newRow("c")
                << QByteArray("GET")
                << QUrl(u"https://identity.us-ashburn-1.oci.oraclecloud.com/20160918/regions"_s)
                << QByteArray() << false << QByteArray("date (request-target) host");
        QTest::newRow("d") << QByteArray("POST") << chat << vector(u"b.body"_s) << true
                           << QByteArray("x-date (request-target) host Content-Type Content-Length "
                                         "x-content-sha256");
        QTest::newRow("e")
                << QByteArray("POST")
                << QUrl(u"https://auth.us-ashburn-1.oraclecloud.com/v1/authentication/refresh"_s)
                << QByteArray() << false << "date (request-target) host" + content;
    }

    void signingVectorsByteForByte()
    {
        QFETCH(QByteArray, method);
        QFETCH(QUrl, url);
        QFETCH(QByteArray, body);
        QFETCH(bool, xDate);
        QFETCH(QByteArray, names);
        const QString name = QString::fromLatin1(QTest::currentDataTag());
        const DateHeader date = xDate ? DateHeader::XDate : DateHeader::Date;

        const QByteArrayList listed = oci::signedHeaderNames(method, date);
        Headers headers{{xDate ? "x-date" : "Date", vectorDate}, {"Host", oci::hostHeader(url)}};
        headers += oci::contentHeaders(body);
        const auto text =
                oci::signingString(listed, method, oci::requestTarget(url), headers).value();
        const auto added = oci::signedHeaders({.method = method, .url = url, .body = body}, "id",
                                              testKey(), vectorTime, date)
                                   .value();

        QCOMPARE(listed.join(' '), names);
        QCOMPARE(text, vector(name + u".string"_s));
        QCOMPARE(testKey().sign(text).value().toBase64(), vector(name + u".signature"_s));
        QCOMPARE(core::http::headerValue(added, "authorization"),
                 "Signature version=\"1\",keyId=\"id\",algorithm=\"rsa-sha256\",headers=\"" +
                         names + "\",signature=\"" + vector(name + u".signature"_s) + '"');
        QCOMPARE(core::http::headerValue(added, xDate ? "x-date" : "date"), vectorDate);
    }

    void aCertificateSignsWithoutHost()
    {
        const QByteArrayList names{"date", "(request-target)", "content-length", "content-type",
                                   "x-content-sha256"};
        const Headers headers{{"date", vectorDate},
                              {"content-length", "2227"},
                              {"content-type", "application/json"},
                              {"x-content-sha256", "d5EXR2H74rRQv160qkw9/8kPwqJ/sYnPlZ17IASc0t0="}};

        const auto text = oci::signingString(names, "POST", "/v1/x509", headers).value();

        QCOMPARE(text, vector(u"f.string"_s));
        QCOMPARE(testKey().sign(text).value().toBase64(), vector(u"f.signature"_s));
    }

    void headersToSetLeaveOutWhatTheNetworkSets()
    {
        const OutgoingRequest post{.method = "POST",
                                   .url = QUrl(QLatin1StringView(inference) + "/x"_L1),
                                   .headers = {{"Content-Type", "application/json; charset=utf-8"}},
                                   .body = "{}"};
        const auto names = [](const Headers &headers) {
            QByteArrayList out;
            for (const auto &[name, value] : headers)
                out += name.toLower();
            return out;
        };

        const Headers withType = oci::signedHeaders(post, "id", testKey(), vectorTime).value();
        OutgoingRequest bare = post;
        bare.headers.clear();
        const Headers without = oci::signedHeaders(bare, "id", testKey(), vectorTime).value();

        QCOMPARE(names(withType), QByteArrayList({"date", "x-content-sha256", "authorization"}));
        QCOMPARE(names(without),
                 QByteArrayList({"date", "content-type", "x-content-sha256", "authorization"}));
        QCOMPARE(core::http::headerValue(without, "content-type"), "application/json");
    }

    // 14.15
    void anAuthorizationOfTheRequestsOwnIsNotPassedOn()
    {
        const OutgoingRequest get{.method = "GET",
                                  .url = QUrl(u"https://h/x"_s),
                                  .headers = {{"Authorization", "Bearer placeholder"}}};

        const Headers headers = oci::signedHeaders(get, "id", testKey(), vectorTime).value();

        QCOMPARE(headers.size(), 2);
        QVERIFY(core::http::headerValue(headers, "authorization").startsWith("Signature "));
    }

    void moreHeadersAreSignedWhenAskedFor()
    {
        const OutgoingRequest get{.method = "GET",
                                  .url = QUrl(u"https://h/x"_s),
                                  .headers = {{"opc-obo-token", "delegated"}}};

        const Headers headers = oci::signedHeaders(get, "id", testKey(), vectorTime,
                                                   DateHeader::Date, {"opc-obo-token"})
                                        .value();

        QVERIFY(core::http::headerValue(headers, "authorization")
                        .contains("headers=\"date (request-target) host opc-obo-token\""));
    }

    void targetsAreSignedAsTheyAreSent_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("host");

        QTest::newRow("no path") << QByteArray("https://h") << QByteArray("/") << QByteArray("h");
        QTest::newRow("query only")
                << QByteArray("https://h?a=b") << QByteArray("/?a=b") << QByteArray("h");
        QTest::newRow("escapes stay") << QByteArray("https://h/a%2Fb?q=a+b%20c%3A,:")
                                      << QByteArray("/a%2Fb?q=a+b%20c%3A,:") << QByteArray("h");
        QTest::newRow("fragment") << QByteArray("https://h/a#f") << QByteArray("/a")
                                  << QByteArray("h");
        QTest::newRow("port") << QByteArray("http://127.0.0.1:9500/p/x") << QByteArray("/p/x")
                              << QByteArray("127.0.0.1:9500");
        QTest::newRow("v6") << QByteArray("http://[::1]:80/x") << QByteArray("/x")
                            << QByteArray("[::1]:80");
        QTest::newRow("upper case")
                << QByteArray("https://HOST/X") << QByteArray("/X") << QByteArray("host");
    }

    void targetsAreSignedAsTheyAreSent()
    {
        QFETCH(QByteArray, url);
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, host);

        QCOMPARE(oci::requestTarget(QUrl::fromEncoded(url)), target);
        QCOMPARE(oci::hostHeader(QUrl::fromEncoded(url)), host);
    }

    void aMissingOrRepeatedHeaderIsNotSigned()
    {
        const QByteArrayList names{"host"};

        const auto missing = oci::signingString(names, "GET", "/", {});
        const auto twice = oci::signingString(names, "GET", "/", {{"host", "a"}, {"Host", "b"}});

        QCOMPARE(missing.error().code, core::ErrorCode::InvalidRequest);
        QVERIFY(missing.error().message.contains(u"host"_s));
        QCOMPARE(twice.error().code, core::ErrorCode::InvalidRequest);
    }

    void keyIdsHaveTheirForms()
    {
        QCOMPARE(oci::apiKeyId(tenancy, user, fingerprint),
                 QByteArray(tenancy) + '/' + user + '/' + fingerprint);
        QCOMPARE(oci::sessionKeyId("a.b.c"), "ST$a.b.c");
        QCOMPARE(oci::sessionKeyId("ST$a.b.c\n"), "ST$a.b.c");
    }
};

QTEST_APPLESS_MAIN(TestSigningString)
#include "tst_signingstring.moc"
