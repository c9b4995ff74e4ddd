// SPDX-License-Identifier: MIT
#include "oci/auth/federationcall.h"
#include "tests/support/fixtures.h"

#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using core::http::headerValue;
using oci::InstanceIdentity;
using oci::PrivateKey;

namespace {

const QDateTime now(QDate(2034, 1, 5), QTime(21, 31, 40), QTimeZone::UTC);
constexpr auto keyId = "ocid1.tenancy.oc1..aaaaaaaatestvectortenancy/fed-x509/"
                       "22:EC:0C:B9:5A:4C:A5:25:9C:F3:60:9A:4C:A0:FF:A6:65:4C:54:75";

QByteArray file(const QString &name)
{
    return tests::readTestFile(u"fixtures/"_s + name);
}

InstanceIdentity identity()
{
    return oci::readInstanceIdentity(file(u"keys/instance.pem"_s), file(u"keys/pkcs8.pem"_s), {})
            .value();
}

} // namespace

class TestFederationCall : public QObject
{
    Q_OBJECT

private slots:
    void isThatOfTheTestVector()
    {
        const InstanceIdentity instance = identity();
        const oci::OutgoingRequest request{
                .method = "POST",
                .url = QUrl(u"https://auth.us-ashburn-1.oraclecloud.com/v1/x509"_s),
                .body = oci::federationBody(instance, instance.key)};

        const auto headers = oci::federationHeaders(request, instance, now);

        QCOMPARE(request.body, file(u"signing/f.body"_s));
        QCOMPARE(instance.keyId(), keyId);
        QVERIFY(headers);
        QCOMPARE(headerValue(*headers, "x-content-sha256"),
                 "d5EXR2H74rRQv160qkw9/8kPwqJ/sYnPlZ17IASc0t0=");
        QCOMPARE(headerValue(*headers, "date"), "Thu, 05 Jan 2034 21:31:40 GMT");
        QCOMPARE(headerValue(*headers, "authorization"),
                 QByteArray("Signature version=\"1\",keyId=\"") + keyId +
                         "\",algorithm=\"rsa-sha256\",headers=\"date (request-target) "
                         "content-length content-type x-content-sha256\",signature=\"" +
                         file(u"signing/f.signature"_s).trimmed() + '"');
    }

    void intermediatesGoAlong()
    {
        const auto instance = oci::readInstanceIdentity(
                file(u"keys/instance.pem"_s), file(u"keys/pkcs8.pem"_s),
                file(u"keys/instance.pem"_s) + file(u"keys/instance.pem"_s));

        QVERIFY(instance);
        QCOMPARE(instance->intermediates.size(), 2);
        const QByteArray body = oci::federationBody(*instance, instance->key);
        QCOMPARE(body.count(instance->certificate.toBase64()), 3);
    }

    void refusesAnotherKey()
    {
        const auto other = PrivateKey::generate().value().toPem().value();

        const auto instance =
                oci::readInstanceIdentity(file(u"keys/instance.pem"_s), other.reveal(), {});

        QVERIFY(!instance);
        QCOMPARE(instance.error().reason, u"key_mismatch"_s);
    }

    void refusesACertificateWithoutATenancy()
    {
        const auto key = PrivateKey::fromPem(file(u"keys/pkcs8.pem"_s)).value();
        const auto made = key.selfSignedCertificate("x", {"opc-tenant:", "y"}, now, now.addDays(1));
        QVERIFY(made);

        const auto instance = oci::readInstanceIdentity(*made, file(u"keys/pkcs8.pem"_s), {});

        QVERIFY(!instance);
        QVERIFY(instance.error().message.contains(u"tenancy"_s));
    }

    void aServiceNamesItsTenancyDifferently()
    {
        const auto key = PrivateKey::fromPem(file(u"keys/pkcs8.pem"_s)).value();
        const auto made = key.selfSignedCertificate("x", {"opc-identity:ocid1.tenancy.oc1..s"}, now,
                                                    now.addDays(1));

        const auto instance = oci::readInstanceIdentity(*made, file(u"keys/pkcs8.pem"_s), {});

        QVERIFY(instance);
        QCOMPARE(instance->tenancy, u"ocid1.tenancy.oc1..s"_s);
    }

    void refusesWhatIsNoCertificate()
    {
        QVERIFY(!oci::readInstanceIdentity("<html>", file(u"keys/pkcs8.pem"_s), {}));
        QVERIFY(!oci::readInstanceIdentity(file(u"keys/instance.pem"_s), "<html>", {}));
    }

    void refusesACertificateWhoseKeyIsOfNoKnownKind()
    {
        QByteArray certificate = file(u"keys/instance.pem"_s);
        const QByteArray rsa = "GCSqGSIb3DQEBAQ"; // the OID of RSA encryption
        QCOMPARE(certificate.count(rsa), 1);
        certificate.replace(rsa, "GCSqGOIb3DQEBAQ");

        const auto instance = oci::readInstanceIdentity(certificate, file(u"keys/pkcs8.pem"_s), {});

        QVERIFY(!instance);
        QCOMPARE(instance.error().reason, u"key_mismatch"_s);
    }

    void readsTheToken()
    {
        QCOMPARE(oci::readTokenAnswer("{\"token\":\"a.b.c\"}", u"OKE"_s).value(), "a.b.c");
        QCOMPARE(oci::readTokenAnswer("{\"token\":\"ST$a.b.c\"}", u"OKE"_s).value(), "a.b.c");
        for (const char *body : {"", "{}", "{\"token\":\"\"}", "{\"token\":7}", "<html>"})
            QCOMPARE(oci::readTokenAnswer(body, u"OKE"_s).error().message,
                     u"OKE answered without a token"_s);
    }

    void withoutAnIdentityNothingIsSigned()
    {
        tests::FakeClock clock(now);
        oci::FederationAuth auth(clock);

        const auto answer = auth.authorize({.method = "POST"});

        QVERIFY(!answer.result());
        QVERIFY(!auth.isBearer());
    }
};

QTEST_GUILESS_MAIN(TestFederationCall)
#include "tst_federationcall.moc"
