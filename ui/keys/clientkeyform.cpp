// SPDX-License-Identifier: MIT
#include "ui/keys/clientkeyform.h"

#include "ui/widgets/formparts.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpressionValidator>
#include <QSpinBox>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr int mostRequests = 1'000'000;

} // namespace

ClientKeyForm::ClientKeyForm(const Theme &theme, QWidget *parent)
    : FormDialog(tr("New key for a tool"), 440, parent)
    , m_name(new QLineEdit(this))
    , m_models(new QLineEdit(this))
    , m_requests(new QSpinBox(this))
    , m_tokens(new QLineEdit(this))
    , m_problem(problemLabel(u"clientKeyProblem"_s, this))
    , m_make(nullptr)
{
    setObjectName(u"clientKeyForm"_s);
    m_name->setObjectName(u"clientKeyName"_s);
    m_name->setPlaceholderText(tr("e.g. the editor on this computer"));
    m_name->setMaxLength(100);
    m_models->setObjectName(u"clientKeyModels"_s);
    m_models->setPlaceholderText(tr("all models"));
    m_requests->setButtonSymbols(QAbstractSpinBox::NoButtons); // the arrow keys do the same
    m_requests->setObjectName(u"clientKeyRequests"_s);
    m_requests->setRange(0, mostRequests);
    m_requests->setSpecialValueText(tr("no bound"));
    m_requests->setGroupSeparatorShown(true);
    m_tokens->setObjectName(u"clientKeyTokens"_s);
    m_tokens->setPlaceholderText(tr("no bound"));
    m_tokens->setInputMethodHints(Qt::ImhDigitsOnly);
    m_tokens->setValidator(
            new QRegularExpressionValidator(QRegularExpression(u"[0-9]{0,15}"_s), m_tokens));

    column()->addWidget(fieldLabel(tr("&Name"), m_name, this));
    column()->addWidget(m_name);
    column()->addWidget(fieldLabel(tr("M&odels that it may use"), m_models, this));
    column()->addWidget(m_models);
    column()->addWidget(hint(tr("Names with commas between them; * stands for any text, as in "
                                "meta.*"),
                             theme, this));
    column()->addWidget(fieldLabel(tr("&Requests per minute"), m_requests, this));
    column()->addWidget(m_requests);
    column()->addWidget(fieldLabel(tr("&Tokens per day"), m_tokens, this));
    column()->addWidget(m_tokens);
    column()->addWidget(m_problem);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_make = buttons->addButton(tr("&Make key"), QDialogButtonBox::AcceptRole);
    m_make->setObjectName(u"clientKeyMake"_s);
    m_make->setProperty("role", u"primary"_s);
    m_make->setEnabled(false);
    connect(buttons, &QDialogButtonBox::accepted, this, &ClientKeyForm::submitted);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_name, &QLineEdit::textChanged, this, [this] {
        m_make->setEnabled(!m_name->text().trimmed().isEmpty());
        showProblem({});
    });
    column()->addSpacing(6);
    column()->addWidget(buttons);
}

core::ClientKeys::Wish ClientKeyForm::wish() const
{
    core::ClientKeys::Wish wish{.name = m_name->text().trimmed(),
                                .requestsPerMinute = m_requests->value(),
                                .tokensPerDay = m_tokens->text().toLongLong()};
    for (const QString &model : m_models->text().split(u',')) {
        if (!model.trimmed().isEmpty())
            wish.models.append(model.trimmed());
    }
    return wish;
}

void ClientKeyForm::showProblem(const QString &text)
{
    setProblem(*m_problem, text);
}

} // namespace ui
