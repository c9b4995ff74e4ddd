// SPDX-License-Identifier: MIT
#include "ui/linkdialog.h"

#include "ui/theme/theme.h"
#include "ui/widgets/copybutton.h"

#include <QDesktopServices>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

bool isOpenable(const QString &target)
{
    const QUrl url(target);
    if (url.scheme() == "mailto"_L1)
        return true;
    return (url.scheme() == "https"_L1 || url.scheme() == "http"_L1) && !url.host().isEmpty();
}

LinkDialog::LinkDialog(const Theme &theme, const QString &target, QWidget *parent) : QDialog(parent)
{
    setWindowTitle(tr("Open link"));
    setMinimumWidth(480);
    const bool openable = isOpenable(target);
    const QString host = QUrl(target).host();
    auto *question = new QLabel(this);
    question->setTextFormat(Qt::PlainText);
    question->setWordWrap(true);
    if (!openable)
        question->setText(tr("This link is not a web or mail address, so it is not opened."));
    else if (host.isEmpty())
        question->setText(tr("Open this in your mail program?"));
    else
        question->setText(tr("Open this page at %1 in your browser?").arg(host));

    auto *address = new QLineEdit(target, this);
    address->setObjectName(u"linkTarget"_s);
    address->setReadOnly(true);
    address->setCursorPosition(0);
    address->setAccessibleName(tr("Address"));
    auto *row = new QHBoxLayout;
    row->addWidget(address, 1);
    row->addWidget(new CopyButton(theme, [target] { return target; }, this));

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    if (openable) {
        QPushButton *open = buttons->addButton(tr("&Open"), QDialogButtonBox::AcceptRole);
        open->setDefault(true);
        connect(buttons, &QDialogButtonBox::accepted, this, [this, target] {
            QDesktopServices::openUrl(QUrl(target));
            accept();
        });
    }
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(22, 20, 22, 18);
    column->setSpacing(12);
    column->addWidget(question);
    column->addLayout(row);
    column->addSpacing(6);
    column->addWidget(buttons);
}

} // namespace ui
