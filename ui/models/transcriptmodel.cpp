// SPDX-License-Identifier: MIT
#include "ui/models/transcriptmodel.h"

#include <algorithm>

namespace ui {

namespace {

void appendText(core::Message &message, const QString &text)
{
    if (text.isEmpty())
        return;
    if (!message.content.isEmpty()) {
        if (auto *last = std::get_if<core::TextPart>(&message.content.last())) {
            last->text += text;
            return;
        }
    }
    message.content.append(core::TextPart{text});
}

bool isOver(core::Turn::Status status)
{
    switch (status) {
    case core::Turn::Status::Waiting:
    case core::Turn::Status::Streaming:
        return false;
    case core::Turn::Status::Done:
    case core::Turn::Status::Stopped:
    case core::Turn::Status::Failed:
        break;
    }
    return true;
}

} // namespace

TranscriptModel::TranscriptModel(const core::Clock &clock, QObject *parent)
    : QAbstractListModel(parent)
    , m_clock(clock)
{
}

int TranscriptModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

QVariant TranscriptModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const core::Turn &turn = m_entries[index.row()].turn;
    switch (role) {
    case TextRole:
        return core::textOf(turn.message);
    case TurnIdRole:
        return turn.id;
    case StatusRole:
        return int(turn.status);
    case IsUserRole:
        return turn.message.role == core::Role::User;
    default:
        return {};
    }
}

void TranscriptModel::setTurns(const QList<core::Turn> &turns)
{
    beginResetModel();
    m_entries.clear();
    for (const core::Turn &turn : turns)
        m_entries.append({.turn = turn});
    endResetModel();
}

void TranscriptModel::put(const core::Turn &turn)
{
    const int known = rowOf(turn.id);
    if (known < 0) {
        const int row = rowCount();
        beginInsertRows({}, row, row);
        m_entries.append({.turn = turn});
        endInsertRows();
        return;
    }
    Entry &entry = m_entries[known];
    if (turn.status == core::Turn::Status::Waiting)
        entry = {}; // asked again: nothing of the old answer counts
    entry.turn = turn;
    if (isOver(turn.status))
        endThinking(entry);
    emit dataChanged(index(known), index(known));
}

void TranscriptModel::grow(const QString &turnId, const core::ChatDelta &delta)
{
    const int row = rowOf(turnId);
    if (row < 0)
        return;
    Entry &entry = m_entries[row];
    if (!delta.reasoning.isEmpty() && !entry.thinkingSince.isValid())
        entry.thinkingSince = m_clock.nowUtc();
    if (!delta.text.isEmpty())
        endThinking(entry);
    if (entry.turn.status == core::Turn::Status::Waiting)
        entry.turn.status = core::Turn::Status::Streaming;
    core::Message &message = entry.turn.message;
    appendText(message, delta.text);
    message.reasoning += delta.reasoning;
    message.refusal += delta.refusal;
    message.citations += delta.citations;
    emit dataChanged(index(row), index(row));
}

int TranscriptModel::rowOf(const QString &turnId) const
{
    // What changes is nearly always at the end.
    for (qsizetype row = m_entries.size() - 1; row >= 0; --row) {
        if (m_entries[row].turn.id == turnId)
            return int(row);
    }
    return -1;
}

std::chrono::milliseconds TranscriptModel::thoughtFor(int row) const
{
    return m_entries[row].thoughtFor;
}

void TranscriptModel::endThinking(Entry &entry) const
{
    if (!entry.thinkingSince.isValid() || entry.thoughtFor.count() > 0)
        return;
    const auto since = entry.thinkingSince.msecsTo(m_clock.nowUtc());
    entry.thoughtFor = std::chrono::milliseconds(std::max(qint64(1), since));
}

} // namespace ui
