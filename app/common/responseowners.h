// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QHash>
#include <QString>

#include <memory>

namespace app {

class OciConnection;

//! Which connection made which response, as their ids do not tell.
class ResponseOwners
{
public:
    //! `json` is a response, or an event that holds one; anything else is passed over.
    void keep(QByteArrayView json, const std::shared_ptr<OciConnection> &owner);
    //! Null: made before this run, or of a connection that is gone.
    [[nodiscard]] std::shared_ptr<OciConnection> ownerOf(const QString &id) const;

private:
    QHash<QString, std::weak_ptr<OciConnection>> m_owners;
};

} // namespace app
