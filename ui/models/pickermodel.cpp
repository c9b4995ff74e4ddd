// SPDX-License-Identifier: MIT
#include "ui/models/pickermodel.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ui {

int PickerModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_shown.size());
}

QVariant PickerModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const PickerRow &row = m_shown[index.row()];
    switch (role) {
    case TitleRole:
        return row.title;
    case Qt::ToolTipRole: {
        const QString below = row.warning.isEmpty() ? row.detail : row.warning;
        const QString more = row.problem.isEmpty() ? below : row.problem;
        const QString all = more.isEmpty() ? row.title : row.title + u'\n' + more;
        return row.id.isEmpty() ? QVariant() : QVariant(all);
    }
    case Qt::AccessibleDescriptionRole:
        return QStringList{row.detail, row.chips.join(u", "_s), row.warning, row.problem}
                .join(u' ')
                .simplified();
    case IdRole:
        return row.id;
    case DetailRole:
        return row.detail;
    case ChipsRole:
        return row.chips;
    case ProblemRole:
        return row.problem;
    case WarningRole:
        return row.warning;
    case IsHeadingRole:
        return row.id.isEmpty();
    case IsMarkedRole:
        return row.marked;
    case IsCurrentRole:
        return !row.id.isEmpty() && row.id == m_current;
    default:
        return {};
    }
}

Qt::ItemFlags PickerModel::flags(const QModelIndex &index) const
{
    if (!index.isValid() || m_shown[index.row()].id.isEmpty())
        return Qt::NoItemFlags;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable;
}

void PickerModel::setRows(const QList<PickerRow> &rows, const QString &currentId)
{
    m_all = rows;
    m_current = currentId;
    refilter();
}

void PickerModel::setFilter(const QString &words)
{
    m_words = words.split(u' ', Qt::SkipEmptyParts);
    refilter();
}

void PickerModel::refilter()
{
    beginResetModel();
    m_shown.clear();
    const PickerRow *heading = nullptr;
    for (const PickerRow &row : std::as_const(m_all)) {
        if (row.id.isEmpty()) {
            heading = &row;
            continue;
        }
        const QString text = row.title + u' ' + row.detail + u' ' + row.chips.join(u' ') + u' ' +
                             (heading ? heading->title : QString());
        const bool fits = std::ranges::all_of(m_words, [&text](const QString &word) {
            return text.contains(word, Qt::CaseInsensitive);
        });
        if (!fits)
            continue;
        if (heading &&
            (m_shown.isEmpty() || m_shown.last().id.isEmpty() || !m_shown.contains(*heading)))
            m_shown.append(*heading);
        m_shown.append(row);
    }
    endResetModel();
}

QModelIndex PickerModel::startIndex() const
{
    QModelIndex first;
    for (int row = 0; row < m_shown.size(); ++row) {
        if (m_shown[row].id.isEmpty())
            continue;
        if (m_shown[row].id == m_current)
            return index(row);
        if (!first.isValid())
            first = index(row);
    }
    return first;
}

} // namespace ui
