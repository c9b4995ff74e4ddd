// SPDX-License-Identifier: MIT
#include "ui/connections/freshsigningkey.h"

#include "ui/theme/metrics.h"
#include "ui/theme/theme.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/formparts.h"

#include <QCheckBox>
#include <QFontInfo>
#include <QFontMetrics>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

FreshSigningKey::FreshSigningKey(const Theme &theme, const core::SigningKeys &keys, QWidget *parent)
    : QWidget(parent)
    , m_keys(keys)
    , m_public(new QPlainTextEdit(this))
    , m_fingerprint(new QLineEdit(this))
    , m_file(hint({}, theme, this))
    , m_consent(new QCheckBox(this))
    , m_config(hint({}, theme, this))
{
    m_public->setObjectName(u"keyPublic"_s);
    m_public->setProperty("role", u"field"_s);
    m_public->setReadOnly(true);
    m_public->setTabChangesFocus(true);
    QFont font = theme.codeFont();
    font.setPixelSize(QFontInfo(theme.smallFont()).pixelSize());
    m_public->setFont(font);
    m_public->setLineWrapMode(QPlainTextEdit::NoWrap);
    // A key of 2048 bits has 9 lines of 64 characters.
    const QFontMetrics metrics(font);
    m_public->setMinimumWidth(metrics.horizontalAdvance(QString(64, u'M')) + 40);
    m_public->setFixedHeight(metrics.lineSpacing() * 9 + 34);
    m_fingerprint->setObjectName(u"keyFingerprint"_s);
    m_fingerprint->setReadOnly(true);
    m_file->setObjectName(u"keyFile"_s);
    m_file->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_consent->setObjectName(u"keyConsent"_s);
    m_config->setObjectName(u"keyConfig"_s);

    auto *copyKey = new CopyButton(theme, [this] { return m_public->toPlainText(); }, this);
    copyKey->setObjectName(u"keyCopy"_s);
    auto *copyPrint = new CopyButton(theme, [this] { return m_fingerprint->text(); }, this);
    auto *words = new QLabel(tr("Now give the public key to OCI: in the Console open the profile "
                                "menu at the top right, My profile, API keys, Add API key, Paste "
                                "a public key."),
                             this);
    words->setTextFormat(Qt::PlainText);
    words->setWordWrap(true);

    auto *keyRow = new QHBoxLayout;
    keyRow->addWidget(fieldLabel(tr("&Public key"), m_public, this), 1);
    keyRow->addWidget(copyKey);
    auto *printRow = new QHBoxLayout;
    printRow->setSpacing(metrics::gap);
    printRow->addWidget(m_fingerprint, 1);
    printRow->addWidget(copyPrint);
    QVBoxLayout *column = formColumn(this);
    column->addWidget(words);
    column->addSpacing(8);
    column->addLayout(keyRow);
    column->addWidget(m_public);
    column->addSpacing(6);
    column->addWidget(fieldLabel(tr("&Fingerprint, which OCI then shows"), m_fingerprint, this));
    column->addLayout(printRow);
    column->addWidget(m_file);
    column->addSpacing(8);
    column->addWidget(m_consent);
    column->addWidget(m_config);
}

void FreshSigningKey::setKey(const core::SigningKey &key)
{
    m_public->setPlainText(key.publicKey.trimmed());
    m_fingerprint->setText(key.fingerprint);
    m_fingerprint->setCursorPosition(0);
    m_file->setText(tr("The private key is in %1").arg(key.keyFile));
    const bool isThere = m_keys.standing(key.profile) == core::SigningKeys::Standing::Key;
    m_consent->setText(isThere ? tr("&Replace the key of %1 in the OCI configuration")
                                         .arg(QString(key.profile).replace(u'&', u"&&"_s))
                               : tr("&Add the profile to the OCI configuration"));
    m_config->setText(isThere ? tr("%1 in %2 then uses the new key; the file of the old one "
                                   "stays. Otherwise Gatehouse uses the new key until it is "
                                   "closed.")
                                        .arg(key.profile, m_keys.configFile())
                              : tr("It is written to %1, where other OCI tools find it, too. "
                                   "Otherwise the profile lasts until Gatehouse is closed.")
                                        .arg(m_keys.configFile()));
}

bool FreshSigningKey::hasConsent() const
{
    return m_consent->isChecked();
}

} // namespace ui
