// SPDX-License-Identifier: MIT
#include "ui/connections/apikeyform.h"

#include "ui/theme/theme.h"
#include "ui/widgets/formparts.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr int usualDays = 90;
constexpr int mostDays = 3650;
constexpr int longestName = 255;

} // namespace

ApiKeyForm::ApiKeyForm(const Theme &theme, QWidget *parent)
    : QDialog(parent)
    , m_name(new QLineEdit(this))
    , m_description(new QLineEdit(this))
    , m_days(new QSpinBox(this))
    , m_problem(problemLabel(u"apiKeyProblem"_s, this))
{
    setWindowTitle(tr("New API key"));
    new QVBoxLayout(this);
    m_name->setObjectName(u"apiKeyName"_s);
    m_name->setMaxLength(longestName);
    m_name->setPlaceholderText(tr("Build server"));
    m_description->setObjectName(u"apiKeyDescription"_s);
    addField(tr("&Name"), m_name);
    addField(tr("&Description (optional)"), m_description);
    addEnd(theme,
           tr("The key gets two secrets, so that one can be renewed while the other is in use."),
           tr("&Make key"));
    connect(m_name, &QLineEdit::textChanged, this, &ApiKeyForm::updateState);
    m_name->setFocus();
    updateState();
}

ApiKeyForm::ApiKeyForm(const Theme &theme, const QString &keyName, const QString &secretName,
                       QWidget *parent)
    : QDialog(parent)
    , m_days(new QSpinBox(this))
    , m_problem(problemLabel(u"apiKeyProblem"_s, this))
{
    setWindowTitle(tr("Renew secret"));
    new QVBoxLayout(this);
    addTitle(tr("Renew the secret “%1” of “%2”?").arg(secretName, keyName));
    addEnd(theme,
           tr("Its present value ends at once: programs that use it are refused until they get the "
              "new one."),
           tr("&Renew"));
    m_days->setFocus();
    updateState();
}

void ApiKeyForm::addTitle(const QString &text)
{
    auto *title = new QLabel(text, this);
    title->setTextFormat(Qt::PlainText);
    title->setWordWrap(true);
    QFont font = title->font();
    font.setWeight(QFont::DemiBold);
    title->setFont(font);
    layout()->addWidget(title);
}

void ApiKeyForm::addField(const QString &label, QWidget *field)
{
    layout()->addWidget(fieldLabel(label, field, this));
    layout()->addWidget(field);
}

void ApiKeyForm::addEnd(const Theme &theme, const QString &about, const QString &submit)
{
    setMinimumWidth(460);
    auto *column = qobject_cast<QVBoxLayout *>(layout());
    column->setContentsMargins(22, 20, 22, 18);
    column->setSpacing(8);
    m_days->setObjectName(u"apiKeyDays"_s);
    m_days->setButtonSymbols(QAbstractSpinBox::NoButtons); // the arrow keys do the same
    m_days->setRange(1, mostDays);
    m_days->setValue(usualDays);
    m_days->setSuffix(tr(" days"));
    m_days->setMinimumHeight(34);
    m_days->setMaximumWidth(120);
    m_days->setButtonSymbols(QAbstractSpinBox::NoButtons); // typed, or by the arrow keys
    addField(tr("&Lasts for"), m_days);
    column->addWidget(hint(about, theme, this));
    column->addWidget(m_problem);
    column->addSpacing(8);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_submit = buttons->addButton(submit, QDialogButtonBox::AcceptRole);
    m_submit->setObjectName(u"apiKeySubmit"_s);
    m_submit->setDefault(true);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &ApiKeyForm::submit);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

QString ApiKeyForm::name() const
{
    return m_name ? m_name->text().trimmed() : QString();
}

QString ApiKeyForm::description() const
{
    return m_description ? m_description->text().trimmed() : QString();
}

QDateTime ApiKeyForm::expires(const QDateTime &now) const
{
    return now.addDays(m_days->value());
}

void ApiKeyForm::submit()
{
    m_busy = true;
    setProblem(*m_problem, {});
    updateState();
    emit submitted();
}

void ApiKeyForm::showFailure(const core::Error &error)
{
    m_busy = false;
    setProblem(*m_problem,
               error.advice.isEmpty() ? error.message : error.message + u'\n' + error.advice);
    layout()->activate();
    adjustSize();
    updateState();
    m_submit->setFocus();
}

void ApiKeyForm::updateState()
{
    for (QWidget *field : {static_cast<QWidget *>(m_name), static_cast<QWidget *>(m_description),
                           static_cast<QWidget *>(m_days)}) {
        if (field)
            field->setEnabled(!m_busy);
    }
    m_submit->setEnabled(!m_busy && (!m_name || !name().isEmpty()));
}

} // namespace ui
