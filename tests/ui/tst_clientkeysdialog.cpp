// SPDX-License-Identifier: MIT
#include "ui/keys/clientkeysdialog.h"

#include "tests/support/fakeclientkeys.h"
#include "tests/support/fakegatewaycontrol.h"
#include "ui/theme/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTableWidget>
#include <QTest>

using namespace Qt::StringLiterals;
using tests::FakeClientKeys;

class TestClientKeysDialog : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_keys = std::make_unique<FakeClientKeys>();
        m_keys->all = {{.id = u"a"_s,
                        .name = u"Old"_s,
                        .shown = u"gh-Aaaa…"_s,
                        .revoked = QDateTime::currentDateTimeUtc()},
                       {.id = u"b"_s,
                        .name = u"Zed"_s,
                        .shown = u"gh-Bbbb…"_s,
                        .models = {u"meta.*"_s},
                        .requestsPerMinute = 60}};
    }
    void cleanup() { m_dialog.reset(); }

    void listsGoodKeysFirst()
    {
        open();

        QCOMPARE(table()->rowCount(), 2);
        QCOMPARE(table()->item(0, 0)->text(), u"Zed"_s);
        QCOMPARE(table()->item(0, 2)->text(), u"meta.*"_s);
        QVERIFY(table()->item(0, 3)->text().contains(u"60 requests/min"_s));
        QCOMPARE(table()->item(0, 4)->text(), u"never"_s);
        QVERIFY(table()->item(1, 4)->text().startsWith(u"revoked"_s));
        QVERIFY(button(u"clientKeyRevoke"_s)->isEnabled());
        table()->setCurrentCell(1, 0);
        QVERIFY(!button(u"clientKeyRevoke"_s)->isEnabled());
        QVERIFY(!button(u"clientKeyCopy"_s)->isEnabled());
    }

    void saysThatThereAreNone()
    {
        m_keys->all.clear();
        open();

        QVERIFY(m_dialog->findChild<QLabel *>(u"clientKeysMessage"_s)->isVisible());
        QVERIFY(button(u"clientKeyNew"_s)->isEnabled());
        QVERIFY(!button(u"clientKeyRevoke"_s)->isEnabled());
    }

    void saysWhyTheyCannotBeRead()
    {
        m_keys->why = u"The list was written by a newer version."_s;
        open();

        QCOMPARE(m_dialog->findChild<QLabel *>(u"clientKeysMessage"_s)->text(), m_keys->why);
        QVERIFY(!button(u"clientKeyNew"_s)->isEnabled());
    }

    void makesAKeyWithTheKeyboardAloneAndShowsItOnce()
    {
        open();
        button(u"clientKeyNew"_s)->setFocus();
        QTest::keyClick(button(u"clientKeyNew"_s), Qt::Key_Space);
        auto *form = child<QDialog>(u"clientKeyForm"_s);
        QVERIFY(!form->findChild<QPushButton *>(u"clientKeyMake"_s)->isEnabled());
        QTest::keyClicks(form->findChild<QLineEdit *>(u"clientKeyName"_s), u"Cline"_s);
        QTest::keyClicks(form->findChild<QLineEdit *>(u"clientKeyModels"_s), u"meta.*, xai.*,"_s);
        form->findChild<QSpinBox *>(u"clientKeyRequests"_s)->setValue(30);
        QTest::keyClicks(form->findChild<QLineEdit *>(u"clientKeyTokens"_s), u"2,000,000 x"_s);
        QTest::keyClick(form->findChild<QLineEdit *>(u"clientKeyName"_s), Qt::Key_Return);

        QCOMPARE(m_keys->wishes.size(), 1);
        QCOMPARE(m_keys->wishes.first(),
                 (core::ClientKeys::Wish{.name = u"Cline"_s,
                                         .models = {u"meta.*"_s, u"xai.*"_s},
                                         .requestsPerMinute = 30,
                                         .tokensPerDay = 2'000'000}));
        auto *fresh = child<QDialog>(u"freshClientKey"_s);
        const QString key = QString::fromUtf8(m_keys->secret->reveal());
        QCOMPARE(fresh->findChild<QLineEdit *>(u"freshClientSecret"_s)->text(), key);
        QVERIFY(fresh->findChild<QLineEdit *>(u"freshClientEnvironment"_s)
                        ->text()
                        .contains(u"OPENAI_API_KEY="_s + key));
        fresh->findChild<QAbstractButton *>(u"freshClientSecretCopy"_s)->click();
        QCOMPARE(QGuiApplication::clipboard()->text(), key);
        QCOMPARE(table()->rowCount(), 3);
    }

    void aFailureStaysInTheForm()
    {
        m_keys->failure = core::Error{.message = u"There is a key named 'Zed' already"_s};
        open();
        button(u"clientKeyNew"_s)->click();
        auto *form = child<QDialog>(u"clientKeyForm"_s);
        form->findChild<QLineEdit *>(u"clientKeyName"_s)->setText(u"Zed"_s);
        form->findChild<QPushButton *>(u"clientKeyMake"_s)->click();

        QVERIFY(form->isVisible());
        QCOMPARE(form->findChild<QLabel *>(u"clientKeyProblem"_s)->text(),
                 m_keys->failure->message);
    }

    void revokesOnlyAfterAQuestion()
    {
        open();
        button(u"clientKeyRevoke"_s)->click();
        QVERIFY(!m_keys->all[1].isRevoked());

        m_dialog->findChild<QPushButton *>(u"confirmClientKey"_s)->click();

        QVERIFY(m_keys->all[1].isRevoked());
        QVERIFY(!button(u"clientKeyRevoke"_s)->isEnabled());
    }

    void copiesAKeyThatTheKeychainHas()
    {
        open();
        button(u"clientKeyCopy"_s)->click();
        auto *note = m_dialog->findChild<QLabel *>(u"clientKeysNote"_s);
        QTRY_VERIFY(note->isVisible());
        QCOMPARE(QGuiApplication::clipboard()->text(), QString::fromUtf8(m_keys->secret->reveal()));

        m_keys->keychain = false;
        button(u"clientKeyCopy"_s)->click();

        auto *problem = m_dialog->findChild<QLabel *>(u"clientKeysProblem"_s);
        QTRY_VERIFY(problem->isVisible());
        QVERIFY(problem->text().contains(u"Zed"_s));
        QVERIFY(!note->isVisible());
    }

private:
    void open()
    {
        m_dialog = std::make_unique<ui::ClientKeysDialog>(*m_keys, m_gateway, m_theme, nullptr);
        m_dialog->show();
    }
    QPushButton *button(const QString &name) const
    {
        return m_dialog->findChild<QPushButton *>(name);
    }
    QTableWidget *table() const { return m_dialog->findChild<QTableWidget *>(); }
    template<typename T>
    T *child(const QString &name) const
    {
        auto *found = m_dialog->findChild<T *>(name);
        return found && found->isVisible() ? found : nullptr;
    }

    std::unique_ptr<FakeClientKeys> m_keys;
    tests::FakeGatewayControl m_gateway;
    ui::Theme m_theme;
    std::unique_ptr<ui::ClientKeysDialog> m_dialog;
};

QTEST_MAIN(TestClientKeysDialog)
#include "tst_clientkeysdialog.moc"
