// SPDX-License-Identifier: MIT
#include "ui/widgets/formdialog.h"

#include "ui/theme/metrics.h"

#include <QEvent>
#include <QVBoxLayout>

namespace ui {

FormDialog::FormDialog(const QString &title, int width, QWidget *parent)
    : QDialog(parent)
    , m_column(new QVBoxLayout(this))
{
    setWindowTitle(title);
    setMinimumWidth(width);
    m_column->setContentsMargins(22, 20, 22, 18);
    m_column->setSpacing(metrics::gap);
}

// A label that wraps tells its height only once it knows its width.
bool FormDialog::event(QEvent *event)
{
    const bool isTaken = QDialog::event(event);
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Show)
        resize(width(), m_column->totalHeightForWidth(width()));
    return isTaken;
}

} // namespace ui
