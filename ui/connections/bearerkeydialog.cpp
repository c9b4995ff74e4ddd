// SPDX-License-Identifier: MIT
#include "ui/connections/bearerkeydialog.h"

#include "ui/theme/metrics.h"
#include "ui/theme/theme.h"
#include "ui/widgets/formparts.h"
#include "ui/widgets/secretfield.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

BearerKeyDialog::BearerKeyDialog(const Theme &theme, bool hasKeychain, QWidget *parent)
    : QDialog(parent)
    , m_name(new QLineEdit(this))
    , m_url(new QLineEdit(this))
    , m_key(new QLineEdit(this))
    , m_models(new QPlainTextEdit(this))
    , m_problem(new QLabel(this))
{
    setWindowTitle(tr("Add bearer key"));
    setMinimumWidth(520);
    m_name->setObjectName(u"bearerName"_s);
    m_name->setPlaceholderText(tr("Chicago"));
    m_url->setObjectName(u"bearerUrl"_s);
    m_url->setText(u"https://inference.generativeai.us-chicago-1.oci.oraclecloud.com/openai/v1"_s);
    m_url->setCursorPosition(0);
    m_key->setObjectName(u"bearerKey"_s);
    makeSecretField(*m_key, theme);
    m_models->setObjectName(u"bearerModels"_s);
    m_models->setProperty("role", u"field"_s);
    m_models->setTabChangesFocus(true);
    m_models->setFixedHeight(76);
    m_models->setPlaceholderText(u"xai.grok-4\nmeta.llama-3.3-70b-instruct"_s);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(22, 20, 22, 18);
    column->setSpacing(6);
    auto *intro = hint(tr("A Generative AI API key is made in the OCI console. It needs a policy "
                          "for generativeaiapikey."),
                       theme, this);
    column->addWidget(intro);
    column->addSpacing(8);
    column->addWidget(fieldLabel(tr("&Name"), m_name, this));
    column->addWidget(m_name);
    column->addSpacing(6);
    column->addWidget(fieldLabel(tr("&Base URL"), m_url, this));
    column->addWidget(m_url);
    column->addSpacing(6);
    column->addWidget(fieldLabel(tr("API &key"), m_key, this));
    column->addWidget(m_key);
    column->addSpacing(6);
    column->addWidget(fieldLabel(tr("&Models, one a line"), m_models, this));
    column->addWidget(m_models);
    column->addWidget(hint(tr("A bearer key cannot list models, so name those you want to use."),
                           theme, this));
    column->addSpacing(6);
    if (hasKeychain) {
        m_remember = new QCheckBox(tr("&Remember in keychain"), this);
        m_remember->setChecked(true);
        column->addWidget(m_remember);
    } else {
        column->addWidget(hint(tr("There is no keychain here, so the key lasts until Gatehouse is "
                                  "closed."),
                               theme, this));
    }
    m_problem->setProperty("role", u"danger"_s);
    m_problem->setWordWrap(true);
    column->addWidget(m_problem);
    column->addSpacing(8);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_add = buttons->addButton(tr("&Add"), QDialogButtonBox::AcceptRole);
    m_add->setDefault(true);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    for (QLineEdit *field : {m_name, m_url, m_key})
        connect(field, &QLineEdit::textChanged, this, &BearerKeyDialog::updateState);
    connect(m_models, &QPlainTextEdit::textChanged, this, &BearerKeyDialog::updateState);
    updateState();
}

QString BearerKeyDialog::problem() const
{
    const QUrl url(m_url->text().trimmed(), QUrl::StrictMode);
    const bool local = url.host() == "localhost"_L1 || url.host() == "127.0.0.1"_L1;
    if (!url.isValid() || url.host().isEmpty() ||
        (url.scheme() != "https"_L1 && !(local && url.scheme() == "http"_L1)))
        return tr("The base URL must begin with https://");
    static const QRegularExpression blank(u"\\s"_s);
    if (m_key->text().trimmed().contains(blank))
        return tr("The key contains spaces: it may have been copied incompletely.");
    return {};
}

void BearerKeyDialog::updateState()
{
    const bool filled = !m_name->text().trimmed().isEmpty() && !m_key->text().trimmed().isEmpty() &&
                        !m_models->toPlainText().trimmed().isEmpty();
    const QString wrong = problem();
    m_problem->setText(wrong);
    m_problem->setVisible(!wrong.isEmpty());
    m_add->setEnabled(filled && wrong.isEmpty());
}

core::BearerKeyDetails BearerKeyDialog::takeDetails()
{
    static const QRegularExpression separators(u"[\\s,]+"_s);
    return {.name = m_name->text().trimmed(),
            .baseUrl = QUrl(m_url->text().trimmed()),
            .models = m_models->toPlainText().split(separators, Qt::SkipEmptyParts),
            .key = takeSecret(*m_key, true),
            .remember = m_remember && m_remember->isChecked()};
}

} // namespace ui
