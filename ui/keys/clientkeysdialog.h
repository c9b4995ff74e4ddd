// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/clientkeys.h"
#include "core/ports/gatewaycontrol.h"

#include <QDialog>

class QLabel;
class QPushButton;

namespace ui {

class ClientKeyForm;
class ClientKeyTable;
class Theme;

//! The keys by which tools call the gateway: lists, makes and revokes them.
class ClientKeysDialog final : public QDialog
{
    Q_OBJECT

public:
    //! All outlive it.
    ClientKeysDialog(core::ClientKeys &keys, const core::GatewayControl &gateway,
                     const Theme &theme, QWidget *parent);

private:
    QPushButton *addButton(const QString &name, const QString &text);
    void refresh();
    void updateState();
    void openForm();
    void make(ClientKeyForm *form);
    void copy();
    void confirmRevoke();
    void revoke(const QString &id);

    core::ClientKeys &m_keys;
    const core::GatewayControl &m_gateway;
    const Theme &m_theme;
    ClientKeyTable *m_table;
    QLabel *m_problem;
    QLabel *m_note;
    QPushButton *m_new;
    QPushButton *m_copy;
    QPushButton *m_revoke;
};

} // namespace ui
