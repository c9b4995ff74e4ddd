// SPDX-License-Identifier: MIT
#include "ui/mainwindow.h"

#include "ui/chat/chatpage.h"
#include "ui/chat/errortext.h"
#include "ui/chat/transcriptaccessible.h"
#include "ui/chat/transcriptview.h"
#include "ui/connections/bearerkeydialog.h"
#include "ui/connections/modelrows.h"
#include "ui/connections/passphrasedialog.h"
#include "ui/gatewaypanel/gatewaystate.h"
#include "ui/linkdialog.h"
#include "ui/sidebar/sidebar.h"
#include "ui/theme/metrics.h"
#include "ui/theme/theme.h"
#include "ui/widgets/noticebar.h"
#include "ui/widgets/pickerbutton.h"
#include "ui/widgets/pickerpopup.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QShortcut>
#include <QSplitter>
#include <QStatusBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;
using ConnectionState = core::Connections::State;

namespace ui {

namespace {

constexpr int widestConnection = 300;
constexpr int widestModel = 420;

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
    auto *bar = new QWidget(main);
    m_problem = new NoticeBar(*m_theme, main);
    m_notice = new NoticeBar(*m_theme, main);
    m_notice->setObjectName(u"statusNotice"_s);
    m_page = new ChatPage(store, runner, m_clock, *m_theme, main);
    m_page->setMaker([this] { return m_store.create(m_connections.current(), m_model); });
    makeTopBar(bar);
    auto *column = new QVBoxLayout(main);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(bar);
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
    updateConnections();
    updateModels();
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

void MainWindow::makeTopBar(QWidget *bar)
{
    bar->setObjectName(u"topBar"_s);
    bar->setAttribute(Qt::WA_StyledBackground);
    bar->setFixedHeight(metrics::barHeight);

    m_sidebarToggle = new QToolButton(bar);
    m_sidebarToggle->setIcon(m_theme->icon(u"sidebar"_s, Theme::Ink::Muted));
    m_sidebarToggle->setIconSize({metrics::iconSize, metrics::iconSize});
    m_sidebarToggle->setAccessibleName(tr("Show or hide chats"));
    m_sidebarToggle->setToolTip(tr("Show or hide chats (F9)"));
    m_sidebarToggle->setFocusPolicy(Qt::StrongFocus);
    connect(m_sidebarToggle, &QToolButton::clicked, this,
            [this] { m_sidebar->setVisible(m_sidebar->isHidden()); });

    m_connectionPicker = new PickerButton(*m_theme, u"cloud"_s, widestConnection, bar);
    m_connectionPicker->setObjectName(u"connectionPicker"_s);
    m_connectionPicker->setAccessibleName(u"connectionPicker"_s);
    m_modelPicker = new PickerButton(*m_theme, u"gatehouse"_s, widestModel, bar);
    m_modelPicker->setObjectName(u"modelPicker"_s);
    m_modelPicker->setAccessibleName(u"modelPicker"_s);
    m_refresh = new QToolButton(bar);
    m_refresh->setObjectName(u"refresh"_s);
    m_refresh->setIcon(m_theme->icon(u"refresh"_s, Theme::Ink::Muted));
    m_refresh->setIconSize({metrics::iconSize, metrics::iconSize});
    m_refresh->setAccessibleName(tr("Refresh models"));
    m_refresh->setToolTip(tr("List the models again (F5)"));
    m_refresh->setFocusPolicy(Qt::StrongFocus);

    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(10, 0, 12, 0);
    row->setSpacing(metrics::gap);
    row->addWidget(m_sidebarToggle);
    row->addWidget(m_connectionPicker);
    row->addWidget(m_modelPicker);
    row->addWidget(m_refresh);
    row->addStretch(1);

    m_connectionPopup = new PickerPopup(*m_theme, tr("Search connections"), this);
    m_connectionPopup->setEmptyNote(tr("No connections yet."));
    m_connectionPopup->addFooterButton(tr("&Add bearer key…"), m_theme->icon(u"key"_s),
                                       [this] { addBearerKey(); });
    m_modelPopup = new PickerPopup(*m_theme, tr("Search models"), this);
    connect(m_connectionPicker, &QAbstractButton::clicked, this, &MainWindow::openConnectionPicker);
    connect(m_modelPicker, &QAbstractButton::clicked, this, &MainWindow::openModelPicker);
    connect(m_connectionPopup, &PickerPopup::chosen, this,
            [this](const QString &id) { m_connections.select(id); });
    connect(m_modelPopup, &PickerPopup::chosen, this, &MainWindow::chooseModel);
    connect(m_refresh, &QToolButton::clicked, this, [this] { m_connections.refresh(); });
}

void MainWindow::makeStatusBar()
{
    m_status = new QLabel(this);
    m_status->setObjectName(u"connectionState"_s);
    m_status->setProperty("role", u"muted"_s);
    m_status->setContentsMargins(10, 0, 0, 0);
    m_status->setFont(m_theme->smallFont());
    m_status->setTextFormat(Qt::PlainText);
    m_gatewayState = new GatewayState(m_gateway, *m_theme, [this] { return m_model; }, this);
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
              [this] { openConnectionPicker(); }},
             {tr("Choose &model…"), QKeySequence(u"Ctrl+L"_s), [this] { openModelPicker(); }},
             {tr("Refresh m&odels"), QKeySequence(u"F5"_s), [this] { m_connections.refresh(); }},
             {tr("Add &bearer key…"), {}, [this] { addBearerKey(); }},
             {tr("&Gateway…"), QKeySequence(u"Ctrl+Shift+G"_s),
              [this] { m_gatewayState->openPopover(); }}},
            {{tr("Show or hide c&hats"), QKeySequence(u"F9"_s),
              [this] { m_sidebar->setVisible(m_sidebar->isHidden()); }},
             {tr("&Keyboard shortcuts"), QKeySequence(u"Ctrl+/"_s), [this] { showShortcuts(); }},
             {tr("Abo&ut Gatehouse"), {}, [this] { showAbout(); }}},
    };
    for (const QList<Entry> &group : groups) {
        for (const Entry &entry : group) {
            QAction *action = m_menu->addAction(entry.text);
            action->setShortcut(entry.keys);
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

void MainWindow::addShortcut(const QKeySequence &keys, const std::function<void()> &action)
{
    connect(new QShortcut(keys, this), &QShortcut::activated, this, action);
}

void MainWindow::connectPorts()
{
    connect(&m_connections, &core::Connections::connectionsChanged, this,
            &MainWindow::updateConnections);
    connect(&m_connections, &core::Connections::stateChanged, this, &MainWindow::updateState);
    connect(&m_connections, &core::Connections::modelsChanged, this, &MainWindow::updateModels);
    connect(&m_connections, &core::Connections::secretNeeded, this, &MainWindow::askForSecret);
    connect(&m_connections, &core::Connections::noticed, this, &MainWindow::showNotice);
    connect(m_problem, &NoticeBar::actionTriggered, this, [this] { m_connections.refresh(); });

    connect(m_sidebar, &Sidebar::conversationChosen, this, &MainWindow::openConversation);
    connect(m_sidebar, &Sidebar::newChatRequested, this, [this] { openConversation({}); });
    connect(m_page, &ChatPage::linkActivated, this, &MainWindow::confirmLink);
    connect(m_page, &ChatPage::aboutToSend, this, [this](const QString &id) {
        // What the window shows on top is what answers.
        const auto conversation = m_store.conversation(id);
        if (conversation && (conversation->connectionId != m_connections.current() ||
                             conversation->model != m_model))
            m_store.setTarget(id, m_connections.current(), m_model);
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
    if (const auto conversation = m_store.conversation(id);
        conversation && !conversation->model.isEmpty() && conversation->model != m_model) {
        const auto models = m_connections.models();
        if (std::ranges::contains(models, conversation->model, &core::ModelInfo::id))
            chooseModel(conversation->model);
        else if (!m_model.isEmpty()) {
            m_notice->showNotice(NoticeBar::Kind::Note,
                                 tr("This chat was held with %1, which this connection does not "
                                    "offer. %2 answers from here on.")
                                         .arg(conversation->model, m_model));
            m_noticeIsOfChat = true;
        }
    }
    m_page->focusComposer();
}

core::ConnectionInfo MainWindow::currentConnection() const
{
    const auto all = m_connections.connections();
    const auto at = std::ranges::find(all, m_connections.current(), &core::ConnectionInfo::id);
    return at == all.end() ? core::ConnectionInfo{} : *at;
}

void MainWindow::updateConnections()
{
    m_connectionPopup->setRows(connectionRows(m_connections.connections()),
                               m_connections.current());
    updateState();
}

void MainWindow::updateModels()
{
    const QList<core::ModelInfo> models = m_connections.models();
    if (!std::ranges::contains(models, m_model, &core::ModelInfo::id)) {
        const auto conversation = m_store.conversation(m_page->conversationId());
        const QString wanted = conversation ? conversation->model : QString();
        if (std::ranges::contains(models, wanted, &core::ModelInfo::id))
            m_model = wanted;
        else
            m_model = models.isEmpty() ? QString() : models.first().id;
    }
    chooseModel(m_model);
}

void MainWindow::chooseModel(const QString &model)
{
    m_model = model;
    const QList<core::ModelInfo> models = m_connections.models();
    m_modelPopup->setRows(modelRows(models, m_clock.nowUtc().date()), m_model);
    const auto at = std::ranges::find(models, m_model, &core::ModelInfo::id);
    const QString context = at == models.end() ? QString() : shortTokenCount(at->contextLength);
    m_modelPicker->setContent(m_model.isEmpty() ? tr("No model") : m_model, context);
    m_modelPicker->setToolTip(m_model.isEmpty() ? tr("Choose a model (Ctrl+L)")
                                                : m_model + u'\n' + tr("Choose a model (Ctrl+L)"));
    m_modelPicker->setAccessibleDescription(m_model.isEmpty() ? tr("No model chosen")
                                                              : tr("Model: %1").arg(m_model));
    updateState();
}

QString MainWindow::obstacle() const
{
    switch (m_connections.state()) {
    case ConnectionState::None:
        return tr("Choose a connection above, or look around with the demo.");
    case ConnectionState::Connecting:
        return tr("Connecting…");
    case ConnectionState::NeedsSecret:
        return tr("The key of this connection is locked: its passphrase is needed.");
    case ConnectionState::Failed:
        return tr("This connection does not work yet; see the note above.");
    case ConnectionState::Ready:
        break;
    }
    if (m_connections.models().isEmpty())
        return tr("No model that can chat was found here. The region may offer none, or a policy "
                  "for generative-ai-family is missing in this compartment.");
    return m_model.isEmpty() ? tr("Choose a model above.") : QString();
}

void MainWindow::updateState()
{
    const core::ConnectionInfo connection = currentConnection();
    const ConnectionState state = m_connections.state();
    const bool demo =
            connection.kind == core::ConnectionInfo::Kind::Demo && !connection.id.isEmpty();
    const QString where = demo ? tr("simulated") : connection.region;
    QColor dot = m_theme->colors().outline;
    QString words = tr("Not connected");
    switch (state) {
    case ConnectionState::None:
        break;
    case ConnectionState::Connecting:
        dot = m_theme->colors().warning;
        words = tr("Connecting to %1…").arg(connection.name);
        break;
    case ConnectionState::NeedsSecret:
        dot = m_theme->colors().warning;
        words = tr("%1 is locked").arg(connection.name);
        break;
    case ConnectionState::Ready:
        dot = m_theme->colors().good;
        words = demo ? tr("Demo: answers are simulated, nothing leaves this computer")
                     : tr("Connected to %1").arg(connection.name) +
                                (where.isEmpty() ? QString() : u" · "_s + where);
        if (const qsizetype count = m_connections.models().size(); count > 0)
            words += u" · "_s + (count == 1 ? tr("1 model") : tr("%1 models").arg(count));
        break;
    case ConnectionState::Failed:
        dot = m_theme->colors().danger;
        words = tr("%1 cannot be used").arg(connection.name);
        break;
    }
    m_status->setText(words);
    m_connectionPicker->setContent(
            connection.name.isEmpty() ? tr("No connection") : connection.name, where, dot);
    m_connectionPicker->setToolTip((connection.detail.isEmpty() ? words : connection.detail) +
                                   u'\n' + tr("Choose a connection (Ctrl+Shift+P)"));
    m_connectionPicker->setAccessibleDescription(words);
    m_refresh->setEnabled(state != ConnectionState::None && state != ConnectionState::Connecting);

    if (state == ConnectionState::Failed) {
        const ErrorText text = describe(m_connections.failure());
        const QString all =
                text.advice.isEmpty() ? text.message : text.message + u' ' + text.advice;
        m_problem->showNotice(NoticeBar::Kind::Problem, text.title + u". "_s + all,
                              tr("&Try again"));
    } else {
        m_problem->hide();
    }
    const QString reason = obstacle();
    m_modelPopup->setEmptyNote(reason.isEmpty() ? tr("No models.") : reason);
    m_page->setObstacle(reason,
                        reason.isEmpty() ? tr("Answers come from %1").arg(m_model) : QString());
}

void MainWindow::openConnectionPicker()
{
    m_connectionPopup->setRows(connectionRows(m_connections.connections()),
                               m_connections.current());
    m_connectionPopup->openBelow(m_connectionPicker);
}

void MainWindow::openModelPicker()
{
    m_modelPopup->openBelow(m_modelPicker);
}

void MainWindow::showNotice(const QString &text)
{
    m_noticeIsOfChat = false;
    m_notice->showNotice(NoticeBar::Kind::Note, text);
}

void MainWindow::askForSecret(const core::SecretRequest &request)
{
    m_secretRequests.enqueue(request);
    if (!m_passphrase)
        askNextSecret();
}

void MainWindow::askNextSecret()
{
    if (m_secretRequests.isEmpty())
        return;
    auto *dialog = new PassphraseDialog(*m_theme, m_secretRequests.dequeue(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    m_passphrase = dialog;
    connect(dialog, &QDialog::finished, this, [this, dialog](int result) {
        m_passphrase = nullptr; // a wrong passphrase may be asked for again at once
        const QString id = dialog->connectionId();
        if (result == QDialog::Accepted)
            m_connections.provideSecret(id, dialog->takePassphrase(), dialog->remember());
        else
            m_connections.declineSecret(id);
        if (!m_passphrase)
            askNextSecret();
    });
    dialog->open();
}

void MainWindow::addBearerKey()
{
    auto *dialog = new BearerKeyDialog(*m_theme, m_connections.hasKeychain(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog] { m_connections.addBearerKey(dialog->takeDetails()); });
    dialog->open();
}

void MainWindow::confirmLink(const QString &target)
{
    auto *dialog = new LinkDialog(*m_theme, target, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::showShortcuts()
{
    const std::array<std::pair<QString, QString>, 16> keys{{
            {u"Enter"_s, tr("Send")},
            {u"Shift+Enter"_s, tr("New line")},
            {u"Esc"_s, tr("Stop the answer")},
            {u"Ctrl+N"_s, tr("New chat")},
            {u"F2"_s, tr("Rename chat")},
            {u"Ctrl+F"_s, tr("Filter chats")},
            {u"Ctrl+Tab"_s, tr("Next chat")},
            {u"Ctrl+L"_s, tr("Choose model")},
            {u"Ctrl+Shift+P"_s, tr("Choose connection")},
            {u"F5"_s, tr("Refresh models")},
            {u"Ctrl+R"_s, tr("Ask again")},
            {u"Ctrl+Shift+Y"_s, tr("Copy last answer")},
            {u"Ctrl+Shift+G"_s, tr("Gateway")},
            {u"Ctrl+End"_s, tr("Jump to latest")},
            {u"F6"_s, tr("Next pane")},
            {u"F9"_s, tr("Show or hide chats")},
    }};
    QString rows;
    for (const auto &[key, meaning] : keys)
        rows += u"<tr><td style='padding:3px 24px 3px 0'><b>%1</b></td><td>%2</td></tr>"_s.arg(
                key, meaning.toHtmlEscaped());
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("Keyboard shortcuts"),
                                u"<table>%1</table>"_s.arg(rows), QMessageBox::Close, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void MainWindow::showAbout()
{
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("About Gatehouse"), tr("Gatehouse"),
                                QMessageBox::Close, this);
    box->setInformativeText(tr("A desktop client for Oracle Cloud Infrastructure Generative AI, "
                               "with an OpenAI-compatible gateway inside. MIT licence."));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void MainWindow::cycleFocus(int by)
{
    const std::array<QWidget *, 5> panes{findChild<QWidget *>(u"conversationList"_s),
                                         m_connectionPicker, m_page->transcript(),
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
