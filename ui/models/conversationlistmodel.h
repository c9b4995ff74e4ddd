// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/clock.h"
#include "core/ports/conversationstore.h"

#include <QAbstractListModel>

namespace ui {

//! The conversations, newest first, below headings such as "Today". Filtered by title.
class ConversationListModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Roles { TitleRole = Qt::DisplayRole, IdRole = Qt::UserRole, IsHeadingRole };

    //! Both outlive the model.
    ConversationListModel(core::ConversationStore &store, const core::Clock &clock,
                          QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    //! Renames in the store.
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

    void setFilter(const QString &words);
    [[nodiscard]] QModelIndex indexOf(const QString &id) const;
    [[nodiscard]] QString idAt(const QModelIndex &index) const;
    //! Reads the store again; also when a day has passed.
    void reload();

private:
    struct Row {
        QString text;
        QString id; //!< empty: a heading

        bool operator==(const Row &) const = default;
    };

    [[nodiscard]] QList<Row> readRows() const;
    [[nodiscard]] QString headingFor(const QDateTime &when) const;

    core::ConversationStore &m_store;
    const core::Clock &m_clock;
    QString m_filter;
    QList<Row> m_rows;
};

} // namespace ui
