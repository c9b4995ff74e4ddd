// SPDX-License-Identifier: MIT
#include "oci/auth/privatekey.h"
#include "tests/support/fixtures.h"

#include <QSslCertificate>
#include <QSslKey>
#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using oci::PrivateKey;

namespace {

const QDateTime from(QDate(2034, 1, 5), QTime(21, 31, 40), QTimeZone::UTC);

PrivateKey testKey()
{
    return PrivateKey::fromPem(tests::readTestFile(u"fixtures/keys/pkcs8.pem"_s)).value();
}

} // namespace

class TestPrivateKeyForms : public QObject
{
    Q_OBJECT

private slots:
    void thePublicKeyHasTwoForms()
    {
        const PrivateKey key = testKey();
        QByteArray stripped = key.publicKeyPem();
        stripped.replace("-----BEGIN PUBLIC KEY-----", "");
        stripped.replace("-----END PUBLIC KEY-----", "");
        stripped.replace("\n", "");

        QCOMPARE(key.publicKeyDer().toBase64(), stripped);
    }

    void certifiesItself()
    {
        const PrivateKey key = testKey();

        const auto pem = key.selfSignedCertificate("me", {"one", "two"}, from, from.addDays(1));

        QVERIFY(pem);
        const QSslCertificate certificate(*pem);
        QStringList units = certificate.subjectInfo(QSslCertificate::OrganizationalUnitName);
        units.sort();
        QCOMPARE(certificate.subjectInfo(QSslCertificate::CommonName), {u"me"_s});
        QCOMPARE(units, (QStringList{u"one"_s, u"two"_s}));
        QVERIFY(certificate.isSelfSigned());
        QCOMPARE(certificate.effectiveDate(), from);
        QCOMPARE(certificate.expiryDate(), from.addDays(1));
        QCOMPARE(certificate.publicKey().toPem(), key.publicKeyPem());
    }

    void noTwoCertificatesAreTheSame()
    {
        const PrivateKey key = testKey();

        QVERIFY(key.selfSignedCertificate("me", {}, from, from.addDays(1)).value() !=
                key.selfSignedCertificate("me", {}, from, from.addDays(1)).value());
    }

    void aNameThatIsTooLongIsRefused()
    {
        // X.520 gives it 64 characters.
        QVERIFY(!testKey().selfSignedCertificate(QByteArray(65, 'x'), {}, from, from.addDays(1)));
    }
};

QTEST_GUILESS_MAIN(TestPrivateKeyForms)
#include "tst_privatekeyforms.moc"
