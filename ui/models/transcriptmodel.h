// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/conversation.h"
#include "core/ports/clock.h"

#include <QAbstractListModel>

namespace ui {

//! The turns of one conversation, in order. The last one may still be growing.
class TranscriptModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Roles { TextRole = Qt::DisplayRole, TurnIdRole = Qt::UserRole, StatusRole, IsUserRole };

    //! `clock` outlives the model; it measures how long a model thinks.
    explicit TranscriptModel(const core::Clock &clock, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

    //! Another conversation.
    void setTurns(const QList<core::Turn> &turns);
    //! Adds the turn, or replaces the one of the same id.
    void put(const core::Turn &turn);
    //! More of an answer. A turn that is not here is passed over.
    void grow(const QString &turnId, const core::ChatDelta &delta);
    void clear() { setTurns({}); }

    [[nodiscard]] const core::Turn &turn(int row) const { return m_entries[row].turn; }
    [[nodiscard]] int rowOf(const QString &turnId) const; //!< -1: not here
    //! How long it reasoned before the answer began; 0 while it does and where nobody measured.
    [[nodiscard]] std::chrono::milliseconds thoughtFor(int row) const;

private:
    struct Entry {
        core::Turn turn;
        QDateTime thinkingSince; //!< invalid: no reasoning came while we watched
        std::chrono::milliseconds thoughtFor{0};
    };

    void endThinking(Entry &entry) const;

    const core::Clock &m_clock;
    QList<Entry> m_entries;
};

} // namespace ui
