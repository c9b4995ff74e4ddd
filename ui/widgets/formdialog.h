// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog>

class QVBoxLayout;

namespace ui {

//! A dialog with a form in it whose parts come and go: it is always as high as they need.
class FormDialog : public QDialog
{
    Q_OBJECT

public:
    FormDialog(const QString &title, int width, QWidget *parent);

protected:
    bool event(QEvent *event) override;
    //! Where the parts go, one below the other.
    [[nodiscard]] QVBoxLayout *column() const { return m_column; }

private:
    QVBoxLayout *m_column;
};

} // namespace ui
