// SPDX-License-Identifier: MIT
#include "oci/config/configfile.h"

#include "tests/support/growth.h"

#include <QTest>

using namespace Qt::StringLiterals;
using oci::ConfigFile;
using oci::Profile;

namespace {

const QString home = u"/home/someone"_s;

const QByteArray example = "# comment line\n"
                           "[DEFAULT]\n"
                           "user=ocid1.user.oc1..aaaaexampleuser\n"
                           "fingerprint=f7:60:4f:d3:4a:ec:0e:a7:74:6c:0d:a1:7b:d6:35:48\n"
                           "key_file=~/.oci/oci_api_key.pem\n"
                           "pass_phrase=opensesame\n"
                           "tenancy=ocid1.tenancy.oc1..aaaaexampletenancy\n"
                           "region=us-chicago-1\n"
                           "\n"
                           "[FRA]\n"
                           "; inherits everything except the region\n"
                           "region=eu-frankfurt-1\n"
                           "\n"
                           "[BROWSER]\n"
                           "fingerprint=aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99\n"
                           "key_file=~/.oci/sessions/BROWSER/oci_api_key.pem\n"
                           "security_token_file=~/.oci/sessions/BROWSER/token\n";

ConfigFile parsed(const QByteArray &bytes)
{
    return ConfigFile::parse(bytes, home).value();
}

QString valueIn(const QByteArray &bytes, const QString &key)
{
    return parsed(bytes).profile(u"A"_s).value().values.value(key);
}

} // namespace

class TestConfigFile : public QObject
{
    Q_OBJECT

private slots:
    void readsAProfile()
    {
        const Profile profile = parsed(example).profile(u"DEFAULT"_s).value();

        QCOMPARE(profile.name, u"DEFAULT"_s);
        QCOMPARE(profile.user, u"ocid1.user.oc1..aaaaexampleuser"_s);
        QCOMPARE(profile.tenancy, u"ocid1.tenancy.oc1..aaaaexampletenancy"_s);
        QCOMPARE(profile.fingerprint, u"f7:60:4f:d3:4a:ec:0e:a7:74:6c:0d:a1:7b:d6:35:48"_s);
        QCOMPARE(profile.keyFile, u"/home/someone/.oci/oci_api_key.pem"_s);
        QCOMPARE(profile.region, u"us-chicago-1"_s);
        QCOMPARE(profile.securityTokenFile, QString());
        QVERIFY(profile.hasPassPhrase);
        QVERIFY(!profile.hasKeyContent);
    }

    void theExampleHasNoWarnings()
    {
        QCOMPARE(parsed(example).warnings(), QStringList());
        QCOMPARE(parsed(example).profileNames(),
                 QStringList({u"DEFAULT"_s, u"FRA"_s, u"BROWSER"_s}));
    }

    // 15.2 row 3
    void profilesInheritFromDefault()
    {
        const ConfigFile file = parsed(example);

        const Profile base = file.profile(u"DEFAULT"_s).value();
        Profile expected = base;
        expected.name = u"FRA"_s;
        expected.region = u"eu-frankfurt-1"_s;
        expected.values[u"region"_s] = u"eu-frankfurt-1"_s;

        QCOMPARE(file.profile(u"FRA"_s).value(), expected);
        QVERIFY(file.passPhrase(u"FRA"_s).equals("opensesame"));
    }

    void defaultInheritsFromNobody()
    {
        QCOMPARE(parsed("[A]\nregion=r\n[DEFAULT]\nuser=u\n").profile(u"DEFAULT"_s)->region,
                 QString());
    }

    // 14.35
    void aSessionProfileDoesNotInheritTheUser()
    {
        const Profile profile = parsed(example).profile(u"BROWSER"_s).value();

        QCOMPARE(profile.user, QString());
        QVERIFY(!profile.values.contains(u"user"_s));
        QCOMPARE(profile.tenancy, u"ocid1.tenancy.oc1..aaaaexampletenancy"_s);
        QCOMPARE(profile.securityTokenFile, u"/home/someone/.oci/sessions/BROWSER/token"_s);
    }

    void aSessionProfileKeepsAUserOfItsOwn()
    {
        const ConfigFile file =
                parsed("[DEFAULT]\nuser=theirs\nsecurity_token_file=/t\n"
                       "[OWN]\nuser=mine\nsecurity_token_file=/s\n[INHERITS]\nregion=r\n");

        QCOMPARE(file.profile(u"OWN"_s)->user, u"mine"_s);
        QCOMPARE(file.profile(u"DEFAULT"_s)->user, u"theirs"_s);
        QCOMPARE(file.profile(u"INHERITS"_s)->user, u"theirs"_s);
        QCOMPARE(file.profile(u"INHERITS"_s)->securityTokenFile, u"/t"_s);
    }

    void anEmptyValueStopsInheritance()
    {
        const ConfigFile file =
                parsed("[DEFAULT]\nregion=r\npass_phrase=x\n[A]\nregion=\npass_phrase =\n");

        QCOMPARE(file.profile(u"A"_s)->region, QString());
        QVERIFY(file.passPhrase(u"A"_s).isEmpty());
        QVERIFY(!file.profile(u"A"_s)->hasPassPhrase);
    }

    void secretsAreNotAmongTheValues()
    {
        const ConfigFile file =
                parsed("[A]\npass_phrase = s3 cret# =x \nkey_content=-----BEGIN\\n\n"
                       "[B]\nPassphrase=other\n");

        const Profile profile = file.profile(u"A"_s).value();
        QVERIFY(profile.values.isEmpty());
        QVERIFY(profile.hasPassPhrase);
        QVERIFY(profile.hasKeyContent);
        QVERIFY(file.passPhrase(u"A"_s).equals("s3 cret# =x"));
        QVERIFY(file.keyContent(u"A"_s).equals("-----BEGIN\\n"));
        QVERIFY(file.passPhrase(u"B"_s).equals("other"));
        QVERIFY(file.passPhrase(u"C"_s).isEmpty());
    }

    void readsTheFormsOfALine_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("value");

        QTest::newRow("plain") << QByteArray("[A]\nk=v") << u"v"_s;
        QTest::newRow("blanks") << QByteArray("  [A] \n \tk  =  v \t\n") << u"v"_s;
        QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbf[A]\nk=v\n") << u"v"_s;
        QTest::newRow("crlf") << QByteArray("[A]\r\nk=v\r\n") << u"v"_s;
        QTest::newRow("equals in the value") << QByteArray("[A]\nk=a=b==\n") << u"a=b=="_s;
        QTest::newRow("colon") << QByteArray("[A]\nk: v\n") << u"v"_s;
        QTest::newRow("colons in the value") << QByteArray("[A]\nk=aa:bb\n") << u"aa:bb"_s;
        QTest::newRow("equals after a colon") << QByteArray("[A]\nk: a=b\n") << u"a=b"_s;
        QTest::newRow("key in upper case") << QByteArray("[A]\nK=v\n") << u"v"_s;
        QTest::newRow("no comment after a value")
                << QByteArray("[A]\nk=/a/b # x ; y\n") << u"/a/b # x ; y"_s;
        QTest::newRow("no interpolation")
                << QByteArray("[A]\nk=%(x)s $HOME ~\n") << u"%(x)s $HOME ~"_s;
        QTest::newRow("quotes stay") << QByteArray("[A]\nk=\"v\"\n") << u"\"v\""_s;
        QTest::newRow("comments") << QByteArray("# c\n; c\n[A] # c\n#k=x\n;k=y\nk=v\n") << u"v"_s;
        QTest::newRow("last one counts") << QByteArray("[A]\nk=1\nk=2\n") << u"2"_s;
        QTest::newRow("utf-8") << QByteArray("[A]\nk=\xc3\xbc\n") << u"\u00fc"_s;
    }

    void readsTheFormsOfALine()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, value);

        QCOMPARE(valueIn(bytes, u"k"_s), value);
    }

    void unknownKeysAreKept()
    {
        QCOMPARE(valueIn("[A]\ncompartment-id=ocid1.compartment.x\n", u"compartment-id"_s),
                 u"ocid1.compartment.x"_s);
    }

    // 15.2 row 3
    void aProfileThereTwiceIsMergedAndWarned()
    {
        const ConfigFile file = parsed("[A]\nk=1\nl=1\n[B]\n[A]\nk=2\n");

        QCOMPARE(file.profileNames(), QStringList({u"A"_s, u"B"_s}));
        QCOMPARE(file.profile(u"A"_s)->values,
                 (QMap<QString, QString>{{u"k"_s, u"2"_s}, {u"l"_s, u"1"_s}}));
        QCOMPARE(file.warnings().size(), 2); // the profile, and its key
        QVERIFY(file.warnings().first().contains(u"[A] is there more than once"_s));
    }

    void warnsOfWhatIsLikelyNotMeant_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("warning");

        QTest::newRow("quotes") << QByteArray("key_file=\"/a/b\"") << u"quotes around 'key_file'"_s;
        QTest::newRow("relative") << QByteArray("key_file=keys/a.pem")
                                  << u"relative path in 'key_file'"_s;
        QTest::newRow("another's home") << QByteArray("security_token_file=~you/t")
                                        << u"relative path in 'security_token_file'"_s;
        QTest::newRow("twice") << QByteArray("region=a\nREGION=b") << u"'region' more than once"_s;
        QTest::newRow("lines of a key")
                << QByteArray("hunter2==\nhunter2==") << u"sets a setting more than once"_s;
        QTest::newRow("secret twice") << QByteArray("pass_phrase=hunter2\npassphrase=hunter3")
                                      << u"'pass_phrase' more than once"_s;
    }

    void warnsOfWhatIsLikelyNotMeant()
    {
        QFETCH(QByteArray, line);
        QFETCH(QString, warning);

        const ConfigFile file = parsed("[A]\n" + line);

        QCOMPARE(file.warnings().size(), 1);
        QVERIFY2(file.warnings().first().contains(warning), qPrintable(file.warnings().first()));
        QVERIFY(!file.warnings().first().contains(u"hunter"_s));
    }

    void profileNamesTellCase()
    {
        QCOMPARE(parsed("[a]\nk=1\n[A]\nk=2\n").profile(u"a"_s)->values.value(u"k"_s), u"1"_s);
    }

    // 15.2 row 3
    void aMissingProfileIsAnErrorEvenWithADefault()
    {
        const auto missing = parsed(example).profile(u"fra"_s);

        QVERIFY(!missing);
        QCOMPARE(missing.error().code, core::ErrorCode::NotFound);
        QVERIFY(missing.error().message.contains(u"'fra'"_s));
        QVERIFY(missing.error().message.contains(u"DEFAULT, FRA, BROWSER"_s));
        QVERIFY(!parsed("").profile(u"DEFAULT"_s));
    }

    void faultsNameTheLineAndNoContent_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("problem");

        QTest::newRow("no separator")
                << QByteArray("[A]\n\nhunter2\n") << u"line 3: expected key=value"_s;
        QTest::newRow("no key") << QByteArray("[A]\n = hunter2\n") << u"line 2: there is no key"_s;
        QTest::newRow("no name") << QByteArray("[ ]\n") << u"line 1: the profile has no name"_s;
        QTest::newRow("open bracket") << QByteArray("[hunter2\n") << u"line 1: a profile begins"_s;
        QTest::newRow("after the bracket")
                << QByteArray("[A] hunter2\n") << u"line 1: a profile begins"_s;
        QTest::newRow("before a profile")
                << QByteArray("# c\r\nregion=hunter2\n") << u"line 2: 'region' stands before"_s;
        QTest::newRow("a secret before a profile")
                << QByteArray("hunter2=") << u"line 1: a setting stands before"_s;
        QTest::newRow("invalid utf-8")
                << QByteArray("[A]\nk=v\nl=\xff hunter2") << u"line 3: it is not UTF-8"_s;
        QTest::newRow("nul") << QByteArray("[A]\nk=\0hunter2", 14) << u"line 2: it is not UTF-8"_s;
        QTest::newRow("utf-16") << QByteArray("\xff\xfe[\0A\0]\0", 8)
                                << u"line 1: it is not UTF-8"_s;
    }

    void faultsNameTheLineAndNoContent()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, problem);

        const auto file = ConfigFile::parse(bytes, home);

        QVERIFY(!file);
        QCOMPARE(file.error().code, core::ErrorCode::Unauthorized);
        QVERIFY2(file.error().message.contains(problem), qPrintable(file.error().message));
        QVERIFY(!file.error().message.contains(u"hunter2"_s));
    }

    void aKeyFileOfItsOwnCountsMoreThanAnInheritedKey()
    {
        const ConfigFile file = parsed("[DEFAULT]\nkey_content=hunter2\npass_phrase=hunter3\n"
                                       "[OWN]\nkey_file=/k\n[NONE]\nregion=r\n"
                                       "[BOTH]\nkey_file=/k\nkey_content=mine\n");

        QVERIFY(!file.profile(u"OWN"_s)->hasKeyContent);
        QVERIFY(file.keyContent(u"OWN"_s).isEmpty());
        QVERIFY(!file.passPhrase(u"OWN"_s).isEmpty());
        QVERIFY(file.profile(u"NONE"_s)->hasKeyContent);
        QCOMPARE(file.keyContent(u"BOTH"_s).reveal(), "mine");
    }

    void theSizeIsLimited()
    {
        const QByteArray comment = "#" + QByteArray(ConfigFile::maxSize - 1, 'x');

        QVERIFY(ConfigFile::parse(comment, home));
        QVERIFY(!ConfigFile::parse(comment + 'x', home));
    }

    void manyProfilesAreReadInReasonableTime()
    {
        const auto read = [](int count) {
            QByteArray bytes;
            for (int i = 0; i < count; ++i)
                bytes += "[p" + QByteArray::number(i) + "]\nk=v\n";
            QCOMPARE(parsed(bytes).profileNames().size(), count);
        };

        QVERIFY(tests::growsLinearly(read, 1000));
    }

    void pathsInTheHomeFolderAreExpanded_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("expanded");

        QTest::newRow("home") << u"~"_s << home;
        QTest::newRow("in home") << u"~/a"_s << home + u"/a"_s;
        QTest::newRow("another's") << u"~you/a"_s << u"~you/a"_s;
        QTest::newRow("inside") << u"/a/~/b"_s << u"/a/~/b"_s;
        QTest::newRow("variable") << u"$HOME/a"_s << u"$HOME/a"_s;
        QTest::newRow("empty") << QString() << QString();
    }

    void pathsInTheHomeFolderAreExpanded()
    {
        QFETCH(QString, path);
        QFETCH(QString, expanded);

        QCOMPARE(oci::expandedPath(path, home), expanded);
    }
};

QTEST_APPLESS_MAIN(TestConfigFile)
#include "tst_configfile.moc"
