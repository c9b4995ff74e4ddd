// SPDX-License-Identifier: MIT
#pragma once

#include "oci/demo/fault.h"

#include <QList>

namespace oci::demo {

//! The rules by which the demo misbehaves. The first that fits is used, and used up after its
//! `times`.
class Faults
{
public:
    static constexpr qsizetype mostRules = 1000;

    //! False: there are too many already.
    bool add(const FaultRule &rule);
    void clear() { m_rules.clear(); }
    [[nodiscard]] qsizetype count() const { return m_rules.size(); }

    //! The fault for this request; a good answer where no rule fits.
    [[nodiscard]] Fault take(const QString &path, const QString &model, const QString &prompt);

private:
    QList<FaultRule> m_rules;
};

} // namespace oci::demo
