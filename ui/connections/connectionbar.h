// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/clock.h"
#include "core/ports/connections.h"

#include <QWidget>

#include <functional>

class QToolButton;

namespace ui {

struct ConnectionWords;
class PickerButton;
class PickerPopup;
class Theme;

//! The bar on top of the chat: which connection is used, and which of its models answers next.
class ConnectionBar final : public QWidget
{
    Q_OBJECT

public:
    //! What is passed in must outlive the bar.
    ConnectionBar(core::Connections &connections, const core::Clock &clock, const Theme &theme,
                  QWidget *parent);

    //! The model that answers next; empty: none.
    [[nodiscard]] QString model() const { return m_model; }
    //! Chooses the model if the connection offers it, now or when its models are known. Returns
    //! whether it is offered now.
    bool prefer(const QString &model);
    void setWords(const ConnectionWords &words);
    void openConnectionPicker();
    void openModelPicker();
    //! Where the keyboard goes.
    [[nodiscard]] QWidget *focusTarget() const;

    //! Another button below the connections.
    void addOffer(const QString &text, const QString &icon, const std::function<void()> &pressed);

signals:
    void modelChanged();
    void bearerKeyRequested();
    void apiKeysRequested();
    void sidebarToggled();

private:
    void makePopups();
    void updateModels();
    void choose(const QString &model);
    QToolButton *makeButton(const QString &icon, const QString &name, const QString &tip);

    core::Connections &m_connections;
    const core::Clock &m_clock;
    const Theme &m_theme;
    PickerButton *m_connectionPicker;
    PickerButton *m_modelPicker;
    PickerPopup *m_connectionPopup;
    PickerPopup *m_modelPopup;
    QToolButton *m_refresh;
    QString m_model;
    QString m_preferred; //!< of the chat that is open
};

} // namespace ui
