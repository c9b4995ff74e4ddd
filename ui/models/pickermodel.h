// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractListModel>
#include <QList>
#include <QStringList>

namespace ui {

//! A row of a picker: a heading, or something to choose.
struct PickerRow {
    QString id; //!< empty: a heading
    QString title;
    QString detail;       //!< the second line; may be empty
    QStringList chips;    //!< short marks at the right
    QString problem;      //!< why it cannot be used as it stands; shown in place of `detail`
    bool marked = false;  //!< simulated, drawn apart
    QString warning = {}; //!< what will soon be a problem; shown in place of `detail`

    bool operator==(const PickerRow &) const = default;
};

//! Rows under headings, filtered by words that may occur in any of their texts. A heading without
//! rows is not shown.
class PickerModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Roles {
        TitleRole = Qt::DisplayRole,
        IdRole = Qt::UserRole,
        DetailRole,
        ChipsRole,
        ProblemRole,
        WarningRole,
        IsHeadingRole,
        IsMarkedRole,
        IsCurrentRole,
    };

    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

    void setRows(const QList<PickerRow> &rows, const QString &currentId);
    void setFilter(const QString &words);
    //! The current row, else the first that can be chosen; invalid if there is none.
    [[nodiscard]] QModelIndex startIndex() const;

private:
    void refilter();

    QList<PickerRow> m_all;
    QList<PickerRow> m_shown;
    QString m_current;
    QStringList m_words;
};

} // namespace ui
