// SPDX-License-Identifier: MIT
#include "oci/auth/principalauth.h"
#include "oci/auth/resourceprincipal.h"
#include "oci/auth/signingstring.h"
#include "tests/support/fixtures.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using core::Result;
using oci::PrincipalCredential;

namespace {

const QDateTime now(QDate(2034, 1, 5), QTime(21, 31, 40), QTimeZone::UTC);

QByteArray base64Url(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray token(const QByteArray &name)
{
    return base64Url("{}") + '.' +
           base64Url("{\"exp\":" + QByteArray::number(now.addSecs(1200).toSecsSinceEpoch()) +
                     ",\"res_tenant\":\"ocid1.tenancy.oc1..r\",\"sub\":\"" + name + "\"}") +
           '.' + base64Url("seal");
}

QByteArray pem(const QString &name = u"pkcs8.pem"_s)
{
    return tests::readTestFile(u"fixtures/keys/"_s + name);
}

struct Files {
    void write(const QString &name, const QByteArray &bytes) const
    {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }

    [[nodiscard]] QProcessEnvironment environment() const
    {
        QProcessEnvironment result;
        result.insert(u"OCI_RESOURCE_PRINCIPAL_VERSION"_s, u"2.2"_s);
        result.insert(u"OCI_RESOURCE_PRINCIPAL_RPST"_s, folder.filePath(u"rpst"_s));
        result.insert(u"OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM"_s, folder.filePath(u"key"_s));
        result.insert(u"OCI_RESOURCE_PRINCIPAL_REGION"_s, u"us-chicago-1"_s);
        return result;
    }

    [[nodiscard]] oci::ResourceSettings settings() const
    {
        return oci::resourceSettings(environment()).value();
    }

    QTemporaryDir folder;
};

Result<PrincipalCredential> read(oci::ResourcePrincipal &principal)
{
    return principal.fetch().result();
}

} // namespace

class TestResourcePrincipal : public QObject
{
    Q_OBJECT

private slots:
    void readsFiles()
    {
        const Files files;
        files.write(u"rpst"_s, "ST$" + token("a") + "\n");
        files.write(u"key"_s, pem());
        oci::ResourcePrincipal principal(files.settings());

        const auto credential = read(principal);

        QVERIFY2(credential, qPrintable(credential ? QString() : credential.error().message));
        QCOMPARE(credential->token, token("a"));
        QCOMPARE(credential->claims.subject, u"a"_s);
        QCOMPARE(principal.facts().result().value(),
                 (oci::PrincipalFacts{.region = u"us-chicago-1"_s,
                                      .tenancy = u"ocid1.tenancy.oc1..r"_s}));
    }

    void readsTheValuesThemselves()
    {
        QProcessEnvironment environment = Files().environment();
        environment.insert(u"OCI_RESOURCE_PRINCIPAL_RPST"_s, QString::fromLatin1(token("b")));
        environment.insert(
                u"OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM"_s,
                QString::fromLatin1(pem(u"pkcs8_encrypted.pem"_s)).replace(u'\n', u"\\n"_s));
        environment.insert(u"OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM_PASSPHRASE"_s, u"changeit"_s);
        oci::ResourcePrincipal principal(oci::resourceSettings(environment).value());

        const auto credential = read(principal);

        QVERIFY2(credential, qPrintable(credential ? QString() : credential.error().message));
        QCOMPARE(credential->token, token("b"));
        QVERIFY(!principal.hasChanged());
    }

    void seesThatTheFilesHaveChanged()
    {
        const Files files;
        files.write(u"rpst"_s, token("a"));
        files.write(u"key"_s, pem());
        oci::ResourcePrincipal principal(files.settings());
        QVERIFY(read(principal));
        QVERIFY(!principal.hasChanged());

        files.write(u"rpst"_s, token("longer"));

        QVERIFY(principal.hasChanged());
        QCOMPARE(read(principal)->claims.subject, u"longer"_s);
        QVERIFY(!principal.hasChanged());
    }

    void aHalfWrittenTokenIsSaid()
    {
        const Files files;
        files.write(u"rpst"_s, token("topsecret").first(40));
        files.write(u"key"_s, pem());
        oci::ResourcePrincipal principal(files.settings());

        const auto credential = read(principal);

        QVERIFY(!credential);
        QCOMPARE(credential.error().reason, u"token_unreadable"_s);
        QVERIFY(credential.error().message.contains(u"not whole"_s));
        QVERIFY(credential.error().message.contains(files.folder.filePath(u"rpst"_s)));
        QVERIFY(!credential.error().message.contains(
                QString::fromLatin1(token("topsecret").first(20))));
    }

    void aHalfWrittenTokenLeavesTheOldOneInUse()
    {
        const Files files;
        files.write(u"rpst"_s, token("a"));
        files.write(u"key"_s, pem());
        tests::FakeClock clock(now);
        QThreadPool pool;
        oci::PrincipalAuth auth(std::make_unique<oci::ResourcePrincipal>(files.settings()), clock,
                                pool);
        const auto keyId = [&auth] {
            auto headers = auth.authorize({.method = "GET", .url = QUrl(u"https://h.example/"_s)});
            headers.waitForFinished();
            return headers.result() ? core::http::headerValue(*headers.result(), "authorization")
                                    : headers.result().error().message.toUtf8();
        };
        QVERIFY(keyId().contains("keyId=\"ST$" + token("a") + '"'));

        files.write(u"rpst"_s, token("next").first(50));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"could not be renewed"_s));
        QVERIFY(keyId().contains("keyId=\"ST$" + token("a") + '"'));

        files.write(u"rpst"_s, token("next"));
        QVERIFY(keyId().contains("keyId=\"ST$" + token("next") + '"'));
    }

    void saysWhichFileIsMissing()
    {
        const Files files;
        oci::ResourcePrincipal principal(files.settings());

        QVERIFY(read(principal).error().message.contains(u"OCI_RESOURCE_PRINCIPAL_RPST"_s));

        files.write(u"rpst"_s, token("a"));
        QVERIFY(read(principal).error().message.contains(u"OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM"_s));

        files.write(u"key"_s, "rubbish");
        QCOMPARE(read(principal).error().reason, u"key_unreadable"_s);
    }

    void saysWhichVariableIsWrong_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");

        QTest::newRow("no version") << u"OCI_RESOURCE_PRINCIPAL_VERSION"_s << QString();
        QTest::newRow("another version") << u"OCI_RESOURCE_PRINCIPAL_VERSION"_s << u"3.0"_s;
        QTest::newRow("no token") << u"OCI_RESOURCE_PRINCIPAL_RPST"_s << QString();
        QTest::newRow("no key") << u"OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM"_s << QString();
        QTest::newRow("no region") << u"OCI_RESOURCE_PRINCIPAL_REGION"_s << QString();
    }

    void saysWhichVariableIsWrong()
    {
        QFETCH(QString, name);
        QFETCH(QString, value);
        QProcessEnvironment environment = Files().environment();
        environment.insert(name, value);

        const auto settings = oci::resourceSettings(environment);

        QVERIFY(!settings);
        QVERIFY2(settings.error().message.contains(name), qPrintable(settings.error().message));
    }
};

QTEST_GUILESS_MAIN(TestResourcePrincipal)
#include "tst_resourceprincipal.moc"
