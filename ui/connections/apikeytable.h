// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/apikeys.h"

#include <QStackedWidget>

class QLabel;
class QTableView;

namespace ui {

class ApiKeyModel;
class Theme;

//! A table of API keys, or a sentence in its place. What is chosen stays so while keys come and go.
class ApiKeyTable final : public QStackedWidget
{
    Q_OBJECT

public:
    //! `theme` outlives it.
    ApiKeyTable(const Theme &theme, QWidget *parent);

    void showMessage(const QString &text, bool isFailure = false);
    //! Shows them, or that there are none.
    void setKeys(const QList<core::ApiKey> &keys, const QDateTime &now);
    //! One that was made or changed; it is chosen then.
    void put(const core::ApiKey &key, const QDateTime &now);

    //! Of the chosen row; empty where there is none.
    [[nodiscard]] core::ApiKey key() const;
    [[nodiscard]] core::ApiKeySecret secret() const;
    //! Whether a key is coming or going.
    [[nodiscard]] bool isSettling() const;

signals:
    //! What is chosen, or its content.
    void currentChanged();

private:
    void makeTable(const Theme &theme);
    void makeMessage();
    void show(int row);
    [[nodiscard]] int row() const;

    ApiKeyModel *m_model;
    QTableView *m_table;
    QLabel *m_message;
};

} // namespace ui
