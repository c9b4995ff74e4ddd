// SPDX-License-Identifier: MIT
#include "ui/widgets/secretfield.h"

#include "ui/theme/theme.h"

#include <QAction>
#include <QLineEdit>

using namespace Qt::StringLiterals;

namespace ui {

void makeSecretField(QLineEdit &field, const Theme &theme)
{
    field.setEchoMode(QLineEdit::Password);
    field.setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText |
                              Qt::ImhNoAutoUppercase);
    QAction *show =
            field.addAction(theme.icon(u"eye"_s, Theme::Ink::Muted), QLineEdit::TrailingPosition);
    show->setCheckable(true);
    show->setText(QLineEdit::tr("Show"));
    show->setToolTip(show->text());
    QObject::connect(show, &QAction::toggled, &field, [&field](bool shown) {
        field.setEchoMode(shown ? QLineEdit::Normal : QLineEdit::Password);
    });
}

core::Secret takeSecret(QLineEdit &field, bool trim)
{
    QString text = field.text();
    field.clear();
    core::Secret secret = core::Secret::take((trim ? text.trimmed() : text).toUtf8());
    text.fill(u'\0');
    return secret;
}

} // namespace ui
