// SPDX-License-Identifier: MIT
#pragma once

#include "ui/models/pickermodel.h"
#include "ui/widgets/popover.h"

#include <functional>

class QLabel;
class QLineEdit;
class QListView;
class QVBoxLayout;

namespace ui {

//! A popup with a list to choose from and, on top, a field to search it. The arrow keys move in
//! the list while one types.
class PickerPopup final : public Popover
{
    Q_OBJECT

public:
    PickerPopup(const Theme &theme, const QString &searchHint, QWidget *parent);

    void setRows(const QList<PickerRow> &rows, const QString &currentId);
    //! Shown in place of an empty list.
    void setEmptyNote(const QString &note) { m_emptyNote = note; }
    //! A button below the list.
    void addFooterButton(const QString &text, const QIcon &icon,
                         const std::function<void()> &pressed);
    //! Opens below the widget, inside the screen.
    void openBelow(QWidget *anchor);

signals:
    void chosen(const QString &id);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void choose(const QModelIndex &index);
    void listChanged();
    void adjustHeight();

    PickerModel *m_model;
    QLineEdit *m_search;
    QListView *m_list;
    QLabel *m_note;
    QVBoxLayout *m_layout;
    QString m_emptyNote;
};

} // namespace ui
