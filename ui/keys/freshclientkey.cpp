// SPDX-License-Identifier: MIT
#include "ui/keys/freshclientkey.h"

#include "ui/theme/theme.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/formparts.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

FreshClientKey::FreshClientKey(const core::ClientKeys::Made &made, const QUrl &baseUrl, bool isKept,
                               const Theme &theme, QWidget *parent)
    : FormDialog(tr("The key of “%1”").arg(made.key.name), 560, parent)
{
    setObjectName(u"freshClientKey"_s);
    column()->addWidget(
            hint(isKept ? tr("Give it to this tool alone. The keychain keeps it: “Copy key” in the "
                             "list finds it again.")
                        : tr("Give it to this tool alone. There is no keychain here: it is not "
                             "shown again."),
                 theme, this));
    const QString key = QString::fromUtf8(made.secret->reveal());
    const QString url = baseUrl.isEmpty() ? u"http://127.0.0.1:8088/v1"_s : baseUrl.toString();
    addField(tr("&Key"), u"freshClientSecret"_s, key, theme);
    addField(tr("&Base URL"), u"freshClientUrl"_s, url, theme);
    addField(tr("&Environment of OpenAI's clients"), u"freshClientEnvironment"_s,
             u"OPENAI_BASE_URL=%1 OPENAI_API_KEY=%2"_s.arg(url, key), theme);
    QLabel *warning = problemLabel(u"freshClientWarning"_s, this);
    setProblem(*warning, made.warning);
    column()->addWidget(warning);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    QPushButton *close = buttons->button(QDialogButtonBox::Close);
    close->setObjectName(u"freshClientClose"_s);
    close->setAutoDefault(false); // Return would put the key away
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    column()->addSpacing(6);
    column()->addWidget(buttons);
}

void FreshClientKey::addField(const QString &label, const QString &name, const QString &text,
                              const Theme &theme)
{
    auto *field = new QLineEdit(text, this);
    field->setObjectName(name);
    field->setReadOnly(true);
    field->setFont(theme.codeFont());
    field->setCursorPosition(0);
    field->setInputMethodHints(Qt::ImhSensitiveData | Qt::ImhNoPredictiveText);
    auto *copy = new CopyButton(theme, [text] { return text; }, this);
    copy->setObjectName(name + u"Copy"_s);
    copy->setAccessibleName(tr("Copy: %1").arg(QString(label).remove(u'&')));
    column()->addWidget(fieldLabel(label, field, this));
    auto *row = new QHBoxLayout;
    row->addWidget(field, 1);
    row->addWidget(copy);
    column()->addLayout(row);
}

} // namespace ui
