// SPDX-License-Identifier: MIT
#pragma once

#include "core/access/clientkey.h"

#include <QStackedWidget>

class QLabel;
class QTableWidget;

namespace ui {

class Theme;

//! The keys of tools, or a sentence in their place. What is chosen stays so while keys come and go.
class ClientKeyTable final : public QStackedWidget
{
    Q_OBJECT

public:
    //! `theme` outlives it.
    ClientKeyTable(const Theme &theme, QWidget *parent);

    void showMessage(const QString &text, bool isFailure);
    //! Good ones first, or that there are none.
    void setKeys(QList<core::ClientKey> keys);
    void choose(const QString &id);
    //! Null: none is chosen.
    [[nodiscard]] const core::ClientKey *key() const;

signals:
    void currentChanged();

private:
    void fill(int row, const core::ClientKey &key);

    QTableWidget *m_table;
    QLabel *m_message;
    QList<core::ClientKey> m_keys; //!< row by row
};

} // namespace ui
