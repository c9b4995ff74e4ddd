// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/apikeys.h"
#include "core/ports/connections.h"

#include <QDialog>
#include <QStringList>

class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace ui {

class Theme;

//! Shows the secrets of an API key the one time that they are known, and keeps the first as a
//! connection where that is wanted. Asks before it closes with nothing copied or kept.
class FreshKeyDialog final : public QDialog
{
    Q_OBJECT

public:
    //! `base`: where keys are used. The connections and the theme outlive it.
    FreshKeyDialog(core::IssuedApiKey issued, const QUrl &base, core::Connections &connections,
                   const Theme &theme, QWidget *parent);

public slots:
    void reject() override;

private:
    void addSecret(const core::IssuedApiKey::Value &value, QVBoxLayout *column);
    void addPolicy(QVBoxLayout *column);
    void addKeeping(QVBoxLayout *column);
    void updateKeeping();
    void keep();
    [[nodiscard]] bool isDemo() const;

    core::IssuedApiKey m_issued;
    QUrl m_base;
    core::Connections &m_connections;
    const Theme &m_theme;
    QLineEdit *m_name = nullptr;
    QPushButton *m_keep = nullptr;
    QLabel *m_keepNote = nullptr;
    bool m_isSafe = false; //!< copied or kept
};

} // namespace ui
