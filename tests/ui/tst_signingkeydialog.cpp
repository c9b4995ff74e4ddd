// SPDX-License-Identifier: MIT
#include "ui/connections/signingkeydialog.h"

#include "tests/support/fakesigningkeys.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using tests::FakeSigningKeys;
using Standing = core::SigningKeys::Standing;

namespace {

const core::SigningKey key{
        .profile = u"GATEHOUSE"_s,
        .keyFile = u"/home/me/.oci/keys/GATEHOUSE/oci_api_key.pem"_s,
        .publicKey = u"-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n"_s,
        .fingerprint = u"f7:60:4f:d3:4a:ec:0e:a7:74:6c:0d:a1:7b:d6:35:48"_s};

} // namespace

class TestSigningKeyDialog : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_keys = std::make_unique<FakeSigningKeys>();
        m_dialog = std::make_unique<ui::SigningKeyDialog>(m_theme, *m_keys, nullptr);
        m_dialog->show();
    }

    void asksForWhatIsNeeded()
    {
        QVERIFY(!go()->isEnabled());
        find<QLineEdit>("keyUser")->setText(u" ocid1.user.oc1..aaaa "_s);
        QVERIFY(!go()->isEnabled());
        find<QLineEdit>("keyTenancy")->setText(u"ocid1.tenancy.oc1..aaaa"_s);
        QVERIFY(go()->isEnabled());
        QCOMPARE(find<QLineEdit>("keyPassphrase")->echoMode(), QLineEdit::Password);
        find<QLineEdit>("keyPassphrase")->setText(u"pass"_s);
        go()->click();

        QCOMPARE(m_keys->asked.size(), 1U);
        const core::SigningKeyDetails &asked = m_keys->asked.front();
        QCOMPARE(asked.profile, u"GATEHOUSE"_s);
        QCOMPARE(asked.user, u"ocid1.user.oc1..aaaa"_s);
        QCOMPARE(asked.tenancy, u"ocid1.tenancy.oc1..aaaa"_s);
        QCOMPARE(asked.region, u"us-chicago-1"_s);
        QVERIFY(asked.passPhrase.equals("pass"));
        QVERIFY(!go()->isEnabled()); // one at a time
    }

    void showsWhatToUploadAndWritesOnConsentOnly_data()
    {
        QTest::addColumn<bool>("consent");

        QTest::newRow("no") << false;
        QTest::newRow("yes") << true;
    }

    void showsWhatToUploadAndWritesOnConsentOnly()
    {
        QFETCH(bool, consent);
        ask();
        m_keys->answer(key);

        QTRY_VERIFY(find<QPlainTextEdit>("keyPublic")->isVisible());
        QCOMPARE(find<QPlainTextEdit>("keyPublic")->toPlainText(), key.publicKey.trimmed());
        QCOMPARE(find<QLineEdit>("keyFingerprint")->text(), key.fingerprint);
        QVERIFY(find<QLabel>("keyFile")->text().contains(key.keyFile));
        QVERIFY(!find<QLineEdit>("keyUser")->isVisible());
        QVERIFY(find<QLineEdit>("keyPassphrase")->text().isEmpty());
        find<QToolButton>("keyCopy")->click();
        QCOMPARE(QGuiApplication::clipboard()->text(), key.publicKey.trimmed());

        QVERIFY(!find<QCheckBox>("keyConsent")->isChecked());
        find<QCheckBox>("keyConsent")->setChecked(consent);
        go()->click();
        QCOMPARE(m_keys->used, QList{consent});
        QVERIFY(!m_dialog->isVisible());
    }

    void aFailureIsSaidAndNothingIsLost()
    {
        ask();
        m_keys->answer(std::unexpected(core::Error{.code = core::ErrorCode::InvalidRequest,
                                                   .message = u"No tenancy."_s,
                                                   .param = u"tenancy"_s}));

        auto *problem = find<QLabel>("keyProblem");
        QTRY_VERIFY(problem->isVisible());
        QCOMPARE(problem->text(), u"No tenancy."_s);
        QCOMPARE(find<QLineEdit>("keyPassphrase")->text(), u"pass"_s);
        QCOMPARE(m_dialog->focusWidget(), find<QLineEdit>("keyTenancy"));

        go()->click();
        QVERIFY(!problem->isVisible());
        QCOMPARE(m_keys->asked.size(), 2U);
    }

    void whatStandsUnderTheNameDecides()
    {
        m_keys->standings = {{u"SESSION"_s, Standing::Taken},
                             {u"a]b"_s, Standing::Unfit},
                             {u"GATEHOUSE"_s, Standing::Key}};
        fill();
        for (const QString &name : {u"SESSION"_s, u"a]b"_s, QString()}) {
            find<QLineEdit>("keyProfile")->setText(name);
            QVERIFY(!go()->isEnabled());
            QCOMPARE(find<QLabel>("keyNameProblem")->isVisible(), !name.isEmpty());
        }
        find<QLineEdit>("keyProfile")->setText(u"GATEHOUSE"_s);
        QVERIFY(go()->isEnabled());
        go()->click();
        m_keys->answer(key);

        auto *consent = find<QCheckBox>("keyConsent");
        QTRY_VERIFY(consent->isVisible());
        QVERIFY2(consent->text().contains(u"Replace"_s), qPrintable(consent->text()));
        QVERIFY(!consent->isChecked());
    }

    void closingUsesNothing()
    {
        ask();
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        m_dialog.reset(); // before the key is there
        m_keys->answer(key);

        QVERIFY(m_keys->used.isEmpty());
    }

private:
    void fill()
    {
        find<QLineEdit>("keyUser")->setText(u"ocid1.user.oc1..aaaa"_s);
        find<QLineEdit>("keyTenancy")->setText(u"ocid1.tenancy.oc1..aaaa"_s);
        find<QLineEdit>("keyPassphrase")->setText(u"pass"_s);
    }

    void ask()
    {
        fill();
        go()->click();
    }

    template<typename T>
    T *find(const char *name) const
    {
        return m_dialog->findChild<T *>(QString::fromLatin1(name));
    }
    QPushButton *go() const { return find<QPushButton>("keyGo"); }

    ui::Theme m_theme;
    std::unique_ptr<FakeSigningKeys> m_keys;
    std::unique_ptr<ui::SigningKeyDialog> m_dialog;
};

QTEST_MAIN(TestSigningKeyDialog)
#include "tst_signingkeydialog.moc"
