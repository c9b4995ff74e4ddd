// SPDX-License-Identifier: MIT
#include "ui/chat/transcriptview.h"

#include "ui/chat/textblock.h"
#include "ui/chat/turnview.h"
#include "ui/models/transcriptmodel.h"
#include "ui/theme/metrics.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QElapsedTimer>
#include <QMenu>
#include <QMouseEvent>
#include <QPushButton>
#include <QScrollBar>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr int frame = 16; // ms
constexpr int slowestFrame = 100;
constexpr int longTick = 8;            // ms of work after which frames are made longer
constexpr int edge = 28;               // above the first and below the last turn
constexpr int atEnd = 4;               // px from the end that still count as the end
constexpr int autoScrollInterval = 30; // ms
constexpr double characterWidth = 7.6; // for estimates
constexpr int lineHeight = 25;

} // namespace

struct TranscriptView::Slot {
    TurnView *view = nullptr; //!< a child of the canvas, or null
    int height = 0;
    int y = 0;
};

TranscriptView::TranscriptView(TranscriptModel &model, const Theme &theme, QWidget *parent)
    : QScrollArea(parent)
    , m_model(model)
    , m_theme(theme)
    , m_canvas(new QWidget)
    , m_jump(new QPushButton(tr("Jump to latest"), this))
{
    m_context = {.theme = &theme, .code = &m_codeStyle, .openLink = [this](const QString &target) {
                     emit linkActivated(target);
                 }};
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    m_canvas->setObjectName(u"mainArea"_s);
    m_canvas->setAttribute(Qt::WA_StyledBackground);
    setWidget(m_canvas);
    verticalScrollBar()->setSingleStep(lineHeight * 2);

    m_jump->setIcon(theme.icon(u"arrow-down"_s));
    m_jump->setObjectName(u"jumpToLatest"_s);
    m_jump->hide();
    connect(m_jump, &QPushButton::clicked, this, &TranscriptView::scrollToEnd);

    m_frame.setSingleShot(true);
    m_frame.setInterval(frame);
    m_frame.setTimerType(Qt::PreciseTimer);
    connect(&m_frame, &QTimer::timeout, this, &TranscriptView::tick);
    m_autoScroll.setInterval(autoScrollInterval);
    connect(&m_autoScroll, &QTimer::timeout, this, &TranscriptView::autoScroll);

    connect(&model, &QAbstractItemModel::modelReset, this, &TranscriptView::reset);
    connect(&model, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &, int first, int last) { rowsInserted(first, last); });
    connect(&model, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex &first, const QModelIndex &last) {
                markDirty(first.row(), last.row());
            });
    connect(&theme, &Theme::changed, this, &TranscriptView::restyle);
    reset();
}

TranscriptView::~TranscriptView() = default;

int TranscriptView::textWidth() const
{
    return std::max(200, std::min(metrics::columnWidth, width() - 2 * metrics::columnMargin));
}

int TranscriptView::estimatedHeight(int row) const
{
    const qsizetype characters = m_model.index(row).data().toString().size();
    const auto lines = 1 + int(double(characters) * characterWidth / textWidth());
    return lines * lineHeight + 40;
}

void TranscriptView::reset()
{
    m_selection.clear();
    for (Slot &slot : m_slots)
        delete slot.view;
    m_slots.clear();
    m_dirty.clear();
    m_following = true;
    for (int row = 0; row < m_model.rowCount(); ++row)
        m_slots.push_back({.height = estimatedHeight(row)});
    layOut();
}

void TranscriptView::rowsInserted(int first, int last)
{
    for (int row = first; row <= last; ++row)
        m_slots.insert(m_slots.begin() + row, {.height = estimatedHeight(row)});
    // A question just sent is something to see, wherever one was reading.
    if (m_model.index(last).data(TranscriptModel::IsUserRole).toBool())
        m_following = true;
    markDirty(std::max(0, first - 1), last);
}

void TranscriptView::markDirty(int first, int last)
{
    for (int row = first; row <= last; ++row)
        m_dirty.insert(row);
    if (!m_frame.isActive())
        m_frame.start();
}

void TranscriptView::flush()
{
    m_frame.stop();
    tick();
}

void TranscriptView::tick()
{
    QElapsedTimer watch;
    watch.start();
    const QSet<int> dirty = std::exchange(m_dirty, {});
    for (const int row : dirty)
        update(row);
    if (!dirty.isEmpty())
        layOut();
    const qint64 spent = watch.nsecsElapsed();
    ++m_work.ticks;
    m_work.nanoseconds += spent;
    m_work.longest = std::max(m_work.longest, spent);
    const bool slow = spent > longTick * 1'000'000LL;
    m_frame.setInterval(slow ? std::min(slowestFrame, m_frame.interval() * 2) : frame);
}

void TranscriptView::update(int row)
{
    if (row >= int(m_slots.size()))
        return;
    Slot &slot = m_slots[std::size_t(row)];
    if (!slot.view) {
        slot.height = estimatedHeight(row);
        return;
    }
    const auto before = slot.view->turn().status;
    slot.view->setTurn(m_model.turn(row), m_model.thoughtFor(row), row == m_model.rowCount() - 1);
    slot.height = slot.view->layOut(textWidth());
    if (before != m_model.turn(row).status)
        announce(row);
}

void TranscriptView::announce(int row)
{
    QString message;
    switch (m_model.turn(row).status) {
    case core::Turn::Status::Waiting:
        return;
    case core::Turn::Status::Streaming:
        message = tr("Answer started");
        break;
    case core::Turn::Status::Done:
        message = tr("Answer finished");
        break;
    case core::Turn::Status::Stopped:
        message = tr("Answer stopped");
        break;
    case core::Turn::Status::Failed:
        message = tr("Answer failed");
        break;
    }
    QAccessibleAnnouncementEvent event(this, message);
    event.setPoliteness(QAccessible::AnnouncementPoliteness::Polite);
    QAccessible::updateAccessibility(&event);
}

void TranscriptView::place()
{
    const int width = textWidth();
    // The scroll bar, present or not, must not shift the text against the composer.
    const int x = (this->width() - width) / 2;
    int y = edge;
    for (Slot &slot : m_slots) {
        slot.y = y;
        if (slot.view)
            slot.view->setGeometry(x, y, width, slot.height);
        y += slot.height + metrics::turnGap;
    }
    const int total = m_slots.empty() ? 0 : y - metrics::turnGap + edge;
    m_canvas->resize(viewport()->width(), std::max(viewport()->height(), total));
}

void TranscriptView::layOut()
{
    if (std::exchange(m_layingOut, true))
        return;
    // What is at the top of the viewport stays there when heights above it change.
    const int scroll = verticalScrollBar()->value();
    std::size_t anchor = 0;
    while (anchor + 1 < m_slots.size() && m_slots[anchor].y + m_slots[anchor].height < scroll)
        ++anchor;
    const int offset = anchor < m_slots.size() ? scroll - m_slots[anchor].y : 0;

    constexpr int mostPasses = 6; // each measures what the last brought into view
    for (int pass = 0; pass < mostPasses; ++pass) {
        place();
        if (m_following)
            setScroll(verticalScrollBar()->maximum());
        else if (anchor < m_slots.size())
            setScroll(m_slots[anchor].y + offset);
        if (!makeVisibleTurns())
            break;
    }
    dropFarTurns();
    m_layingOut = false;
    updateJumpButton();
}

bool TranscriptView::makeVisibleTurns()
{
    const int page = viewport()->height();
    const int top = verticalScrollBar()->value() - page;
    const int bottom = verticalScrollBar()->value() + 2 * page;
    bool made = false;
    for (std::size_t i = 0; i < m_slots.size(); ++i) {
        Slot &slot = m_slots[i];
        if (slot.view || slot.y + slot.height < top || slot.y > bottom)
            continue;
        const int row = int(i);
        slot.view = new TurnView(m_context, m_canvas);
        connect(slot.view, &TurnView::retryRequested, this, &TranscriptView::retryRequested);
        connect(slot.view, &TurnView::heightChanged, this, [this, view = slot.view] {
            for (Slot &other : m_slots) {
                if (other.view == view)
                    other.height = view->layOut(textWidth());
            }
            layOut();
        });
        const core::Turn &turn = m_model.turn(row);
        slot.view->setTurn(turn, m_model.thoughtFor(row), row == m_model.rowCount() - 1);
        const bool person = turn.message.role == core::Role::User;
        const QString who = person ? tr("You") : tr("Assistant, %1").arg(turn.model);
        slot.view->setAccessibleName(
                tr("%1, message %2 of %3").arg(who).arg(row + 1).arg(m_model.rowCount()));
        slot.height = slot.view->layOut(textWidth());
        slot.view->show();
        made = true;
    }
    return made;
}

void TranscriptView::dropFarTurns()
{
    if (!m_selection.isEmpty())
        return; // a selection may reach there
    const int page = viewport()->height();
    const int top = verticalScrollBar()->value() - 4 * page;
    const int bottom = verticalScrollBar()->value() + 5 * page;
    for (Slot &slot : m_slots) {
        if (!slot.view || (slot.y + slot.height >= top && slot.y <= bottom))
            continue;
        if (slot.view->isAncestorOf(QApplication::focusWidget()))
            continue;
        std::exchange(slot.view, nullptr)->deleteLater();
    }
}

void TranscriptView::setScroll(int value)
{
    m_settingScroll = true;
    verticalScrollBar()->setValue(value);
    m_settingScroll = false;
}

void TranscriptView::scrollContentsBy(int dx, int dy)
{
    QScrollArea::scrollContentsBy(dx, dy);
    if (m_settingScroll || m_layingOut)
        return;
    m_following = verticalScrollBar()->value() >= verticalScrollBar()->maximum() - atEnd;
    layOut();
}

void TranscriptView::scrollToEnd()
{
    m_following = true;
    layOut();
}

void TranscriptView::updateJumpButton()
{
    const bool away = !m_following && verticalScrollBar()->maximum() > 0;
    m_jump->setVisible(away);
    if (!away)
        return;
    const QSize size = m_jump->sizeHint();
    m_jump->setGeometry((width() - size.width()) / 2, height() - size.height() - 14, size.width(),
                        size.height());
    m_jump->raise();
}

void TranscriptView::restyle()
{
    const int width = textWidth();
    for (Slot &slot : m_slots) {
        if (!slot.view)
            continue;
        slot.view->restyle();
        slot.height = slot.view->layOut(width);
    }
    layOut();
}

void TranscriptView::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    const int width = textWidth();
    for (Slot &slot : m_slots) {
        if (slot.view)
            slot.height = slot.view->layOut(width);
    }
    layOut();
}

void TranscriptView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
    } else if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
    } else if (event->key() == Qt::Key_End) {
        scrollToEnd();
    } else if (event->key() == Qt::Key_Home) {
        verticalScrollBar()->setValue(0);
    } else {
        QScrollArea::keyPressEvent(event);
    }
}

QList<TextBlock *> TranscriptView::texts() const
{
    QList<TextBlock *> texts;
    for (const Slot &slot : m_slots) {
        if (slot.view)
            texts += slot.view->texts();
    }
    return texts;
}

void TranscriptView::selectAll()
{
    m_selection.selectAll(texts());
}

void TranscriptView::copySelection() const
{
    if (const QString text = m_selection.text(); !text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

void TranscriptView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_dragging = true;
    if (event->modifiers() & Qt::ShiftModifier && !m_selection.isEmpty())
        m_selection.extendTo(event->globalPosition().toPoint());
    else
        m_selection.begin(texts(), event->globalPosition().toPoint());
}

void TranscriptView::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_dragging || !(event->buttons() & Qt::LeftButton))
        return;
    m_dragPoint = event->globalPosition().toPoint();
    m_selection.extendTo(m_dragPoint);
    const int y = viewport()->mapFromGlobal(m_dragPoint).y();
    const bool beyond = y < 0 || y > viewport()->height();
    if (beyond && !m_autoScroll.isActive())
        m_autoScroll.start();
    else if (!beyond)
        m_autoScroll.stop();
}

void TranscriptView::autoScroll()
{
    const int y = viewport()->mapFromGlobal(m_dragPoint).y();
    const int by = y < 0 ? y : y - viewport()->height();
    verticalScrollBar()->setValue(verticalScrollBar()->value() + by / 2);
    m_selection.extendTo(m_dragPoint);
}

void TranscriptView::mouseReleaseEvent(QMouseEvent *)
{
    m_dragging = false;
    m_autoScroll.stop();
    QClipboard *clipboard = QGuiApplication::clipboard();
    if (clipboard->supportsSelection() && !m_selection.isEmpty())
        clipboard->setText(m_selection.text(), QClipboard::Selection);
}

void TranscriptView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        m_selection.selectWord(texts(), event->globalPosition().toPoint());
}

TurnView *TranscriptView::turnAt(const QPoint &viewportPoint) const
{
    const int y = viewportPoint.y() + verticalScrollBar()->value();
    for (const Slot &slot : m_slots) {
        if (slot.view && y >= slot.y && y <= slot.y + slot.height)
            return slot.view;
    }
    return nullptr;
}

void TranscriptView::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *copy = menu->addAction(m_theme.icon(u"copy"_s), tr("&Copy"));
    copy->setEnabled(!m_selection.isEmpty());
    connect(copy, &QAction::triggered, this, &TranscriptView::copySelection);
    if (const TurnView *turn = turnAt(viewport()->mapFromGlobal(event->globalPos()))) {
        const QString text = core::textOf(turn->turn().message);
        connect(menu->addAction(tr("Copy whole &message")), &QAction::triggered, this,
                [text] { QGuiApplication::clipboard()->setText(text); });
    }
    menu->addSeparator();
    connect(menu->addAction(tr("Select &all")), &QAction::triggered, this,
            &TranscriptView::selectAll);
    menu->popup(event->globalPos());
}

} // namespace ui
