// SPDX-License-Identifier: MIT
#pragma once

#include "core/error.h"

#include <QDateTime>
#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace ui {

class Theme;

//! Asks how an API key is to be called and how long it is to last. It stays open until what was
//! asked for has worked, so that nothing that was entered is lost.
class ApiKeyForm final : public QDialog
{
    Q_OBJECT

public:
    //! For a new key.
    ApiKeyForm(const Theme &theme, QWidget *parent);
    //! For a new value of a secret: asks for the time alone.
    ApiKeyForm(const Theme &theme, const QString &keyName, const QString &secretName,
               QWidget *parent);

    [[nodiscard]] QString name() const;
    [[nodiscard]] QString description() const;
    [[nodiscard]] QDateTime expires(const QDateTime &now) const;

    //! What was asked for did not work.
    void showFailure(const core::Error &error);

signals:
    //! Close the form, or show the failure.
    void submitted();

private:
    void addTitle(const QString &text);
    void addField(const QString &label, QWidget *field);
    void addEnd(const Theme &theme, const QString &about, const QString &submit);
    void submit();
    void updateState();

    QLineEdit *m_name = nullptr;
    QLineEdit *m_description = nullptr;
    QSpinBox *m_days;
    QLabel *m_problem;
    QPushButton *m_submit = nullptr;
    bool m_busy = false;
};

} // namespace ui
