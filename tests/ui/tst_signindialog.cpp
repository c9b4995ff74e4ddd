// SPDX-License-Identifier: MIT
#include "ui/connections/signindialog.h"

#include "tests/support/fakesignin.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;
using tests::FakeSignIn;

class TestSignInDialog : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_signIn = std::make_unique<FakeSignIn>();
        make(ui::SignInDialog::Purpose::First, m_signIn->suggestion());
    }

    void asksForWhatIsNeededAndConsentIsNotTakenForGranted()
    {
        QCOMPARE(field("signInProfile")->text(), u"WORK"_s);
        QVERIFY(!m_dialog->findChild<QCheckBox *>()->isChecked());

        field("signInProfile")->clear();
        QVERIFY(!go()->isEnabled());
        QTest::keyClicks(field("signInProfile"), u"MINE"_s);
        QTest::keyClicks(field("signInTenancy"), u"acme"_s);
        m_dialog->findChild<QComboBox *>()->setCurrentText(u"eu-frankfurt-1"_s);
        go()->click();

        QCOMPARE(m_signIn->started, (QList<core::SignInDetails>{{.profile = u"MINE"_s,
                                                                 .region = u"eu-frankfurt-1"_s,
                                                                 .tenancy = u"acme"_s}}));
    }

    void consentIsPassedOn()
    {
        m_dialog->findChild<QCheckBox *>()->setChecked(true);
        go()->click();

        QVERIFY(m_signIn->started.first().addToConfig);
    }

    void saysWhatItWaitsForAndClosesWhenDone()
    {
        go()->click();
        m_signIn->become(core::SignIn::State::Waiting);

        QVERIFY2(words().contains(u"your browser shows"_s), qPrintable(words()));
        QVERIFY(!field("signInProfile")->isVisible());
        QVERIFY(!go()->isVisible());
        QCOMPARE(field("signInAddress")->text(), u"https://login.example/?a=b%20c"_s);

        m_signIn->become(core::SignIn::State::Done);
        QVERIFY(!m_dialog->isVisible());
        QCOMPARE(m_signIn->cancelled, 0);
    }

    void withoutABrowserThePersonOpensTheAddress()
    {
        m_signIn->opened = false;
        go()->click();
        m_signIn->become(core::SignIn::State::Waiting);

        QVERIFY2(words().contains(u"Open this address"_s), qPrintable(words()));
        QVERIFY(field("signInAddress")->isVisible());
    }

    void thePageIsOpenedAgain()
    {
        go()->click();
        QVERIFY(!button("signInOpen")->isVisible());
        m_signIn->become(core::SignIn::State::Waiting);

        button("signInOpen")->click();

        QCOMPARE(m_signIn->opens, 1);
    }

    void whatStandsUnderTheNameDecides()
    {
        m_signIn->standings = {{u"WORK"_s, core::SignIn::Standing::Session},
                               {u"API"_s, core::SignIn::Standing::Taken},
                               {u"a]b"_s, core::SignIn::Standing::Unfit}};
        auto *consent = m_dialog->findChild<QCheckBox *>();
        auto *problem = m_dialog->findChild<QLabel *>(u"signInNameProblem"_s);
        auto *config = m_dialog->findChild<QLabel *>(u"signInConfig"_s);

        field("signInProfile")->setText(u"API"_s);
        QVERIFY(!go()->isEnabled());
        QVERIFY2(problem->isVisible() && problem->text().contains(u"another name"_s),
                 qPrintable(problem->text()));
        field("signInProfile")->setText(u"a]b"_s);
        QVERIFY(!go()->isEnabled());
        QVERIFY(problem->isVisible());
        field("signInProfile")->setText(u"NEW"_s);
        QVERIFY(go()->isEnabled());
        QVERIFY(!problem->isVisible());
        QVERIFY(consent->isVisible());

        field("signInProfile")->setText(u"WORK"_s);
        QVERIFY(!consent->isVisible());
        QVERIFY2(config->text().contains(u"replaced"_s), qPrintable(config->text()));
        go()->click();
        QVERIFY(m_signIn->started.first().addToConfig);
    }

    void aProfileSignsInAgain()
    {
        m_signIn->standings = {{u"WORK"_s, core::SignIn::Standing::Session}};
        make(ui::SignInDialog::Purpose::Again, m_signIn->renewal);

        QVERIFY(field("signInProfile")->isReadOnly());
        QTest::keyClick(m_dialog.get(), Qt::Key_Return);

        QCOMPARE(m_signIn->started, QList{m_signIn->renewal});
    }

    void aFailureIsSaidAndCanBeTriedAgain()
    {
        go()->click();
        m_signIn->error = {.message = u"Another program uses port 8181"_s};
        m_signIn->become(core::SignIn::State::Failed);

        auto *problem = m_dialog->findChild<QLabel *>(u"signInProblem"_s);
        QVERIFY(problem->isVisible());
        QCOMPARE(problem->text(), u"Another program uses port 8181"_s);
        QCOMPARE(go()->text(), u"&Try again"_s);
        QVERIFY(field("signInProfile")->isVisible());

        go()->click();
        QCOMPARE(m_signIn->started.size(), 2);
        QVERIFY(!problem->isVisible());
    }

    void closingEndsTheWait()
    {
        go()->click();
        m_signIn->become(core::SignIn::State::Waiting);

        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);

        QCOMPARE(m_signIn->cancelled, 1);
        QVERIFY(!m_dialog->isVisible());
    }

    void closingBeforeTheStartCancelsNothing()
    {
        m_dialog->reject();

        QCOMPARE(m_signIn->cancelled, 0);
    }

private:
    void make(ui::SignInDialog::Purpose purpose, const core::SignInDetails &details)
    {
        m_dialog =
                std::make_unique<ui::SignInDialog>(m_theme, *m_signIn, purpose, details, nullptr);
        m_dialog->show();
    }
    QLineEdit *field(const char *name) const
    {
        return m_dialog->findChild<QLineEdit *>(QString::fromLatin1(name));
    }
    QPushButton *button(const char *name) const
    {
        return m_dialog->findChild<QPushButton *>(QString::fromLatin1(name));
    }
    QPushButton *go() const { return button("signIn"); }
    QString words() const { return m_dialog->findChild<QLabel *>(u"signInWords"_s)->text(); }

    ui::Theme m_theme;
    std::unique_ptr<FakeSignIn> m_signIn;
    std::unique_ptr<ui::SignInDialog> m_dialog;
};

QTEST_MAIN(TestSignInDialog)
#include "tst_signindialog.moc"
