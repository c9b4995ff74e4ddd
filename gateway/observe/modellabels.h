// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/observe/requestrecord.h"

#include <QSet>

namespace gateway::observe {

//! Names of models that may stand in what is kept for long. Clients write what they like as a
//! model; only a name by which something was answered counts as one, and of these so many.
class ModelLabels
{
public:
    static constexpr qsizetype most = 200;

    //! The model of the record, "other", or nothing where the route needs none.
    [[nodiscard]] QString of(const RequestRecord &record)
    {
        if (record.model.isEmpty() || m_known.contains(record.model))
            return record.model;
        if (record.status == 200 && m_known.size() < most) {
            m_known.insert(record.model);
            return record.model;
        }
        return QStringLiteral("other");
    }

private:
    QSet<QString> m_known;
};

} // namespace gateway::observe
