// SPDX-License-Identifier: MIT
#include "ui/connections/apikeydesk.h"

#include "ui/connections/apikeysdialog.h"

#include <QMessageBox>
#include <QPushButton>

#include <algorithm>

using namespace Qt::StringLiterals;
using core::ConnectionInfo;

namespace ui {

ApiKeyDesk::ApiKeyDesk(core::Connections &connections, const core::Clock &clock, const Theme &theme,
                       QWidget *window)
    : QObject(window)
    , m_connections(connections)
    , m_clock(clock)
    , m_theme(theme)
    , m_window(window)
{
}

ConnectionInfo ApiKeyDesk::current() const
{
    const QList<ConnectionInfo> all = m_connections.connections();
    const auto found = std::ranges::find(all, m_connections.current(), &ConnectionInfo::id);
    return found == all.end() ? ConnectionInfo() : *found;
}

void ApiKeyDesk::openKeys()
{
    if (m_dialog)
        return;
    auto keys = m_connections.apiKeys();
    if (!keys) {
        emit noticed(tr("To manage API keys choose a connection that signs its requests, such as a "
                        "profile of the OCI configuration."));
        return;
    }
    const ConnectionInfo info = current();
    const QString place =
            info.region.isEmpty() ? info.name : tr("%1 in %2").arg(info.name, info.region);
    m_dialog = new ApiKeysDialog(std::move(keys), place, m_connections, m_clock, m_theme, m_window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    m_dialog->open();
}

void ApiKeyDesk::removeCurrent()
{
    const ConnectionInfo info = current();
    if (!info.isRemovable) {
        emit noticed(
                tr("Only connections that were added here can be removed here. Choose one first."));
        return;
    }
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("Remove connection"),
                                tr("Remove the connection “%1”?").arg(info.name),
                                QMessageBox::Cancel, m_window);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(tr("Its key is removed from the keychain. At OCI the key stays as it "
                               "is, and so do your chats."));
    QPushButton *remove = box->addButton(tr("&Remove"), QMessageBox::DestructiveRole);
    remove->setObjectName(u"confirmRemoveConnection"_s);
    remove->setProperty("role", u"danger"_s);
    box->setDefaultButton(QMessageBox::Cancel);
    connect(remove, &QPushButton::clicked, this,
            [this, id = info.id] { m_connections.removeBearerKey(id); });
    box->open();
}

} // namespace ui
