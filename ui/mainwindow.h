// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/chatrunner.h"
#include "core/ports/clientkeys.h"
#include "core/ports/clock.h"
#include "core/ports/connections.h"
#include "core/ports/conversationstore.h"
#include "core/ports/gatewaycontrol.h"
#include "core/ports/signin.h"
#include "core/ports/signingkeys.h"

#include <QMainWindow>

#include <functional>

class QLabel;
class QMenu;
class QSplitter;

namespace ui {

class ApiKeyDesk;
class ChatPage;
class ConnectionBar;
class GatewayState;
class NoticeBar;
class Sidebar;
class SignInOffers;
class Theme;

//! The window: conversations at the side, the pickers on top, the chat, the state at the bottom.
//!
//! Everything it shows and does goes through the ports, which outlive it. GUI thread only.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow(core::Connections &connections, core::ConversationStore &store,
               core::ChatRunner &runner, core::GatewayControl &gateway, QWidget *parent = nullptr);
    ~MainWindow() override;

    //! Unknown follows the system.
    void setColorScheme(Qt::ColorScheme scheme);
    //! The menu behind the ☰ button: add what belongs to the program around the window.
    [[nodiscard]] QMenu *menu() const { return m_menu; }
    //! Offers to sign in with a browser, and again where a session has ended; to be called once,
    //! with a port that outlives the window.
    void offerSignIn(core::SignIn &signIn);
    //! Offers to make API signing keys, once; the port outlives the window.
    void offerSigningKeys(core::SigningKeys &keys);
    //! Offers to make and revoke the keys of tools, once; the port outlives the window.
    void offerClientKeys(core::ClientKeys &keys);
    //! Opens a conversation; with an empty id, a new chat.
    void openConversation(const QString &id);
    [[nodiscard]] QString conversationId() const;
    //! A line across the window.
    void showNotice(const QString &text);

protected:
    bool event(QEvent *event) override;

private:
    void makeMenu();
    void makeStatusBar();
    void connectPorts();
    void addShortcut(const QKeySequence &keys, const std::function<void()> &action);
    void updateState();
    void toggleSidebar();
    void addBearerKey();
    void addOffer(const QString &text, const QString &icon, const std::function<void()> &open);
    void confirmLink(const QString &target);
    void cycleFocus(int by);

    bool m_built = false; //!< events come while the constructor runs, too
    core::SystemClock m_clock;
    core::Connections &m_connections;
    core::ConversationStore &m_store;
    core::ChatRunner &m_runner;
    core::GatewayControl &m_gateway;
    Theme *m_theme;
    QMenu *m_menu;
    QAction *m_addBearerKey = nullptr; //!< in the menu
    QSplitter *m_splitter;
    Sidebar *m_sidebar;
    ConnectionBar *m_bar;
    NoticeBar *m_problem;
    NoticeBar *m_notice;
    ApiKeyDesk *m_apiKeys;
    ChatPage *m_page;
    QLabel *m_status = nullptr;
    GatewayState *m_gatewayState = nullptr;
    SignInOffers *m_signIn = nullptr; //!< null where it is not offered
    bool m_noticeIsOfChat = false;    //!< and goes when another chat is opened
};

} // namespace ui
