// SPDX-License-Identifier: MIT
//
// API keys in the window, with the keyboard alone.

#include "ui/connections/apikeysdialog.h"

#include "tests/support/fakeapikeys.h"
#include "tests/support/fakeconnections.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTest>

using namespace Qt::StringLiterals;
using tests::FakeApiKeys;

namespace {

QDateTime inDays(int days)
{
    return QDateTime::currentDateTimeUtc().addDays(days).addSecs(600);
}

} // namespace

class TestApiKeysDialog : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_keys = std::make_shared<FakeApiKeys>();
        m_keys->all = {FakeApiKeys::key(u"ci"_s, {inDays(60), inDays(5)}),
                       FakeApiKeys::key(u"old"_s, {inDays(-2)})};
        m_connections = std::make_unique<tests::FakeConnections>();
        m_connections->all = {{.id = u"profile:DEFAULT"_s, .name = u"DEFAULT"_s},
                              {.id = u"bearer:ci"_s,
                               .kind = core::ConnectionInfo::Kind::BearerKey,
                               .name = u"ci"_s}};
        m_connections->currentId = u"profile:DEFAULT"_s;
        QApplication::clipboard()->clear();
    }

    void cleanup() { m_dialog.reset(); }

    void listsKeysAndWalksThemWithTheArrowKeys()
    {
        open();

        auto *table = m_dialog->findChild<QTableView *>(u"apiKeysTable"_s);
        QTRY_VERIFY(table->isVisible());
        QCOMPARE(table->model()->rowCount(), 3);
        QCOMPARE(table->currentIndex().row(), 0);
        table->setFocus();
        QTest::keyClick(table, Qt::Key_Down);
        QCOMPARE(table->currentIndex().row(), 1);
        QVERIFY(button(u"apiKeyRenew"_s)->isEnabled());
        // Tab leaves the table for the buttons.
        QTest::keyClick(table, Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), button(u"apiKeyNew"_s));
    }

    void waitsAndSaysWhenThereAreNoneOrWhyItFailed()
    {
        m_keys->silent = true;
        open();
        QCOMPARE(message(), u"Listing the keys…"_s);
        m_keys->pendingList.addResult(QList<core::ApiKey>());
        m_keys->pendingList.finish();
        QTRY_VERIFY(message().startsWith(u"There are no API keys"_s));
        QVERIFY(button(u"apiKeyNew"_s)->isEnabled());
        QVERIFY(!button(u"apiKeyRevoke"_s)->isEnabled());

        m_keys->silent = false;
        m_keys->error = core::Error{.message = u"It failed."_s, .advice = u"Do that."_s};
        m_dialog.reset();
        open();
        QTRY_COMPARE(message(), u"It failed.\n\nDo that."_s);
        m_keys->error.reset();
        press(u"apiKeyRefresh"_s, Qt::Key_F);
        QTRY_VERIFY(m_dialog->findChild<QTableView *>(u"apiKeysTable"_s)->isVisible());
    }

    void makesAKeyAndShowsItsSecretsOnce()
    {
        open();
        press(u"apiKeyNew"_s, Qt::Key_N);
        auto *name = child<QLineEdit>(u"apiKeyName"_s);
        QTRY_VERIFY(name->hasFocus());
        QVERIFY(!button(u"apiKeySubmit"_s)->isEnabled());
        QTest::keyClicks(name, u"  Build server "_s);
        auto *days = child<QSpinBox>(u"apiKeyDays"_s);
        QTest::keyClick(days, Qt::Key_Up);
        QTest::keyClick(days, Qt::Key_Return);

        QTRY_VERIFY(child<QLineEdit>(u"freshSecret"_s));
        QCOMPARE(m_keys->drafts.size(), 1);
        QCOMPARE(m_keys->drafts[0].name, u"Build server"_s);
        QCOMPARE(m_keys->drafts[0].secretNames, (QStringList{u"first"_s, u"second"_s}));
        QCOMPARE(QDateTime::currentDateTimeUtc().daysTo(m_keys->drafts[0].expires), 91);
        const auto fields = m_dialog->findChildren<QLineEdit *>(u"freshSecret"_s);
        QCOMPARE(fields.size(), 2);
        QCOMPARE(fields[0]->text(), u"sk-test-0f3a9c5e7b1d2846-first"_s);
        QVERIFY(fields[0]->isReadOnly());
        QVERIFY(child<QPlainTextEdit>(u"freshPolicy"_s)
                        ->toPlainText()
                        .contains(u"request.principal.type='generativeaiapikey'"_s));
        // The table has the new key, and not its value.
        const auto *model = m_dialog->findChild<QTableView *>(u"apiKeysTable"_s)->model();
        QCOMPARE(model->index(0, 0).data().toString(), u"Build server"_s);
    }

    void asksBeforeASecretIsLost()
    {
        makeOne();
        auto *fresh = freshDialog();
        QTest::keyClick(fresh, Qt::Key_Escape);
        QTRY_VERIFY(button(u"confirmClose"_s));
        QTest::keyClick(button(u"confirmClose"_s)->window(), Qt::Key_Escape);
        QTRY_VERIFY(!child<QPushButton>(u"confirmClose"_s));
        QVERIFY(fresh->isVisible());

        auto *field = child<QLineEdit>(u"freshSecret"_s);
        field->setFocus();
        QTest::keySequence(field, QKeySequence::SelectAll);
        QTest::keySequence(field, QKeySequence::Copy);
        QTest::keyClick(fresh, Qt::Key_Escape);

        QTRY_VERIFY(!child<QLineEdit>(u"freshSecret"_s));
        QCOMPARE(QApplication::clipboard()->text(), u"sk-test-0f3a9c5e7b1d2846-first"_s);
    }

    void keepsASecretAsAConnection()
    {
        makeOne();
        auto *name = child<QLineEdit>(u"freshConnectionName"_s);
        QCOMPARE(name->text(), u"Build server"_s);
        name->setText(u"ci"_s);
        QVERIFY(child<QLabel>(u"freshKeepNote"_s)->text().contains(u"replaces"_s));
        freshDialog()->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(freshDialog()));
        QTest::keyClick(freshDialog(), Qt::Key_K, Qt::AltModifier);

        QTRY_COMPARE(m_connections->added.size(), 1U);
        const core::BearerKeyDetails &added = m_connections->added[0];
        QCOMPARE(added.name, u"ci"_s);
        QCOMPARE(added.baseUrl, m_keys->base);
        QCOMPARE(added.key.reveal(), QByteArrayView("sk-test-0f3a9c5e7b1d2846-first"));
        QVERIFY(added.remember);
        QVERIFY(!added.isOfThisRun);
        QCOMPARE(added.expires, m_keys->drafts[0].expires);
        QVERIFY(!button(u"freshKeep"_s)->isEnabled());
    }

    void ofTheDemoItLastsForThisRun()
    {
        m_connections->all[0].kind = core::ConnectionInfo::Kind::Demo;
        makeOne();
        button(u"freshKeep"_s)->click();

        QVERIFY(!m_connections->added.at(0).remember);
        QVERIFY(m_connections->added.at(0).isOfThisRun);
    }

    void aFormThatFailsKeepsWhatWasEntered()
    {
        m_keys->error = core::Error{.message = u"The limit is reached."_s};
        open();
        press(u"apiKeyNew"_s, Qt::Key_N);
        auto *name = child<QLineEdit>(u"apiKeyName"_s);
        QTest::keyClicks(name, u"Build server"_s);
        QTest::keyClick(name, Qt::Key_Return);

        auto *problem = child<QLabel>(u"apiKeyProblem"_s);
        QTRY_COMPARE(problem->text(), u"The limit is reached."_s);
        QVERIFY(problem->isVisible());
        QCOMPARE(name->text(), u"Build server"_s);
        m_keys->error.reset();
        QTest::keyClick(button(u"apiKeySubmit"_s), Qt::Key_Return);
        QTRY_VERIFY(child<QLineEdit>(u"freshSecret"_s));
    }

    void renewsTheChosenSecret()
    {
        open();
        choose(1);
        press(u"apiKeyRenew"_s, Qt::Key_R);
        QTRY_VERIFY(button(u"apiKeySubmit"_s));
        QTest::keyClick(child<QSpinBox>(u"apiKeyDays"_s), Qt::Key_Return);

        QTRY_COMPARE(m_keys->asked, QStringList{u"renew ci/second"_s});
        QCOMPARE(QDateTime::currentDateTimeUtc().daysTo(m_keys->renewedUntil.at(0)), 90);
        QTRY_COMPARE(m_dialog->findChildren<QLineEdit *>(u"freshSecret"_s).size(), 1);
    }

    void revokesOnlyAfterAsking()
    {
        open();
        choose(0);
        press(u"apiKeyRevoke"_s, Qt::Key_V);
        QTRY_VERIFY(button(u"confirmApiKey"_s));
        QTest::keyClick(button(u"confirmApiKey"_s)->window(), Qt::Key_Return); // Cancel is first
        QTRY_VERIFY(!child<QPushButton>(u"confirmApiKey"_s));
        QVERIFY(m_keys->asked.isEmpty());

        press(u"apiKeyRevoke"_s, Qt::Key_V);
        QTRY_VERIFY(button(u"confirmApiKey"_s));
        QTest::keyClick(button(u"confirmApiKey"_s), Qt::Key_Space);

        QTRY_COMPARE(m_keys->asked.size(), 1);
        QVERIFY(m_keys->asked[0].startsWith(u"state ci/first"_s));
        const auto *table = m_dialog->findChild<QTableView *>(u"apiKeysTable"_s);
        QTRY_COMPARE(table->model()->index(0, 2).data().toString(), u"Revoked"_s);
        QVERIFY(!button(u"apiKeyRevoke"_s)->isEnabled());
        QVERIFY(button(u"apiKeyRenew"_s)->isEnabled());
    }

    void saysWhyAChangeFailedAndDeletes()
    {
        open();
        choose(2);
        press(u"apiKeyDelete"_s, Qt::Key_D);
        QTRY_VERIFY(button(u"confirmApiKey"_s));
        m_keys->error = core::Error{.message = u"Changed meanwhile."_s, .advice = u"Again."_s};
        QTest::keyClick(button(u"confirmApiKey"_s), Qt::Key_Space);
        QTRY_COMPARE(child<QLabel>(u"apiKeysProblem"_s)->text(), u"Changed meanwhile. Again."_s);

        m_keys->error.reset();
        press(u"apiKeyDelete"_s, Qt::Key_D);
        QTRY_VERIFY(button(u"confirmApiKey"_s));
        QTest::keyClick(button(u"confirmApiKey"_s), Qt::Key_Space);

        const auto *table = m_dialog->findChild<QTableView *>(u"apiKeysTable"_s);
        QTRY_COMPARE(table->model()->rowCount(), 2);
        QVERIFY(child<QLabel>(u"apiKeysProblem"_s)->isHidden());
    }

    void doesNotCloseOverASecretThatIsBeingMade()
    {
        m_keys->all.clear();
        open();
        m_keys->silent = true;
        press(u"apiKeyNew"_s, Qt::Key_N);
        QTest::keyClicks(child<QLineEdit>(u"apiKeyName"_s), u"a"_s);
        button(u"apiKeySubmit"_s)->click();
        QTest::keyClick(child<QLineEdit>(u"apiKeyName"_s)->window(), Qt::Key_Escape);
        QTRY_VERIFY(!child<QLineEdit>(u"apiKeyName"_s));

        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QVERIFY(m_dialog->isVisible());
        const core::ApiKey made = FakeApiKeys::key(u"a"_s, {inDays(90)});
        m_keys->pendingIssue.addResult(core::IssuedApiKey{
                made, {{u"first"_s, std::make_shared<const core::Secret>("sk-test-9"_ba)}}, {}});
        m_keys->pendingIssue.finish();

        QTRY_VERIFY(child<QLineEdit>(u"freshSecret"_s));
        QCOMPARE(child<QLineEdit>(u"freshSecret"_s)->text(), u"sk-test-9"_s);
    }

    void closingGivesUpTheList()
    {
        m_keys->silent = true;
        open();
        const auto list = m_keys->pendingList.future();
        QVERIFY(!list.isCanceled());

        m_dialog.reset();

        QVERIFY(list.isCanceled());
    }

private:
    void open()
    {
        m_dialog = std::make_unique<ui::ApiKeysDialog>(m_keys, u"DEFAULT in us-chicago-1"_s,
                                                       *m_connections, m_clock, m_theme, nullptr);
        m_dialog->show();
        QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
    }

    void makeOne()
    {
        open();
        press(u"apiKeyNew"_s, Qt::Key_N);
        auto *name = child<QLineEdit>(u"apiKeyName"_s);
        QTest::keyClicks(name, u"Build server"_s);
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_VERIFY(child<QLineEdit>(u"freshSecret"_s));
    }

    [[nodiscard]] QWidget *freshDialog() const
    {
        return child<QLineEdit>(u"freshSecret"_s)->window();
    }

    void choose(int row)
    {
        auto *table = m_dialog->findChild<QTableView *>(u"apiKeysTable"_s);
        QTRY_VERIFY(table->isVisible());
        for (int i = 0; i < row; ++i)
            QTest::keyClick(table, Qt::Key_Down);
        QCOMPARE(table->currentIndex().row(), row);
    }

    //! By its mnemonic.
    void press(const QString &name, Qt::Key key)
    {
        QTRY_VERIFY(button(name)->isEnabled());
        m_dialog->activateWindow(); // no window manager gives it back what a dialog above it had
        QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
        QSignalSpy clicked(button(name), &QPushButton::clicked);
        QTest::keyClick(m_dialog.get(), key, Qt::AltModifier);
        QTRY_COMPARE(clicked.count(), 1); // it is seen to go down first
    }

    template<typename Widget>
    [[nodiscard]] Widget *child(const QString &name) const
    {
        return m_dialog->findChild<Widget *>(name);
    }

    [[nodiscard]] QPushButton *button(const QString &name) const
    {
        return child<QPushButton>(name);
    }
    [[nodiscard]] QString message() const { return child<QLabel>(u"apiKeysMessage"_s)->text(); }

    ui::Theme m_theme;
    core::SystemClock m_clock;
    std::shared_ptr<FakeApiKeys> m_keys;
    std::unique_ptr<tests::FakeConnections> m_connections;
    std::unique_ptr<ui::ApiKeysDialog> m_dialog;
};

QTEST_MAIN(TestApiKeysDialog)
#include "tst_apikeysdialog.moc"
