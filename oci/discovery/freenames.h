// SPDX-License-Identifier: MIT
#pragma once

#include <QSet>
#include <QString>

namespace oci {

//! Gives each thing a name that nothing else has: who comes first keeps it, of the others the end
//! of their OCID is added (protocol reference, 9.3).
class FreeNames
{
public:
    void take(const QString &name) { m_taken.insert(name); }
    [[nodiscard]] bool isFree(const QString &name) const { return !m_taken.contains(name); }

    //! `wanted` may be empty, the OCID not; the name is taken then.
    [[nodiscard]] QString nameFor(const QString &wanted, const QString &ocid)
    {
        QString name = wanted.isEmpty() ? ocid : wanted;
        for (qsizetype length = 8; m_taken.contains(name) && length <= ocid.size(); length += 8)
            name = wanted + QLatin1Char('-') + ocid.last(length);
        for (int i = 1; m_taken.contains(name); ++i) // nothing that OCI would answer
            name = i == 1 ? ocid : ocid + QLatin1Char('-') + QString::number(i);
        m_taken.insert(name);
        return name;
    }

private:
    QSet<QString> m_taken;
};

} // namespace oci
