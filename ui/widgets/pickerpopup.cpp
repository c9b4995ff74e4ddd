// SPDX-License-Identifier: MIT
#include "ui/widgets/pickerpopup.h"

#include "ui/theme/metrics.h"
#include "ui/theme/theme.h"
#include "ui/widgets/pickerdelegate.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QScreen>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr int tallestList = 420;
constexpr int distance = 4; // from the button it belongs to

} // namespace

PickerPopup::PickerPopup(const Theme &theme, const QString &searchHint, QWidget *parent)
    : Popover(theme, parent)
    , m_model(new PickerModel(this))
    , m_search(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_note(new QLabel(this))
    , m_layout(new QVBoxLayout(this))
{
    m_search->setProperty("role", u"filter"_s);
    m_search->setPlaceholderText(searchHint);
    m_search->setAccessibleName(searchHint);
    m_search->addAction(theme.icon(u"search"_s, Theme::Ink::Muted), QLineEdit::LeadingPosition);
    m_search->installEventFilter(this);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new PickerDelegate(theme, m_list));
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setMouseTracking(true);
    m_list->setAccessibleName(searchHint);
    m_list->setFocusPolicy(Qt::NoFocus); // the field keeps the focus, the list follows
    m_note->setProperty("role", u"muted"_s);
    m_note->setWordWrap(true);
    m_note->setContentsMargins(8, 12, 8, 12);

    m_layout->setContentsMargins(10, 10, 10, 10);
    m_layout->setSpacing(metrics::gap);
    m_layout->addWidget(m_search);
    m_layout->addWidget(m_note);
    m_layout->addWidget(m_list, 1);

    connect(m_search, &QLineEdit::textChanged, m_model, &PickerModel::setFilter);
    connect(m_model, &QAbstractItemModel::modelReset, this, &PickerPopup::listChanged);
    connect(m_list, &QListView::clicked, this, &PickerPopup::choose);
}

void PickerPopup::setRows(const QList<PickerRow> &rows, const QString &currentId)
{
    m_model->setRows(rows, currentId);
}

void PickerPopup::addFooterButton(const QString &text, const QIcon &icon,
                                  const std::function<void()> &pressed)
{
    auto *button = new QPushButton(icon, text, this);
    button->setProperty("role", u"quiet"_s);
    connect(button, &QPushButton::clicked, this, [this, pressed] {
        close();
        pressed();
    });
    m_layout->addWidget(button, 0, Qt::AlignLeft);
}

void PickerPopup::openBelow(QWidget *anchor)
{
    m_search->clear();
    setFixedWidth(metrics::popupWidth);
    listChanged();
    QPoint at = anchor->mapToGlobal(QPoint(0, anchor->height() + distance));
    const QRect screen = anchor->screen()->availableGeometry();
    at.setX(std::clamp(at.x(), screen.left(), std::max(screen.left(), screen.right() - width())));
    move(at);
    show();
    m_search->setFocus(Qt::PopupFocusReason);
    m_list->scrollTo(m_list->currentIndex(), QAbstractItemView::PositionAtCenter);
}

void PickerPopup::listChanged()
{
    m_list->setCurrentIndex(m_model->startIndex());
    const bool empty = m_model->rowCount() == 0;
    m_note->setText(m_search->text().isEmpty() ? m_emptyNote : tr("Nothing fits these words."));
    m_note->setVisible(empty);
    m_list->setVisible(!empty);
    adjustHeight();
}

void PickerPopup::adjustHeight()
{
    int height = 4;
    for (int row = 0; row < m_model->rowCount(); ++row)
        height += m_list->sizeHintForRow(row);
    m_list->setFixedHeight(std::min(height, tallestList));
    m_layout->activate();
    adjustSize();
}

void PickerPopup::choose(const QModelIndex &index)
{
    const QString id = index.data(PickerModel::IdRole).toString();
    if (id.isEmpty())
        return;
    close();
    emit chosen(id);
}

bool PickerPopup::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return Popover::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    switch (key->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        QCoreApplication::sendEvent(m_list, event);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose(m_list->currentIndex());
        return true;
    default:
        return Popover::eventFilter(watched, event);
    }
}

} // namespace ui
