// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/clock.h"
#include "core/ports/conversationstore.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QListView;
class QToolButton;

namespace ui {

class ConversationListModel;
class Theme;

//! The conversations at the side: choose, filter, rename, delete, start another.
class Sidebar final : public QWidget
{
    Q_OBJECT

public:
    Sidebar(core::ConversationStore &store, const core::Clock &clock, const Theme &theme,
            QWidget *parent);

    //! Marks the conversation that is open; empty: none.
    void setCurrent(const QString &conversationId);
    void renameCurrent();
    //! Asks first.
    void deleteCurrent();
    //! Moves to the next (1) or previous (-1) conversation of the list.
    void step(int by);
    void focusFilter();
    [[nodiscard]] QToolButton *menuButton() const { return m_menu; }

signals:
    void conversationChosen(const QString &id);
    void newChatRequested();

private:
    void choose(const QModelIndex &index);
    void showContextMenu(const QPoint &point);
    void updateEmptyNote();
    void waitForMidnight();

    core::ConversationStore &m_store;
    const core::Clock &m_clock;
    const Theme &m_theme;
    ConversationListModel *m_model;
    QToolButton *m_menu;
    QLineEdit *m_filter;
    QListView *m_list;
    QLabel *m_empty;
    QTimer m_midnight;
    QString m_current;
};

} // namespace ui
