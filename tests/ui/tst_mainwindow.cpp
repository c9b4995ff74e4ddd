// SPDX-License-Identifier: MIT
#include "ui/mainwindow.h"

#include "tests/ui/shots/scenes.h"
#include "ui/chat/textblock.h"
#include "ui/chat/turnview.h"
#include "ui/widgets/noticebar.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QCheckBox>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using Status = core::Turn::Status;

class TestMainWindow : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_stage = std::make_unique<shots::Stage>();
        m_stage->window.show();
        QVERIFY(QTest::qWaitForWindowActive(&m_stage->window));
    }

    void cleanup() { m_stage.reset(); }

    void aPromptIsAnsweredBitByBit()
    {
        ask(u"Why is the sky blue?"_s);

        QCOMPARE(m_stage->runner.sent, QStringList{u"Why is the sky blue?"_s});
        QVERIFY(find<QPlainTextEdit>(u"composer"_s)->toPlainText().isEmpty());
        QVERIFY(find<QAbstractButton>(u"stop"_s)->isVisible());
        m_stage->runner.say(u"Because of **Ray"_s);
        QTRY_VERIFY(shown().contains(u"Because of Ray"_s));
        m_stage->runner.say(u"leigh** scattering."_s);
        m_stage->runner.finish();
        QTRY_VERIFY(shown().contains(u"Because of Rayleigh scattering."_s));
        QVERIFY(find<QAbstractButton>(u"send"_s)->isVisible());
    }

    void aNewChatIsMadeForTheFirstMessageAndNamedAfterIt()
    {
        const auto before = m_stage->store.all.size();

        ask(u"Name three rivers"_s);

        QCOMPARE(m_stage->store.all.size(), before + 1);
        const core::Conversation &made = m_stage->store.all.last();
        QCOMPARE(made.title, u"Name three rivers"_s);
        QCOMPARE(made.connectionId, u"profile:DEFAULT"_s);
        QCOMPARE(m_stage->window.conversationId(), made.id);
        auto *list = find<QListView>(u"conversationList"_s);
        QCOMPARE(list->currentIndex().data().toString(), u"Name three rivers"_s);
    }

    void escapeStopsTheAnswer()
    {
        ask(u"Count to a thousand"_s);
        m_stage->runner.say(u"One, two"_s);

        QTest::keyClick(find<QPlainTextEdit>(u"composer"_s), Qt::Key_Escape);

        QCOMPARE(m_stage->runner.stops, 1);
        QTRY_VERIFY(!find<QAbstractButton>(u"stop"_s)->isVisible());
        QTRY_VERIFY(shown().contains(u"One, two"_s));
    }

    void aFailureIsSaidAndCanBeRetried()
    {
        ask(u"Hello"_s);
        m_stage->runner.fail({.code = core::ErrorCode::RateLimited,
                              .message = u"Slow down."_s,
                              .requestId = u"REQ-1"_s,
                              .upstreamStatus = 429});
        QTRY_VERIFY(labels().contains(u"Too many requests"_s));
        QVERIFY(labels().contains(u"opc-request-id: REQ-1"_s));

        auto *retry = find<QPushButton>(u"retry"_s);
        QVERIFY(retry && retry->isVisible());
        QTest::mouseClick(retry, Qt::LeftButton);
        QCOMPARE(m_stage->runner.retries, 1);
        m_stage->runner.say(u"Hi."_s);
        m_stage->runner.finish();

        QTRY_VERIFY(shown().contains(u"Hi."_s));
        QTRY_VERIFY(!labels().contains(u"Too many requests"_s));
        QCOMPARE(m_stage->runner.sent.size(), 1);
    }

    void reasoningIsFoldedAwayOnceTheAnswerBegins()
    {
        ask(u"Think"_s);
        m_stage->runner.say({}, u"Let me see."_s);
        QTRY_VERIFY(shown().contains(u"Let me see."_s));
        auto *toggle = find<QAbstractButton>(u"thinking"_s);
        QCOMPARE(toggle->text(), u"Thinking…"_s);

        m_stage->runner.say(u"Done."_s);
        QTRY_VERIFY(shown().contains(u"Done."_s));
        QVERIFY(!shown().contains(u"Let me see."_s));
        QVERIFY(toggle->text().startsWith(u"Thought for"_s));
        QTest::mouseClick(toggle, Qt::LeftButton);
        QVERIFY(shown().contains(u"Let me see."_s));
    }

    void draftsBelongToTheirConversation()
    {
        auto *composer = find<QPlainTextEdit>(u"composer"_s);
        m_stage->window.openConversation(u"c1"_s);
        composer->setPlainText(u"draft one"_s);
        m_stage->window.openConversation(u"c2"_s);
        QVERIFY(composer->toPlainText().isEmpty());
        m_stage->window.openConversation(u"c1"_s);

        QCOMPARE(composer->toPlainText(), u"draft one"_s);
    }

    void withoutAModelTheReasonIsSaid()
    {
        m_stage->connections.succeed({});
        find<QPlainTextEdit>(u"composer"_s)->setPlainText(u"x"_s);

        QVERIFY(!find<QAbstractButton>(u"send"_s)->isEnabled());
        QVERIFY(labels().contains(u"No model"_s, Qt::CaseInsensitive));
        QTest::keyClick(find<QPlainTextEdit>(u"composer"_s), Qt::Key_Return);
        QVERIFY(m_stage->runner.sent.isEmpty());
    }

    void aConnectionIsChosenByKeyboard()
    {
        QTest::mouseClick(find<QAbstractButton>(u"connectionPicker"_s), Qt::LeftButton);
        QWidget *popup = QApplication::activePopupWidget();
        QVERIFY(popup);
        auto *search = popup->findChild<QLineEdit *>();

        QTest::keyClicks(search, u"demo"_s);
        QTest::keyClick(search, Qt::Key_Return);

        QCOMPARE(m_stage->connections.selected, QStringList{u"demo"_s});
        QVERIFY(!QApplication::activePopupWidget());
        QVERIFY(!find<QAbstractButton>(u"send"_s)->isEnabled());
        m_stage->connections.succeed({{.id = u"demo.echo"_s, .capabilities = {u"CHAT"_s}}});
        QCOMPARE(find<QAbstractButton>(u"modelPicker"_s)->text(), u"demo.echo"_s);
        QVERIFY(find<QLabel>(u"connectionState"_s)->text().contains(u"simulated"_s));
    }

    void aModelIsChosenByKeyboardAndUsed()
    {
        QTest::keyClick(&m_stage->window, Qt::Key_L, Qt::ControlModifier);
        QWidget *popup = QApplication::activePopupWidget();
        QVERIFY(popup);
        auto *search = popup->findChild<QLineEdit *>();
        QTest::keyClicks(search, u"xai"_s);
        QTest::keyClick(search, Qt::Key_Down);
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(find<QAbstractButton>(u"modelPicker"_s)->text(), u"xai.grok-code-fast-1"_s);

        ask(u"Hi"_s);

        QCOMPARE(m_stage->store.all.last().model, u"xai.grok-code-fast-1"_s);
    }

    void aConversationTakesTheModelThatIsShown()
    {
        m_stage->window.openConversation(u"c1"_s);
        m_stage->connections.succeed({{.id = u"other"_s, .capabilities = {u"CHAT"_s}}});

        ask(u"Hi"_s);

        QCOMPARE(m_stage->store.conversation(u"c1"_s)->model, u"other"_s);
    }

    void aFailedConnectionSaysWhatToDo()
    {
        m_stage->connections.fail({.code = core::ErrorCode::Unauthorized,
                                   .message = u"Signature mismatch."_s,
                                   .upstreamStatus = 401});
        auto *bar = find<ui::NoticeBar>(u"noticeBar"_s);
        QVERIFY(bar->text().contains(u"Signature mismatch."_s));
        QVERIFY(bar->text().contains(u"clock"_s));

        for (auto *button : bar->findChildren<QPushButton *>())
            QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(m_stage->connections.refreshes, 1);
    }

    void anEndedSessionOffersToSignInAgain()
    {
        m_stage->signIn.sessionConnection = m_stage->connections.currentId;
        m_stage->connections.fail(
                {.code = core::ErrorCode::Unauthorized, .reason = u"session_expired"_s});
        auto *bar = find<ui::NoticeBar>(u"noticeBar"_s);
        auto *action = bar->findChild<QPushButton *>();
        QCOMPARE(action->text(), u"&Sign in again"_s);

        QTest::mouseClick(action, Qt::LeftButton);
        find<QPushButton>(u"signIn"_s)->click();

        QCOMPARE(m_stage->signIn.started, QList{m_stage->signIn.renewal});
        QCOMPARE(m_stage->connections.refreshes, 0);
    }

    void aSessionThatEndsInAChatOffersToSignInAgain()
    {
        m_stage->signIn.sessionConnection = m_stage->connections.currentId;
        auto *bar = find<ui::NoticeBar>(u"statusNotice"_s);
        ask(u"Hello"_s);
        m_stage->runner.fail({.code = core::ErrorCode::RateLimited, .message = u"Slow down."_s});
        QVERIFY(!bar->isVisible());
        ask(u"Hello again"_s);
        m_stage->runner.fail(
                {.code = core::ErrorCode::Unauthorized, .reason = u"session_expired"_s});
        QTRY_VERIFY(bar->isVisible());

        QTest::mouseClick(bar->findChild<QPushButton *>(), Qt::LeftButton);
        find<QPushButton>(u"signIn"_s)->click();
        QCOMPARE(m_stage->signIn.started, QList{m_stage->signIn.renewal});
        m_stage->signIn.become(core::SignIn::State::Done);

        QVERIFY(!bar->isVisible());
    }

    void signingInIsOfferedInPickerAndMenu()
    {
        const auto offers = [](const auto &list) {
            return std::ranges::count_if(list, [](const auto *each) {
                return each->text().contains("ign in with a browser"_L1);
            });
        };
        QCOMPARE(offers(m_stage->window.menu()->actions()), 1);
        QCOMPARE(offers(m_stage->window.findChildren<QPushButton *>()), 1);

        for (QAction *action : m_stage->window.menu()->actions()) {
            if (action->text().contains("browser"_L1))
                action->trigger();
        }
        find<QPushButton>(u"signIn"_s)->click();
        QCOMPARE(m_stage->signIn.started, QList{m_stage->signIn.suggestion()});
    }

    void aSigningKeyIsMadeFromTheMenu()
    {
        for (QAction *action : m_stage->window.menu()->actions()) {
            if (action->text().contains("signing"_L1))
                action->trigger();
        }
        find<QLineEdit>(u"keyUser"_s)->setText(u"ocid1.user.oc1..a"_s);
        find<QLineEdit>(u"keyTenancy"_s)->setText(u"ocid1.tenancy.oc1..a"_s);
        find<QPushButton>(u"keyGo"_s)->click();

        QCOMPARE(m_stage->signingKeys.asked.size(), 1U);
    }

    void aPassphraseIsAskedForAndHandedOn()
    {
        emit m_stage->connections.secretNeeded({.connectionId = u"profile:DEFAULT"_s,
                                                .prompt = u"Passphrase of key"_s,
                                                .canRemember = true});
        auto *field = find<QLineEdit>(u"passphrase"_s);
        QVERIFY(field);
        QCOMPARE(field->echoMode(), QLineEdit::Password);
        find<QCheckBox>(u"remember"_s)->setChecked(true);
        QTest::keyClicks(field, u"test only"_s);
        QTest::keyClick(field, Qt::Key_Return);

        QCOMPARE(m_stage->connections.providedSecret, "test only");
        QVERIFY(m_stage->connections.providedRemember);
    }

    void withoutAKeychainRememberingIsNotOffered()
    {
        emit m_stage->connections.secretNeeded(
                {.connectionId = u"x"_s, .prompt = u"Passphrase"_s, .canRemember = false});

        QVERIFY(!find<QCheckBox>(u"remember"_s));
        QVERIFY(find<QLabel>(u"thisRunOnly"_s));
        QTest::keyClick(find<QLineEdit>(u"passphrase"_s), Qt::Key_Escape);
        QCOMPARE(m_stage->connections.declined, QStringList{u"x"_s});
    }

    void theGatewaysAddressAndKeyAreCopied()
    {
        QTest::mouseClick(find<QAbstractButton>(u"gatewayState"_s), Qt::LeftButton);
        auto *key = find<QLineEdit>(u"gatewayKey"_s);
        QVERIFY(key && key->isVisible());
        QVERIFY(!key->text().contains(u"gh-test-key"_s));
        QVERIFY(!find<QLineEdit>(u"gatewayCurl"_s)->text().contains(u"gh-test-key"_s));

        QTest::mouseClick(find<QAbstractButton>(u"copyUrl"_s), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"http://127.0.0.1:8088/v1"_s);
        QTest::mouseClick(find<QAbstractButton>(u"copyKey"_s), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"gh-test-key-not-a-secret"_s);
        QTest::mouseClick(find<QAbstractButton>(u"revealKey"_s), Qt::LeftButton);
        QCOMPARE(key->text(), u"gh-test-key-not-a-secret"_s);
    }

    void theGatewaysFailureIsSaidAndItIsStartedAgain()
    {
        m_stage->gateway.why = u"Port 8088 is in use."_s;
        m_stage->gateway.change(core::GatewayControl::State::Failed);
        auto *state = find<QAbstractButton>(u"gatewayState"_s);
        QCOMPARE(state->text(), u"Gateway failed"_s);

        QTest::mouseClick(state, Qt::LeftButton);
        QCOMPARE(find<QLabel>(u"gatewayText"_s)->text(), u"Port 8088 is in use."_s);
        QTest::mouseClick(find<QAbstractButton>(u"gatewaySwitch"_s), Qt::LeftButton);

        QCOMPARE(m_stage->gateway.now, core::GatewayControl::State::Running);
        QCOMPARE(state->accessibleDescription(), u"Gateway on 127.0.0.1:8088"_s);
    }

    void whereThePortIsTakenAnotherIsOffered()
    {
        m_stage->gateway.why = u"127.0.0.1:8088 is in use by another program: node."_s;
        m_stage->gateway.change(core::GatewayControl::State::Failed);
        QTest::mouseClick(find<QAbstractButton>(u"gatewayState"_s), Qt::LeftButton);
        auto *other = find<QPushButton>(u"gatewayOtherPort"_s);
        QVERIFY(!other->isVisible()); // nothing is free
        m_stage->gateway.free = 8089;
        m_stage->gateway.change(core::GatewayControl::State::Failed);
        QVERIFY(other->isVisible());
        QVERIFY(other->text().contains(u"8089"_s));

        QTest::mouseClick(other, Qt::LeftButton);

        QVERIFY(!other->isVisible());
        QCOMPARE(find<QLineEdit>(u"gatewayUrl"_s)->text(), u"http://127.0.0.1:8089/v1"_s);
    }

    void deletingAsksFirst()
    {
        m_stage->window.openConversation(u"c1"_s);
        auto *list = find<QListView>(u"conversationList"_s);
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Delete);
        QVERIFY(m_stage->store.conversation(u"c1"_s));

        QTest::mouseClick(find<QPushButton>(u"confirmDelete"_s), Qt::LeftButton);

        QVERIFY(!m_stage->store.conversation(u"c1"_s));
        QVERIFY(m_stage->window.conversationId().isEmpty());
    }

    void renamingIsDoneInPlace()
    {
        m_stage->window.openConversation(u"c1"_s);
        QTest::keyClick(&m_stage->window, Qt::Key_F2);
        auto *list = find<QListView>(u"conversationList"_s);
        auto *editor = list->viewport()->findChild<QLineEdit *>();
        QVERIFY(editor);

        editor->selectAll();
        QTest::keyClicks(editor, u"Better name"_s);
        QTest::keyClick(editor, Qt::Key_Return);

        QTRY_COMPARE(m_stage->store.conversation(u"c1"_s)->title, u"Better name"_s);
    }

    void deltasOfAnotherConversationDoNotShow()
    {
        ask(u"Hello"_s);
        m_stage->window.openConversation(u"c1"_s);

        m_stage->runner.say(u"secret of the other chat"_s);
        QTest::qWait(40);

        QVERIFY(!shown().contains(u"secret"_s));
        QVERIFY(find<QAbstractButton>(u"send"_s)->isVisible());
    }

    void theNamesThatScriptsRelyOnAreThere_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"composer", "send", "stop", "transcript", "modelPicker",
                                 "connectionPicker", "conversationList", "gatewayState"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void theNamesThatScriptsRelyOnAreThere()
    {
        QFETCH(QString, name);
        auto *widget = find<QWidget>(name);
        QVERIFY(widget);
        QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(widget);
        QVERIFY(accessible);
        QCOMPARE(accessible->text(QAccessible::Name), name);
    }

    void answersAreReachableForAScreenReader()
    {
        ask(u"Hello"_s);
        m_stage->runner.say(u"Hi there"_s);
        m_stage->runner.finish();
        QTRY_VERIFY(shown().contains(u"Hi there"_s));

        QCOMPARE(find<QWidget>(u"transcript"_s)->findChildren<ui::TurnView *>().size(), 2);
        for (ui::TurnView *turn : m_stage->window.findChildren<ui::TurnView *>())
            QCOMPARE(QAccessible::queryAccessibleInterface(turn)->role(), QAccessible::ListItem);
        bool found = false;
        for (ui::TextBlock *block : m_stage->window.findChildren<ui::TextBlock *>())
            found |= QAccessible::queryAccessibleInterface(block)->text(QAccessible::Name) ==
                     u"Hi there"_s;
        QVERIFY(found);
    }

private:
    template<typename Widget>
    Widget *find(const QString &name)
    {
        return m_stage->window.findChild<Widget *>(name);
    }

    void ask(const QString &text)
    {
        auto *composer = find<QPlainTextEdit>(u"composer"_s);
        composer->setFocus();
        QTest::keyClicks(composer, text);
        QTest::keyClick(composer, Qt::Key_Return);
    }

    // Every text block of the transcript that can be seen.
    QString shown()
    {
        QStringList texts;
        for (const ui::TextBlock *block : m_stage->window.findChildren<ui::TextBlock *>()) {
            if (block->isVisible())
                texts += block->plainText();
        }
        return texts.join(u'\n');
    }

    QString labels()
    {
        QStringList texts;
        for (const QLabel *label : m_stage->window.findChildren<QLabel *>()) {
            if (label->isVisible())
                texts += label->text();
        }
        return texts.join(u'\n');
    }

    std::unique_ptr<shots::Stage> m_stage;
};

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
