// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/apikeys.h"

#include <QAbstractTableModel>

namespace ui {

//! The secrets of API keys, a row each; a key without secrets has a row, too. What is deleted is
//! left out.
class ApiKeyModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { KeyColumn, SecretColumn, StateColumn, ExpiresColumn, MadeColumn, ColumnCount };
    enum Roles {
        ToneRole = Qt::UserRole, //!< a Tone
        IsRepeatedRole,          //!< the key of the row above
    };
    enum class Tone { Plain, Quiet, Warning, Bad };
    Q_ENUM(Tone)

    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    void setKeys(const QList<core::ApiKey> &keys, const QDateTime &now);
    //! In place of the key with its id, or before the others.
    void put(const core::ApiKey &key, const QDateTime &now);

    //! An empty key where there is no such row.
    [[nodiscard]] core::ApiKey keyAt(int row) const;
    //! Nameless where the key has no secret.
    [[nodiscard]] core::ApiKeySecret secretAt(int row) const;
    //! -1: not found.
    [[nodiscard]] int rowOf(const QString &keyId, const QString &secretName) const;
    //! Whether a key is coming or going, so that asking again soon is worth it.
    [[nodiscard]] bool isSettling() const;

private:
    struct Row {
        qsizetype key = 0;
        core::ApiKeySecret secret;
    };

    [[nodiscard]] QString text(const Row &row, int column) const;
    [[nodiscard]] QString stateText(const Row &row) const;
    [[nodiscard]] Tone tone(const Row &row, int column) const;
    [[nodiscard]] bool isUsable(const Row &row) const;

    QList<core::ApiKey> m_keys;
    QList<Row> m_rows;
    QDateTime m_now;
};

} // namespace ui
