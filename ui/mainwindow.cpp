// SPDX-License-Identifier: MIT
#include "ui/mainwindow.h"

#include "ui/chat/chatpage.h"
#include "ui/chat/errortext.h"
#include "ui/chat/transcriptaccessible.h"
#include "ui/chat/transcriptview.h"
#include "ui/connections/apikeydesk.h"
#include "ui/connections/bearerkeydialog.h"
#include "ui/connections/connectionbar.h"
#include "ui/connections/connectionwords.h"
#include "ui/connections/secretprompter.h"
#include "ui/connections/signingkeydialog.h"
#include "ui/connections/signinoffers.h"
#include "ui/gatewaypanel/gatewaystate.h"
#include "ui/help.h"
#include "ui/keys/clientkeysdialog.h"
#include "ui/linkdialog.h"
#include "ui/sidebar/sidebar.h"
#include "ui/theme/metrics.h"
#include "ui/theme/theme.h"
#include "ui/widgets/noticebar.h"

#include <QApplication>
#include <QEvent>
#include <QLabel>
#include <QMenu>
#include <QShortcut>
#include <QSplitter>
#include <QStatusBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

// A window that was there before the application got its font keeps the old one.
Theme *makeTheme(QMainWindow &window)
{
    auto *theme = new Theme(&window);
    window.setFont(QApplication::font());
    return theme;
}

} // namespace

MainWindow::MainWindow(core::Connections &connections, core::ConversationStore &store,
                       core::ChatRunner &runner, core::GatewayControl &gateway, QWidget *parent)
    : QMainWindow(parent)
    , m_connections(connections)
    , m_store(store)
    , m_runner(runner)
    , m_gateway(gateway)
    , m_theme(makeTheme(*this))
    , m_menu(new QMenu(this))
    , m_splitter(new QSplitter(this))
    , m_sidebar(new Sidebar(store, m_clock, *m_theme, m_splitter))
{
    installTranscriptAccessibility();
    setObjectName(u"mainWindow"_s);
    setWindowTitle(tr("Gatehouse"));
    setWindowIcon(m_theme->icon(u"gatehouse"_s, Theme::Ink::Accent));
    setMinimumSize(metrics::leastWidth, metrics::leastHeight);
    resize(metrics::windowWidth, metrics::windowHeight);

    auto *main = new QWidget(m_splitter);
    main->setObjectName(u"mainArea"_s);
    main->setAttribute(Qt::WA_StyledBackground);
    m_bar = new ConnectionBar(m_connections, m_clock, *m_theme, main);
    m_problem = new NoticeBar(*m_theme, main);
    m_notice = new NoticeBar(*m_theme, main);
    m_notice->setObjectName(u"statusNotice"_s);
    m_apiKeys = new ApiKeyDesk(m_connections, m_clock, *m_theme, this);
    m_page = new ChatPage(store, runner, m_clock, *m_theme, main);
    m_page->setMaker([this] { return m_store.create(m_connections.current(), m_bar->model()); });
    auto *column = new QVBoxLayout(main);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_bar);
    column->addWidget(m_problem);
    column->addWidget(m_notice);
    column->addWidget(m_page, 1);

    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({metrics::sidebarWidth, metrics::windowWidth - metrics::sidebarWidth});
    m_sidebar->setMinimumWidth(200);
    main->setMinimumWidth(400);
    setCentralWidget(m_splitter);
    makeStatusBar();
    makeMenu();
    connectPorts();

    setStyleSheet(m_theme->styleSheet());
    connect(m_theme, &Theme::changed, this, [this] {
        setStyleSheet(m_theme->styleSheet());
        updateState();
    });
    updateState();
    m_page->focusComposer();
    m_built = true;
}

MainWindow::~MainWindow() = default;

void MainWindow::setColorScheme(Qt::ColorScheme scheme)
{
    m_theme->setScheme(scheme);
}

bool MainWindow::event(QEvent *event)
{
    // A change of the desktop's theme takes the application's font and palette back to its own.
    const bool reset =
            event->type() == QEvent::ThemeChange || event->type() == QEvent::ApplicationFontChange;
    if (reset && m_built)
        m_theme->restore();
    return QMainWindow::event(event);
}

void MainWindow::makeStatusBar()
{
    m_status = new QLabel(this);
    m_status->setObjectName(u"connectionState"_s);
    m_status->setProperty("role", u"muted"_s);
    m_status->setContentsMargins(10, 0, 0, 0);
    m_status->setFont(m_theme->smallFont());
    m_status->setTextFormat(Qt::PlainText);
    m_gatewayState = new GatewayState(m_gateway, *m_theme, [this] { return m_bar->model(); }, this);
    m_gatewayState->setFont(m_theme->smallFont());
    statusBar()->setSizeGripEnabled(false);
    statusBar()->addWidget(m_status, 1);
    statusBar()->addPermanentWidget(m_gatewayState);
}

void MainWindow::makeMenu()
{
    struct Entry {
        QString text;
        QKeySequence keys;
        std::function<void()> action;
        QAction **made = nullptr;
    };
    const QList<QList<Entry>> groups{
            {{tr("&New chat"), QKeySequence(u"Ctrl+N"_s), [this] { openConversation({}); }},
             {tr("&Rename chat"), QKeySequence(u"F2"_s), [this] { m_sidebar->renameCurrent(); }},
             {tr("&Delete chat…"), {}, [this] { m_sidebar->deleteCurrent(); }}},
            {{tr("&Stop answer"), {}, [this] { m_page->stop(); }},
             {tr("&Ask again"), QKeySequence(u"Ctrl+R"_s), [this] { m_page->retry(); }},
             {tr("Copy &last answer"), QKeySequence(u"Ctrl+Shift+Y"_s),
              [this] { m_page->copyLastAnswer(); }}},
            {{tr("Choose &connection…"), QKeySequence(u"Ctrl+Shift+P"_s),
              [this] { m_bar->openConnectionPicker(); }},
             {tr("Choose &model…"), QKeySequence(u"Ctrl+L"_s),
              [this] { m_bar->openModelPicker(); }},
             {tr("Refresh m&odels"), QKeySequence(u"F5"_s), [this] { m_connections.refresh(); }},
             {tr("Add &bearer key…"), {}, [this] { addBearerKey(); }, &m_addBearerKey},
             {tr("Re&move connection…"), {}, [this] { m_apiKeys->removeCurrent(); }},
             {tr("Generative &AI API keys…"), {}, [this] { m_apiKeys->openKeys(); }},
             {tr("&Gateway…"), QKeySequence(u"Ctrl+Shift+G"_s),
              [this] { m_gatewayState->openPopover(); }}},
            {{tr("Show or hide c&hats"), QKeySequence(u"F9"_s), [this] { toggleSidebar(); }},
             {tr("&Keyboard shortcuts"), QKeySequence(u"Ctrl+/"_s),
              [this] { showShortcuts(this); }},
             {tr("Abo&ut Gatehouse"), {}, [this] { showAbout(this); }}},
    };
    for (const QList<Entry> &group : groups) {
        for (const Entry &entry : group) {
            QAction *action = m_menu->addAction(entry.text);
            action->setShortcut(entry.keys);
            if (entry.made)
                *entry.made = action;
            connect(action, &QAction::triggered, this, entry.action);
            addAction(action); // so that the keys work with the menu closed
        }
        m_menu->addSeparator();
    }
    m_sidebar->menuButton()->setMenu(m_menu);

    addShortcut(Qt::Key_Escape, [this] { m_page->stop(); });
    addShortcut(Qt::Key_F10, [this] { m_sidebar->menuButton()->showMenu(); });
    addShortcut(QKeySequence(u"Ctrl+F"_s), [this] {
        m_sidebar->show();
        m_sidebar->focusFilter();
    });
    addShortcut(QKeySequence(u"Ctrl+Tab"_s), [this] { m_sidebar->step(1); });
    addShortcut(QKeySequence(u"Ctrl+Shift+Tab"_s), [this] { m_sidebar->step(-1); });
    addShortcut(QKeySequence(u"Ctrl+End"_s), [this] { m_page->transcript()->scrollToEnd(); });
    addShortcut(Qt::Key_F6, [this] { cycleFocus(1); });
    addShortcut(QKeySequence(u"Shift+F6"_s), [this] { cycleFocus(-1); });
}

void MainWindow::toggleSidebar()
{
    m_sidebar->setVisible(m_sidebar->isHidden());
}

void MainWindow::addShortcut(const QKeySequence &keys, const std::function<void()> &action)
{
    connect(new QShortcut(keys, this), &QShortcut::activated, this, action);
}

void MainWindow::connectPorts()
{
    connect(&m_connections, &core::Connections::connectionsChanged, this, &MainWindow::updateState);
    connect(&m_connections, &core::Connections::stateChanged, this, &MainWindow::updateState);
    connect(m_bar, &ConnectionBar::modelChanged, this, &MainWindow::updateState);
    connect(m_bar, &ConnectionBar::bearerKeyRequested, this, &MainWindow::addBearerKey);
    connect(m_apiKeys, &ApiKeyDesk::noticed, this, &MainWindow::showNotice);
    connect(m_bar, &ConnectionBar::apiKeysRequested, m_apiKeys, &ApiKeyDesk::openKeys);
    connect(m_bar, &ConnectionBar::sidebarToggled, this, &MainWindow::toggleSidebar);
    new SecretPrompter(m_connections, *m_theme, this);
    connect(&m_connections, &core::Connections::noticed, this, &MainWindow::showNotice);
    connect(m_problem, &NoticeBar::actionTriggered, this, [this] {
        if (m_signIn && m_signIn->wouldMend(m_connections.failure()))
            m_signIn->openAgain();
        else
            m_connections.refresh();
    });

    connect(m_sidebar, &Sidebar::conversationChosen, this, &MainWindow::openConversation);
    connect(m_sidebar, &Sidebar::newChatRequested, this, [this] { openConversation({}); });
    connect(m_page, &ChatPage::linkActivated, this, &MainWindow::confirmLink);
    connect(m_page, &ChatPage::aboutToSend, this, [this](const QString &id) {
        // What the window shows on top is what answers.
        const auto conversation = m_store.conversation(id);
        if (conversation && (conversation->connectionId != m_connections.current() ||
                             conversation->model != m_bar->model()))
            m_store.setTarget(id, m_connections.current(), m_bar->model());
        m_sidebar->setCurrent(id);
    });
    connect(&m_store, &core::ConversationStore::listChanged, this, [this] {
        const QString id = m_page->conversationId();
        if (!id.isEmpty() && !m_store.conversation(id)) {
            openConversation({});
            m_page->forgetDraft(id);
        }
    });
}

QString MainWindow::conversationId() const
{
    return m_page->conversationId();
}

void MainWindow::openConversation(const QString &id)
{
    m_page->open(id);
    m_sidebar->setCurrent(id);
    if (std::exchange(m_noticeIsOfChat, false))
        m_notice->hide();
    const auto conversation = m_store.conversation(id);
    const QString model = conversation ? conversation->model : QString();
    if (!m_bar->prefer(model) && !model.isEmpty() && !m_bar->model().isEmpty()) {
        m_notice->showNotice(NoticeBar::Kind::Note,
                             tr("This chat was held with %1, which this connection does not "
                                "offer. %2 answers from here on.")
                                     .arg(model, m_bar->model()));
        m_noticeIsOfChat = true;
    }
    m_page->focusComposer();
}

void MainWindow::updateState()
{
    const ConnectionWords words = describe(m_connections, m_clock.nowUtc());
    m_status->setText(words.state);
    m_bar->setWords(words);
    if (m_connections.state() == core::Connections::State::Failed) {
        const ErrorText text = describe(m_connections.failure());
        const QString all =
                text.advice.isEmpty() ? text.message : text.message + u' ' + text.advice;
        const bool isSession = m_signIn && m_signIn->wouldMend(m_connections.failure());
        m_problem->showNotice(NoticeBar::Kind::Problem, text.title + u". "_s + all,
                              isSession ? tr("&Sign in again") : tr("&Try again"));
    } else {
        m_problem->hide();
    }
    m_page->setObstacle(words.obstacle, words.obstacle.isEmpty()
                                                ? tr("Answers come from %1").arg(m_bar->model())
                                                : QString());
}

void MainWindow::showNotice(const QString &text)
{
    m_noticeIsOfChat = false;
    m_notice->showNotice(NoticeBar::Kind::Note, text);
}

void MainWindow::addBearerKey()
{
    auto *dialog = new BearerKeyDialog(*m_theme, m_connections.hasKeychain(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog] { m_connections.addBearerKey(dialog->takeDetails()); });
    dialog->open();
}

void MainWindow::addOffer(const QString &text, const QString &icon,
                          const std::function<void()> &open)
{
    m_bar->addOffer(text, icon, open);
    auto *action = new QAction(text, this);
    connect(action, &QAction::triggered, this, open);
    m_menu->insertAction(m_addBearerKey, action);
}

void MainWindow::offerSignIn(core::SignIn &signIn)
{
    m_signIn = new SignInOffers(signIn, m_connections, *m_theme, this);
    addOffer(tr("S&ign in with a browser…"), u"user"_s, [this] { m_signIn->open(); });
    m_signIn->watch(m_runner, *m_notice);
    updateState();
}

void MainWindow::offerSigningKeys(core::SigningKeys &keys)
{
    addOffer(tr("New API signing ke&y…"), u"key"_s, [this, &keys] {
        auto *dialog = new SigningKeyDialog(*m_theme, keys, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
}

void MainWindow::offerClientKeys(core::ClientKeys &keys)
{
    auto *action = new QAction(tr("Keys for &tools…"), this);
    connect(action, &QAction::triggered, this, [this, &keys] {
        auto *dialog = new ClientKeysDialog(keys, m_gateway, *m_theme, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    m_menu->insertAction(m_addBearerKey, action);
    addAction(action);
}

void MainWindow::confirmLink(const QString &target)
{
    auto *dialog = new LinkDialog(*m_theme, target, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::cycleFocus(int by)
{
    const std::array<QWidget *, 5> panes{findChild<QWidget *>(u"conversationList"_s),
                                         m_bar->focusTarget(), m_page->transcript(),
                                         findChild<QWidget *>(u"composer"_s), m_gatewayState};
    const int count = int(panes.size());
    const QWidget *focused = focusWidget();
    int at = 0;
    for (int i = 0; i < count; ++i) {
        if (panes[std::size_t(i)] == focused || panes[std::size_t(i)]->isAncestorOf(focused))
            at = i;
    }
    for (int i = 0; i < count; ++i) {
        at = (at + by + count) % count;
        if (panes[std::size_t(at)]->isVisible()) {
            panes[std::size_t(at)]->setFocus(Qt::ShortcutFocusReason);
            return;
        }
    }
}

} // namespace ui
