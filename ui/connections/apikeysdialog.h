// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/apikeys.h"
#include "core/ports/clock.h"
#include "core/ports/connections.h"

#include <QDialog>
#include <QTimer>

class QLabel;
class QPushButton;

namespace ui {

class ApiKeyForm;
class ApiKeyTable;
class Theme;

//! The Generative AI API keys of a connection's compartment: lists, makes, renews, revokes and
//! deletes them. It does not close while a change is under way: a secret that OCI has made would
//! be lost.
class ApiKeysDialog final : public QDialog
{
    Q_OBJECT

public:
    //! The connections, the clock and the theme outlive it. `place`: whose keys these are, e.g.
    //! "DEFAULT, eu-frankfurt-1".
    ApiKeysDialog(std::shared_ptr<core::ApiKeys> keys, const QString &place,
                  core::Connections &connections, const core::Clock &clock, const Theme &theme,
                  QWidget *parent);
    ~ApiKeysDialog() override;

public slots:
    void reject() override;

private:
    QPushButton *addButton(const QString &name, const QString &text, void (ApiKeysDialog::*act)());
    void reload();
    void onListed(const core::Result<QList<core::ApiKey>> &keys);
    void make();
    void renew();
    void revoke();
    void remove();
    void confirm(const QString &question, const QString &consequence, const QString &action,
                 const std::function<void()> &act);
    //! Puts the form's wish to the service, and shows what came of it.
    void issue(ApiKeyForm *form, QFuture<core::Result<core::IssuedApiKey>> answer);
    void showFresh(const core::IssuedApiKey &issued);
    void showFailure(const core::Error &error);
    void setBusy(bool busy);
    void updateState();

    std::shared_ptr<core::ApiKeys> m_keys;
    core::Connections &m_connections;
    const core::Clock &m_clock;
    const Theme &m_theme;
    ApiKeyTable *m_table;
    QLabel *m_problem;
    QPushButton *m_new = nullptr;
    QPushButton *m_renew = nullptr;
    QPushButton *m_revoke = nullptr;
    QPushButton *m_delete = nullptr;
    QPushButton *m_refresh = nullptr;
    QTimer m_settling; //!< until keys have come or gone
    QFuture<core::Result<QList<core::ApiKey>>> m_listing;
    bool m_isListed = false;
    bool m_isBusy = false; //!< a change is under way
};

} // namespace ui
