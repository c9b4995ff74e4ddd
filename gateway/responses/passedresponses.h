// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QHash>
#include <QString>

namespace gateway::responses {

//! For whom responses were made that OCI keeps itself, so that nobody else is given them.
class PassedResponses
{
public:
    //! `json` is a response, or an event that holds one; anything else is passed over.
    void note(QByteArrayView json, const QByteArray &caller);
    //! False: it was made for somebody else. One that was made before this run is open to all who
    //! know its id.
    [[nodiscard]] bool isOpenTo(const QString &id, const QByteArray &caller) const;

private:
    QHash<QString, QByteArray> m_callers;
};

} // namespace gateway::responses
