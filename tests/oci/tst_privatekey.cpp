// SPDX-License-Identifier: MIT
#include "oci/auth/privatekey.h"
#include "tests/support/fixtures.h"

#include <QTest>
#include <QThreadPool>
#include <QtConcurrentMap>

#include <openssl/err.h>

using namespace Qt::StringLiterals;
using core::ErrorCode;
using core::Secret;
using oci::PrivateKey;
using oci::PublicKey;

namespace {

constexpr auto fingerprint = "f7:60:4f:d3:4a:ec:0e:a7:74:6c:0d:a1:7b:d6:35:48";

QByteArray keyFile(const QString &name)
{
    return tests::readTestFile(u"fixtures/keys/"_s + name);
}

Secret secret(const char *text)
{
    return Secret(QByteArrayView(text));
}

} // namespace

class TestPrivateKey : public QObject
{
    Q_OBJECT

private slots:
    // Qt's TLS reads OpenSSL's queue of errors: whatever happened, ours must not be left there,
    // and what was there before must stay.
    void init()
    {
        ERR_clear_error();
        ERR_raise(ERR_LIB_USER, 77);
    }

    void cleanup()
    {
        QCOMPARE(ERR_GET_REASON(ERR_get_error()), 77);
        QCOMPARE(ERR_get_error(), 0UL);
    }

    // 15.2 row 2
    void loadsEachEncoding_data()
    {
        QTest::addColumn<QByteArray>("pem");
        QTest::addColumn<QByteArray>("passphrase");

        const QByteArray plain = keyFile(u"pkcs8.pem"_s);
        const QByteArray encrypted = keyFile(u"pkcs1_encrypted.pem"_s);
        QTest::newRow("PKCS#8") << plain << QByteArray();
        QTest::newRow("PKCS#1") << keyFile(u"pkcs1.pem"_s) << QByteArray();
        QTest::newRow("PKCS#8 encrypted")
                << keyFile(u"pkcs8_encrypted.pem"_s) << QByteArray("changeit");
        QTest::newRow("PKCS#1 encrypted") << encrypted << QByteArray("changeit");
        // 14.36
        QTest::newRow("passphrase not needed") << plain << QByteArray("inherited");
        QTest::newRow("PKCS#1, not needed") << keyFile(u"pkcs1.pem"_s) << QByteArray("inherited");
        // 14.37
        QTest::newRow("label line") << plain + "OCI_API_KEY\n" << QByteArray();
        QTest::newRow("label without line end") << plain + "OCI_API_KEY" << QByteArray();
        QTest::newRow("text before")
                << "Bag Attributes\n  friendlyName: x\n" + plain << QByteArray();
        QTest::newRow("public key before") << keyFile(u"public.pem"_s) + plain << QByteArray();
        // 14.13
        for (const auto &[name, pem, passphrase] :
             {std::tuple("plain", plain, QByteArray()),
              std::tuple("encrypted", encrypted, QByteArray("changeit"))}) {
            const auto with = [&pem](const char *end) {
                return QByteArray(pem).replace("\n", end);
            };
            QTest::addRow("%s, CRLF", name) << with("\r\n") << passphrase;
            QTest::addRow("%s, literal \\n", name) << with("\\n") << passphrase;
            QTest::addRow("%s, literal \\r\\n", name) << with("\\r\\n") << passphrase;
            QTest::addRow("%s, indented", name) << "  " + with(" \n\t ") << passphrase;
            QTest::addRow("%s, no last line end", name) << pem.trimmed() << passphrase;
        }
        QTest::newRow("blanks for line ends")
                << QByteArray(plain).replace("\n", " ") << QByteArray();
        QTest::newRow("one long line") << QByteArray(plain).replace("\n", "") << QByteArray();
    }

    void loadsEachEncoding()
    {
        QFETCH(QByteArray, pem);
        QFETCH(QByteArray, passphrase);

        const auto key = PrivateKey::fromPem(pem, Secret(passphrase));

        QVERIFY2(key, qPrintable(key ? QString() : key.error().message));
        QCOMPARE(key->fingerprint(), fingerprint);
        QVERIFY(key->verifies("m", key->sign("m").value()));
    }

    // protocol reference, 3.4
    void knowsItsModulus()
    {
        const auto key = PrivateKey::fromPem(tests::readTestFile(u"fixtures/keys/pkcs8.pem"_s));

        QCOMPARE(
                key->publicKey().modulus().toBase64(QByteArray::Base64UrlEncoding |
                                                    QByteArray::OmitTrailingEquals),
                "wvlyI1Br5x8StDiAOYk43WjtbnnKtU6fLknhNKwbpPw4AejjJRf38-LSu8fuq1inGq6vvhhuIAUUtbBckN"
                "AtOOZyJSnkS9OOwuDQirkdxIO-RZyfYchsMldgqaeVlJqnmkLkBQ_vZaoAv8iaONY7WP1puCFIDQyZpbZ-"
                "yOoLSDHKaqM3zAL_Crm9wW-Zm7lhaijKax94gIg-gQogVl77qhZm-AEpguCJkhqaASfTN9nDJJ9xFZD_2U"
                "CdUWtff6K6EKg9y_neQ59lSUbchOcfC8PEWXMGLgeo-9UfXNBw5A-nB8hN8mrKK9KG-e68FwNJEllaoSTw"
                "yQ2f3Cxfn_O2Jw");
        const auto half = oci::PublicKey::fromModulus(key->publicKey().modulus());
        QVERIFY(half);
        QCOMPARE(half->fingerprint(), key->fingerprint());
        QVERIFY(half->verifies("m", *key->sign("m")));
    }

    void whatIsNoModulusIsRefused()
    {
        QVERIFY(!oci::PublicKey::fromModulus({}));
        QVERIFY(!oci::PublicKey::fromModulus(QByteArray(64, '\x7f')));
        QVERIFY(!oci::PublicKey::fromModulus(QByteArray(100'000, '\x7f')));
    }

    // 15.2 row 2
    void tellsAMissingFromAWrongPassphrase_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("PKCS#1") << u"pkcs1_encrypted.pem"_s;
        QTest::newRow("PKCS#8") << u"pkcs8_encrypted.pem"_s;
    }

    void tellsAMissingFromAWrongPassphrase()
    {
        QFETCH(QString, file);

        const auto missing = PrivateKey::fromPem(keyFile(file));
        const auto wrong = PrivateKey::fromPem(keyFile(file), secret("hunter2"));
        const auto tooLong = PrivateKey::fromPem(keyFile(file), Secret(QByteArray(5000, 'x')));

        QCOMPARE(missing.error().code, ErrorCode::Unauthorized);
        QCOMPARE(missing.error().reason, QLatin1StringView(PrivateKey::passphraseMissing));
        QCOMPARE(wrong.error().code, ErrorCode::Unauthorized);
        QCOMPARE(wrong.error().reason, QLatin1StringView(PrivateKey::passphraseWrong));
        QVERIFY(!wrong.error().message.contains(u"hunter2"_s));
        QCOMPARE(tooLong.error().reason, QLatin1StringView(PrivateKey::passphraseWrong));
    }

    // One wrong passphrase in 256 leaves padding that looks right.
    void everyWrongPassphraseIsTheSameError()
    {
        const QByteArray pem = keyFile(u"pkcs1_encrypted.pem"_s);
        for (int i = 0; i < 2000; ++i) {
            const auto key = PrivateKey::fromPem(pem, Secret("wrong" + QByteArray::number(i)));
            QVERIFY(!key);
            QCOMPARE(key.error().reason, QLatin1StringView(PrivateKey::passphraseWrong));
        }
    }

    void refusesWhatIsNoUsableKey_data()
    {
        QTest::addColumn<QByteArray>("pem");
        QTest::addColumn<QString>("problem");

        const QByteArray plain = keyFile(u"pkcs8.pem"_s);
        QTest::newRow("nothing") << QByteArray() << u"no private key"_s;
        QTest::newRow("public key") << keyFile(u"public.pem"_s) << u"public key"_s;
        QTest::newRow("ssh public key")
                << QByteArray("ssh-rsa AAAAB3Nza me@host\n") << u"public SSH key"_s;
        QTest::newRow("OpenSSH") << keyFile(u"openssh.pem"_s) << u"ssh-keygen -p -m PEM"_s;
        QTest::newRow("certificate")
                << QByteArray("-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n")
                << u"certificate"_s;
        QTest::newRow("EC") << keyFile(u"ec.pem"_s) << u"no RSA key"_s;
        QTest::newRow("EC, SEC1") << keyFile(u"ec_sec1.pem"_s) << u"no RSA key"_s;
        QTest::newRow("short") << keyFile(u"rsa1024.pem"_s) << u"has 1024 bits"_s;
        QTest::newRow("cut off") << plain.first(1000) << u"cut off"_s;
        QTest::newRow("damaged") << QByteArray(plain).remove(400, 100) << u"damaged"_s;
        QTest::newRow("not base64") << QByteArray(plain).replace("MIIE", "****") << u"damaged"_s;
        QTest::newRow("empty block")
                << QByteArray("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n")
                << u"damaged"_s;
        QTest::newRow("label never ends")
                << QByteArray("-----BEGIN PRIVATE KEY") << u"no private key"_s;
        QTest::newRow("too large") << plain + QByteArray(70000, ' ') << u"64 KiB"_s;
    }

    void refusesWhatIsNoUsableKey()
    {
        QFETCH(QByteArray, pem);
        QFETCH(QString, problem);

        const auto key = PrivateKey::fromPem(pem, secret("unused"));

        QVERIFY(!key);
        QCOMPARE(key.error().code, ErrorCode::Unauthorized);
        QCOMPARE(key.error().reason, QString());
        QVERIFY2(key.error().message.contains(problem), qPrintable(key.error().message));
    }

    void anEncryptionThatOpenSslLacksIsNoWrongPassphrase_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("PKCS#8 with RC2") << u"rc2.pem"_s;
        QTest::newRow("PKCS#1 with DES") << u"des.pem"_s;
    }

    void anEncryptionThatOpenSslLacksIsNoWrongPassphrase()
    {
        QFETCH(QString, file);

        const auto key = PrivateKey::fromPem(keyFile(file), secret("changeit"));

        QVERIFY(!key);
        QCOMPARE(key.error().reason, QString());
        QVERIFY2(key.error().message.contains(u"not supported"_s), qPrintable(key.error().message));
    }

    // A key that loads must sign what its public key verifies, whichever number is broken.
    void aKeyWithABrokenNumberIsRefused()
    {
        const QByteArray pem = keyFile(u"pkcs1.pem"_s);
        const QByteArray good = PrivateKey::fromPem(pem)->sign("m").value();
        for (qsizetype at = 40; at < pem.size() - 40; at += 37) {
            if (pem[at] == '\n')
                continue;
            QByteArray broken = pem;
            broken[at] = pem[at] == 'A' ? 'B' : 'A';
            const auto key = PrivateKey::fromPem(broken);
            if (!key)
                continue;
            const QByteArray signature = key->sign("m").value();
            QVERIFY2(key->verifies("m", signature), qPrintable(QString::number(at)));
            QVERIFY(key->fingerprint() != fingerprint || signature == good);
        }
    }

    void theSecretsOfAnErrorStayInIt()
    {
        const QByteArray pem = keyFile(u"pkcs8.pem"_s).replace("-----END", "----END");

        const auto key = PrivateKey::fromPem(pem, secret("hunter2"));

        QVERIFY(!key.error().message.contains(u"MII"_s));
        QVERIFY(!key.error().message.contains(u"hunter2"_s));
    }

    void signsAndVerifies()
    {
        const PrivateKey key = PrivateKey::fromPem(keyFile(u"pkcs8.pem"_s)).value();
        const QByteArray signature = key.sign("message").value();

        QCOMPARE(signature.size(), 256);
        QCOMPARE(key.sign("message").value(), signature);
        QVERIFY(key.verifies("message", signature));
        QVERIFY(!key.verifies("massage", signature));
        QVERIFY(!key.verifies("message", signature.chopped(1)));
        QVERIFY(!key.verifies("message", {}));
        QByteArray changed = signature;
        changed[10] = char(changed[10] ^ 1);
        QVERIFY(!key.verifies("message", changed));
        QVERIFY(key.verifies("", key.sign("").value()));
    }

    void thePublicKeyVerifies()
    {
        const PrivateKey key = PrivateKey::fromPem(keyFile(u"pkcs8.pem"_s)).value();
        const QByteArray signature = key.sign("message").value();

        const auto read = PublicKey::fromPem(keyFile(u"public.pem"_s));

        QCOMPARE(key.publicKeyPem(), keyFile(u"public.pem"_s));
        QVERIFY(read);
        QCOMPARE(read->fingerprint(), fingerprint);
        QVERIFY(read->verifies("message", signature));
        QVERIFY(!read->verifies("massage", signature));
        QVERIFY(key.publicKey().verifies("message", signature));
        QVERIFY(PublicKey::fromPem(keyFile(u"public.pem"_s).replace("\n", "\\n")));
    }

    void refusesWhatIsNoPublicKey()
    {
        for (const QByteArray &pem :
             {QByteArray(), keyFile(u"pkcs8.pem"_s),
              keyFile(u"public.pem"_s).replace("MIIB", "MIIA"), QByteArray(70000, 'x')}) {
            const auto key = PublicKey::fromPem(pem);
            QVERIFY(!key);
            QCOMPARE(key.error().code, ErrorCode::Unauthorized);
        }
    }

    void generatesAndWritesKeys()
    {
        const PrivateKey key = PrivateKey::generate().value();
        const Secret pem = key.toPem().value();

        QVERIFY(pem.reveal().startsWith("-----BEGIN PRIVATE KEY-----\n"));
        QCOMPARE(PrivateKey::fromPem(pem.reveal())->fingerprint(), key.fingerprint());
        QVERIFY(key.verifies("m", key.sign("m").value()));
        QVERIFY(!PrivateKey::generate(1024));
        QVERIFY(!PrivateKey::generate(1 << 20));
    }

    void manyThreadsSignWithOneKey()
    {
        const PrivateKey key = PrivateKey::fromPem(keyFile(u"pkcs8.pem"_s)).value();
        const QByteArray expected = key.sign("m").value();
        QList<int> turns(200);
        // A pool that ends before the program does: OpenSSL keeps random numbers by thread.
        QThreadPool pool;

        const auto signatures = QtConcurrent::blockingMapped(
                &pool, turns, [key](int) { return key.sign("m").value(); });

        for (const QByteArray &signature : signatures)
            QCOMPARE(signature, expected);
    }

    void hashesBodies()
    {
        QCOMPARE(oci::contentSha256({}), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        QCOMPARE(oci::contentSha256(tests::readTestFile(u"fixtures/signing/b.body"_s)),
                 "NXCta/9Z7MJP7GubpyhFuuKDEA91i/4L1nNAdiGuX1s=");
    }
};

QTEST_GUILESS_MAIN(TestPrivateKey)
#include "tst_privatekey.moc"
