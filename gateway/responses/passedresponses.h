// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/responses/passedfacts.h"

#include <QByteArray>
#include <QHash>
#include <QString>

namespace gateway::responses {

//! For whom responses were made that OCI keeps itself, so that nobody else is given them, and which
//! of them nobody has counted yet.
class PassedResponses
{
public:
    //! `json` is a response, or an event that holds one; anything else is passed over. `model`: as
    //! the caller named it.
    void note(QByteArrayView json, const QByteArray &caller, const QString &model = {});
    //! False: it was made for somebody else. One that was made before this run is open to all who
    //! know its id.
    [[nodiscard]] bool isOpenTo(const QString &id, const QByteArray &caller) const;
    //! The model of a response that was still being made when it was noted, and is over now: once,
    //! for whoever sees its tokens first. Empty: there is nothing to count.
    [[nodiscard]] QString takeUncounted(const PassedFacts &facts);

private:
    struct Passed {
        QByteArray caller;
        QString uncounted; //!< its model, while its tokens are to be counted
    };

    QHash<QString, Passed> m_passed;
};

} // namespace gateway::responses
