// SPDX-License-Identifier: MIT
#include "ui/sidebar/sidebar.h"

#include "ui/models/conversationlistmodel.h"
#include "ui/sidebar/conversationdelegate.h"
#include "ui/theme/metrics.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

Sidebar::Sidebar(core::ConversationStore &store, const core::Clock &clock, const Theme &theme,
                 QWidget *parent)
    : QWidget(parent)
    , m_store(store)
    , m_clock(clock)
    , m_theme(theme)
    , m_model(new ConversationListModel(store, clock, this))
    , m_menu(new QToolButton(this))
    , m_filter(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_empty(new QLabel(this))
{
    setObjectName(u"sidebar"_s);
    setAttribute(Qt::WA_StyledBackground);

    m_menu->setIcon(theme.icon(u"menu"_s));
    m_menu->setIconSize({metrics::iconSize, metrics::iconSize});
    m_menu->setToolTip(tr("Menu (F10)"));
    m_menu->setAccessibleName(tr("Menu"));
    m_menu->setPopupMode(QToolButton::InstantPopup);
    m_menu->setFocusPolicy(Qt::StrongFocus);

    auto *name = new QLabel(tr("Gatehouse"), this);
    QFont bold = name->font();
    bold.setWeight(QFont::DemiBold);
    name->setFont(bold);

    auto *newChat = new QToolButton(this);
    newChat->setObjectName(u"newChat"_s);
    newChat->setIcon(theme.icon(u"new-chat"_s));
    newChat->setIconSize({metrics::iconSize, metrics::iconSize});
    newChat->setAccessibleName(tr("New chat"));
    newChat->setToolTip(tr("New chat (Ctrl+N)"));
    newChat->setFocusPolicy(Qt::StrongFocus);
    connect(newChat, &QToolButton::clicked, this, &Sidebar::newChatRequested);

    m_filter->setObjectName(u"conversationFilter"_s);
    m_filter->setProperty("role", u"filter"_s);
    m_filter->setPlaceholderText(tr("Filter chats"));
    m_filter->setAccessibleName(tr("Filter chats"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(theme.icon(u"search"_s, Theme::Ink::Muted), QLineEdit::LeadingPosition);

    m_list->setObjectName(u"conversationList"_s);
    m_list->setAccessibleName(u"conversationList"_s);
    m_list->setAccessibleDescription(tr("Chats. F2 renames, Delete deletes."));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new ConversationDelegate(theme, m_list));
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setEditTriggers(QAbstractItemView::EditKeyPressed);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->setMouseTracking(true);
    m_list->setFrameShape(QFrame::NoFrame);

    m_empty->setProperty("role", u"muted"_s);
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignHCenter | Qt::AlignTop);

    auto *head = new QHBoxLayout;
    head->setSpacing(4);
    head->addWidget(m_menu);
    head->addWidget(name);
    head->addStretch();
    head->addWidget(newChat);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(10, 9, 10, 8);
    column->setSpacing(metrics::gap);
    column->addLayout(head);
    column->addWidget(m_filter);
    column->addWidget(m_empty);
    column->addWidget(m_list, 1);

    connect(m_filter, &QLineEdit::textChanged, m_model, &ConversationListModel::setFilter);
    connect(m_list, &QListView::clicked, this, &Sidebar::choose);
    connect(m_list, &QListView::activated, this, &Sidebar::choose);
    connect(m_list, &QListView::customContextMenuRequested, this, &Sidebar::showContextMenu);
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] {
        updateEmptyNote();
        setCurrent(m_current);
    });
    auto *remove = new QAction(this);
    remove->setShortcut(QKeySequence::Delete);
    remove->setShortcutContext(Qt::WidgetShortcut);
    connect(remove, &QAction::triggered, this, &Sidebar::deleteCurrent);
    m_list->addAction(remove);

    m_midnight.setSingleShot(true);
    m_midnight.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_midnight, &QTimer::timeout, this, [this] {
        m_model->reload();
        waitForMidnight();
    });
    waitForMidnight();
    updateEmptyNote();
}

void Sidebar::waitForMidnight()
{
    const QDateTime now = m_clock.nowUtc().toLocalTime();
    const QDateTime midnight = now.date().addDays(1).startOfDay();
    m_midnight.start(std::chrono::milliseconds(now.msecsTo(midnight) + 1000));
}

void Sidebar::updateEmptyNote()
{
    m_empty->setVisible(m_model->rowCount() == 0);
    m_empty->setText(m_filter->text().isEmpty() ? tr("Your chats will be listed here.")
                                                : tr("No chat has this in its title."));
}

void Sidebar::setCurrent(const QString &conversationId)
{
    m_current = conversationId;
    const QModelIndex index = m_model->indexOf(conversationId);
    if (index.isValid())
        m_list->setCurrentIndex(index);
    else
        m_list->selectionModel()->clear();
}

void Sidebar::choose(const QModelIndex &index)
{
    const QString id = m_model->idAt(index);
    if (id.isEmpty() || id == m_current)
        return;
    emit conversationChosen(id);
}

void Sidebar::step(int by)
{
    int row = m_list->currentIndex().row();
    for (row += by; row >= 0 && row < m_model->rowCount(); row += by) {
        const QModelIndex index = m_model->index(row);
        if (!m_model->idAt(index).isEmpty())
            return choose(index);
    }
}

void Sidebar::renameCurrent()
{
    if (m_list->currentIndex().isValid())
        m_list->edit(m_list->currentIndex());
}

void Sidebar::deleteCurrent()
{
    const QModelIndex index = m_list->currentIndex();
    const QString id = m_model->idAt(index);
    if (id.isEmpty())
        return;
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("Delete chat"),
                                tr("Delete “%1”?").arg(index.data().toString()),
                                QMessageBox::Cancel, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(tr("The chat is removed for good."));
    QPushButton *remove = box->addButton(tr("&Delete"), QMessageBox::DestructiveRole);
    remove->setProperty("role", u"danger"_s);
    remove->setObjectName(u"confirmDelete"_s);
    box->setDefaultButton(QMessageBox::Cancel);
    connect(remove, &QPushButton::clicked, this, [this, id] { m_store.remove(id); });
    box->open();
}

void Sidebar::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void Sidebar::showContextMenu(const QPoint &point)
{
    const QModelIndex index = m_list->indexAt(point);
    if (m_model->idAt(index).isEmpty())
        return;
    m_list->setCurrentIndex(index);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(m_theme.icon(u"rename"_s), tr("&Rename")), &QAction::triggered, this,
            &Sidebar::renameCurrent);
    connect(menu->addAction(m_theme.icon(u"delete"_s, Theme::Ink::Danger), tr("&Delete…")),
            &QAction::triggered, this, &Sidebar::deleteCurrent);
    menu->popup(m_list->viewport()->mapToGlobal(point));
}

} // namespace ui
