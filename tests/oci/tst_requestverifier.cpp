// SPDX-License-Identifier: MIT
#include "oci/auth/authorizationheader.h"
#include "oci/auth/requestsigner.h"
#include "oci/auth/requestverifier.h"
#include "oci/auth/signingstring.h"
#include "tests/support/fixtures.h"

#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using core::http::Headers;
using core::http::Request;
using oci::DateHeader;
using oci::OutgoingRequest;
using oci::PrivateKey;
using oci::PublicKey;
using oci::RequestVerifier;

namespace {

const QDateTime now(QDate(2034, 1, 5), QTime(21, 31, 40), QTimeZone::UTC);
const QByteArray keyId = "tenancy/user/fingerprint";

const PrivateKey &testKey()
{
    static const PrivateKey key =
            PrivateKey::fromPem(tests::readTestFile(u"fixtures/keys/pkcs8.pem"_s)).value();
    return key;
}

//! The request as it arrives at the service.
Request arrived(const OutgoingRequest &sent, DateHeader date = DateHeader::Date,
                const QByteArray &id = keyId, const QByteArrayList &more = {})
{
    Headers headers = sent.headers;
    headers += {"Host", oci::hostHeader(sent.url)};
    if (oci::signsContent(sent.method))
        headers += {"Content-Length", QByteArray::number(sent.body.size())};
    headers += oci::signedHeaders(sent, id, testKey(), now, date, more).value();
    return {.method = sent.method,
            .target = oci::requestTarget(sent.url),
            .headers = headers,
            .body = sent.body};
}

OutgoingRequest get()
{
    return {.method = "GET", .url = QUrl(u"https://h.example:8443/20231130/models?limit=5"_s)};
}

OutgoingRequest post()
{
    return {.method = "POST",
            .url = QUrl(u"https://h.example/20231130/actions/chat"_s),
            .headers = {{"Content-Type", "application/json"}},
            .body = "{\"a\":1}"};
}

QByteArray &valueOf(Request &request, const QByteArray &name)
{
    for (auto &[key, value] : request.headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    qFatal("no such header");
}

//! Signs `names` of the request anew, whatever they are.
void signAnew(Request &request, const QByteArrayList &names, const QByteArray &id = keyId)
{
    const auto text =
            oci::signingString(names, request.method, request.target, request.headers).value();
    valueOf(request, "authorization") =
            oci::authorizationHeader(id, names, testKey().sign(text).value());
}

} // namespace

class TestRequestVerifier : public QObject
{
    Q_OBJECT

private slots:
    void acceptsWhatWeSign_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<bool>("xDate");

        for (const char *method : {"GET", "HEAD", "DELETE", "POST", "PUT", "PATCH"}) {
            QTest::newRow(method) << QByteArray(method) << false;
            QTest::addRow("%s with x-date", method) << QByteArray(method) << true;
        }
    }

    void acceptsWhatWeSign()
    {
        QFETCH(QByteArray, method);
        QFETCH(bool, xDate);
        OutgoingRequest sent = oci::signsContent(method) ? post() : get();
        sent.method = method;

        const auto verdict = verify(arrived(sent, xDate ? DateHeader::XDate : DateHeader::Date));

        QVERIFY2(verdict, qPrintable(verdict ? QString() : verdict.error().message));
        QCOMPARE(*verdict, keyId);
    }

    void acceptsEmptyBodies()
    {
        OutgoingRequest sent = post();
        sent.body.clear();

        QVERIFY(verify(arrived(sent)));
    }

    void acceptsAnyOrderOfParametersAndUnknownOnes()
    {
        Request request = arrived(get());
        const auto given = oci::readAuthorization(request.header("authorization")).value();

        valueOf(request, "authorization") = "signature  algorithm=\"rsa-sha256\" , headers=\"" +
                                            given.headers.join(' ') + "\",keyId=\"" + keyId +
                                            "\",created=123,signature=\"" +
                                            given.signature.toBase64() + "\",version=\"1\"";

        QVERIFY(verify(request));
    }

    void acceptsFederationWithoutHost()
    {
        Request request = arrived(post());
        const QByteArrayList names{"date", "(request-target)", "content-length", "content-type",
                                   "x-content-sha256"};

        signAnew(request, names, "tenancy/fed-x509/AA:BB");
        QVERIFY(verify(request));
        signAnew(request, names);
        refuses(request, u"'host' is not signed"_s);
    }

    void everyChangedByteIsRefused_data()
    {
        QTest::addColumn<bool>("isPost");
        QTest::addColumn<bool>("xDate");

        QTest::newRow("GET") << false << false;
        QTest::newRow("POST") << true << false;
        QTest::newRow("POST with x-date") << true << true;
    }

    void everyChangedByteIsRefused()
    {
        QFETCH(bool, isPost);
        QFETCH(bool, xDate);
        const Request good =
                arrived(isPost ? post() : get(), xDate ? DateHeader::XDate : DateHeader::Date);
        QVERIFY(verify(good));

        const auto refusesEachChange = [&](const char *what, auto &&select) {
            const qsizetype size = select(good).size();
            QVERIFY(size > 0);
            for (qsizetype i = 0; i < size; ++i) {
                for (const char mask : {'\x01', '\x20', '\x40'}) {
                    Request changed = good;
                    QByteArray &bytes = select(changed);
                    bytes[i] = char(bytes[i] ^ mask);
                    // Parameter names of the header may be in either case.
                    if (mask == '\x20' && qstrcmp(what, "Authorization") == 0)
                        continue;
                    QVERIFY2(!verify(changed),
                             qPrintable(u"%1, byte %2"_s.arg(QLatin1StringView(what)).arg(i)));
                }
            }
        };
        refusesEachChange("method", [](auto &r) -> auto & { return r.method; });
        refusesEachChange("target", [](auto &r) -> auto & { return r.target; });
        if (isPost)
            refusesEachChange("body", [](auto &r) -> auto & { return r.body; });
        for (const auto &header : good.headers) {
            const QByteArray name = header.first;
            refusesEachChange(name.constData(), [&name](auto &r) -> auto & {
                return valueOf(const_cast<Request &>(r), name);
            });
        }
    }

    void aLongerOrShorterBodyIsRefused()
    {
        Request longer = arrived(post());
        longer.body += ' ';
        Request withLength = longer;
        valueOf(withLength, "content-length") = QByteArray::number(longer.body.size());

        refuses(longer, u"'content-length' is not the length of the body"_s);
        refuses(withLength, u"'x-content-sha256' is not the hash of the body"_s);
    }

    void aBodyWhoseHashIsSignedIsCheckedWithAnyMethod()
    {
        Request request = arrived(post());
        request.method = "DELETE";
        signAnew(request, oci::signedHeaderNames("POST"));
        QVERIFY(verify(request));

        request.body.back() = ' ';

        refuses(request, u"'x-content-sha256' is not the hash"_s);
    }

    void whatMustBeSignedIsSigned_data()
    {
        QTest::addColumn<QByteArray>("missing");
        for (const QByteArray &name : oci::signedHeaderNames("POST"))
            QTest::newRow(name.constData()) << name;
    }

    void whatMustBeSignedIsSigned()
    {
        QFETCH(QByteArray, missing);
        Request request = arrived(post());
        QByteArrayList names = oci::signedHeaderNames("POST");
        names.removeOne(missing);

        signAnew(request, names);

        const QString problem = missing == "date"
                                        ? u"Neither 'date' nor 'x-date' is signed"_s
                                        : u"'%1' is not signed"_s.arg(QString::fromLatin1(missing));
        refuses(request, problem);
    }

    void aDelegationTokenMustBeSigned()
    {
        OutgoingRequest sent = get();
        sent.headers.emplace_back("opc-obo-token", "delegated");

        refuses(arrived(sent), u"'opc-obo-token' is not signed"_s);
        QVERIFY(verify(arrived(sent, DateHeader::Date, keyId, {"opc-obo-token"})));
    }

    void clocksMayDifferByFiveMinutes_data()
    {
        QTest::addColumn<int>("seconds");
        QTest::addColumn<bool>("good");

        QTest::newRow("early") << -300 << true;
        QTest::newRow("late") << 300 << true;
        QTest::newRow("too early") << -301 << false;
        QTest::newRow("too late") << 301 << false;
    }

    void clocksMayDifferByFiveMinutes()
    {
        QFETCH(int, seconds);
        QFETCH(bool, good);

        m_clock.now = now.addSecs(seconds);
        const auto date = verify(arrived(get()));
        const auto xDate = verify(arrived(get(), DateHeader::XDate));
        m_clock.now = now;

        QCOMPARE(date.has_value(), good);
        QCOMPARE(xDate.has_value(), good);
        QVERIFY(good || date.error().message.contains(u"5 minutes"_s));
    }

    void malformedHeadersAreRefused_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QString>("problem");

        const QByteArray good = arrived(get()).header("authorization");
        const auto with = [&good](const QByteArray &from, const QByteArray &to) {
            return QByteArray(good).replace(from, to);
        };
        QTest::newRow("none") << QByteArray() << u"no Authorization header"_s;
        QTest::newRow("bearer") << QByteArray("Bearer sk-x") << u"no Signature"_s;
        QTest::newRow("only the scheme") << QByteArray("Signature") << u"no Signature"_s;
        QTest::newRow("version") << with("version=\"1\"", "version=\"2\"") << u"version"_s;
        QTest::newRow("no version") << with("version=\"1\",", "") << u"'version'"_s;
        QTest::newRow("algorithm") << with("rsa-sha256", "hmac-sha256") << u"algorithm"_s;
        QTest::newRow("open quote") << good.chopped(1) << u"quote"_s;
        QTest::newRow("no comma") << with(",keyId", " keyId") << u"comma"_s;
        QTest::newRow("no name") << with("version=", "=") << u"malformed"_s;
        QTest::newRow("twice") << good + ",version=\"1\"" << u"twice"_s;
        QTest::newRow("twice in another case") << good + ",VERSION=\"1\"" << u"twice"_s;
        QTest::newRow("not base64") << with("==\"", "*=\"") << u"base64"_s;
        QTest::newRow("name twice") << with("\"date ", "\"date date ") << u"twice"_s;
        QTest::newRow("two blanks") << with("\"date ", "\"date  ") << u"blanks"_s;
        QTest::newRow("absent header") << with("\"date ", "\"date x-y ") << u"'x-y' is missing"_s;
        QTest::newRow("unknown key") << with(keyId, "a/b/c") << u"key id"_s;
        QTest::newRow("long") << good + ",x=\"" + QByteArray(40000, 'a') + '"' << u"too long"_s;
    }

    void malformedHeadersAreRefused()
    {
        QFETCH(QByteArray, header);
        QFETCH(QString, problem);
        Request request = arrived(get());

        valueOf(request, "authorization") = header;

        refuses(request, problem);
    }

    void repeatedHeadersAreRefused_data()
    {
        QTest::addColumn<QByteArray>("name");
        for (const char *name : {"authorization", "Host", "date", "content-length", "content-type",
                                 "x-content-sha256"})
            QTest::newRow(name) << QByteArray(name);
    }

    void repeatedHeadersAreRefused()
    {
        QFETCH(QByteArray, name);
        Request request = arrived(post());

        request.headers += {name, request.header(name)};

        refuses(request, u"more than"_s);
    }

    void chunkedBodiesAreRefused()
    {
        Request request = arrived(post());
        request.headers.emplace_back("Transfer-Encoding", "chunked");

        refuses(request, u"Transfer-Encoding"_s);
    }

private:
    core::Result<QByteArray> verify(const Request &request) const
    {
        return RequestVerifier(
                       [](const QByteArray &id) -> std::optional<PublicKey> {
                           if (id == keyId || id == "tenancy/fed-x509/AA:BB")
                               return testKey().publicKey();
                           return {};
                       },
                       m_clock)
                .verify(request);
    }

    void refuses(const Request &request, const QString &problem) const
    {
        const auto verdict = verify(request);
        QVERIFY(!verdict);
        QCOMPARE(verdict.error().code, core::ErrorCode::Unauthorized);
        QCOMPARE(verdict.error().reason, u"NotAuthenticated"_s);
        QVERIFY2(verdict.error().message.contains(problem), qPrintable(verdict.error().message));
    }

    tests::FakeClock m_clock{now};
};

QTEST_APPLESS_MAIN(TestRequestVerifier)
#include "tst_requestverifier.moc"
