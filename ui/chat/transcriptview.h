// SPDX-License-Identifier: MIT
#pragma once

#include "ui/chat/rendercontext.h"
#include "ui/chat/textselection.h"
#include "ui/render/codestyle.h"

#include <QScrollArea>
#include <QSet>
#include <QTimer>

#include <vector>

class QPushButton;

namespace ui {

class Theme;
class TranscriptModel;
class TurnView;

//! The turns of a conversation, below each other.
//!
//! Widgets exist only for the turns near what is seen; the heights of the others are estimated,
//! and correcting an estimate never moves what is being read. Changes of the model are taken up
//! at most once in a frame, and nothing runs while nothing changes. While the end is in view the
//! view follows it; scrolling up stops that at once.
class TranscriptView final : public QScrollArea
{
    Q_OBJECT

public:
    //! Both outlive the view.
    TranscriptView(TranscriptModel &model, const Theme &theme, QWidget *parent = nullptr);
    ~TranscriptView() override;

    [[nodiscard]] bool isFollowing() const { return m_following; }
    void scrollToEnd();
    [[nodiscard]] QString selectedText() const { return m_selection.text(); }
    void selectAll();
    void copySelection() const;
    //! Takes up now what would be taken up with the next frame.
    void flush();
    //! How long taking up changes took in all, and how often it happened (for the benchmark).
    struct Work {
        qint64 nanoseconds = 0;
        qint64 longest = 0;
        int ticks = 0;
    };
    [[nodiscard]] Work work() const { return m_work; }

signals:
    void linkActivated(const QString &target);
    void retryRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    struct Slot;

    void reset();
    void rowsInserted(int first, int last);
    void markDirty(int first, int last);
    void tick();
    void update(int row);
    void layOut();
    void place();
    bool makeVisibleTurns();
    void dropFarTurns();
    void setScroll(int value);
    void announce(int row);
    void updateJumpButton();
    void restyle();
    [[nodiscard]] int textWidth() const;
    [[nodiscard]] int estimatedHeight(int row) const;
    [[nodiscard]] QList<TextBlock *> texts() const;
    [[nodiscard]] TurnView *turnAt(const QPoint &viewportPoint) const;
    void autoScroll();

    TranscriptModel &m_model;
    const Theme &m_theme;
    CodeStyle m_codeStyle;
    RenderContext m_context;
    QWidget *m_canvas;
    QPushButton *m_jump;
    std::vector<Slot> m_slots;
    QSet<int> m_dirty;
    QTimer m_frame;      //!< the one timer: coalesces changes
    QTimer m_autoScroll; //!< runs while a selection is dragged beyond the edge
    TextSelection m_selection;
    QPoint m_dragPoint; //!< of the screen
    bool m_dragging = false;
    bool m_following = true;
    bool m_settingScroll = false;
    bool m_layingOut = false;
    Work m_work;
};

} // namespace ui
