// SPDX-License-Identifier: MIT
#include "ui/models/conversationlistmodel.h"

#include <QLocale>

#include <algorithm>

namespace ui {

ConversationListModel::ConversationListModel(core::ConversationStore &store,
                                             const core::Clock &clock, QObject *parent)
    : QAbstractListModel(parent)
    , m_store(store)
    , m_clock(clock)
    , m_rows(readRows())
{
    connect(&store, &core::ConversationStore::listChanged, this, &ConversationListModel::reload);
}

int ConversationListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant ConversationListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[index.row()];
    switch (role) {
    case TitleRole:
    case Qt::EditRole:
        return row.text;
    case Qt::ToolTipRole:
        return row.id.isEmpty() ? QVariant() : row.text.toHtmlEscaped();
    case IdRole:
        return row.id;
    case IsHeadingRole:
        return row.id.isEmpty();
    default:
        return {};
    }
}

bool ConversationListModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const QString title = value.toString().simplified();
    if (role != Qt::EditRole || idAt(index).isEmpty() || title.isEmpty())
        return false;
    m_store.rename(idAt(index), title); // a changed list comes back as listChanged
    return true;
}

Qt::ItemFlags ConversationListModel::flags(const QModelIndex &index) const
{
    if (!index.isValid() || m_rows[index.row()].id.isEmpty())
        return Qt::NoItemFlags;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable;
}

void ConversationListModel::setFilter(const QString &words)
{
    m_filter = words.simplified();
    reload();
}

void ConversationListModel::reload()
{
    QList<Row> rows = readRows();
    if (rows == m_rows)
        return;
    // The same rows with other texts, such as after a rename, keep selection and place.
    const bool sameShape = std::ranges::equal(rows, m_rows, {}, &Row::id, &Row::id);
    if (sameShape) {
        m_rows = std::move(rows);
        emit dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

QList<ConversationListModel::Row> ConversationListModel::readRows() const
{
    QList<Row> rows;
    QString heading;
    const auto conversations = m_store.list();
    for (const core::Conversation &conversation : conversations) {
        const QString title = conversation.title.isEmpty() ? tr("New chat") : conversation.title;
        if (!title.contains(m_filter, Qt::CaseInsensitive))
            continue;
        if (const QString day = headingFor(conversation.updated); day != heading) {
            heading = day;
            rows.append({heading, {}});
        }
        rows.append({title, conversation.id});
    }
    return rows;
}

QString ConversationListModel::headingFor(const QDateTime &when) const
{
    const QDate today = m_clock.nowUtc().toLocalTime().date();
    const QDate day = when.toLocalTime().date();
    const qint64 ago = day.daysTo(today);
    if (ago <= 0)
        return tr("Today");
    if (ago == 1)
        return tr("Yesterday");
    if (ago <= 7)
        return tr("Last 7 days");
    if (ago <= 30)
        return tr("Last 30 days");
    return QLocale().toString(day, u"MMMM yyyy");
}

QModelIndex ConversationListModel::indexOf(const QString &id) const
{
    const auto at = std::ranges::find(m_rows, id, &Row::id);
    return at == m_rows.end() || id.isEmpty() ? QModelIndex()
                                              : index(int(std::distance(m_rows.begin(), at)));
}

QString ConversationListModel::idAt(const QModelIndex &index) const
{
    return index.isValid() ? m_rows[index.row()].id : QString();
}

} // namespace ui
