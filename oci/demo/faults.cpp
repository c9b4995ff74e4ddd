// SPDX-License-Identifier: MIT
#include "oci/demo/faults.h"

#include <algorithm>

namespace oci::demo {

bool Faults::add(const FaultRule &rule)
{
    if (m_rules.size() >= mostRules)
        return false;
    m_rules += rule;
    return true;
}

Fault Faults::take(const QString &path, const QString &model, const QString &prompt)
{
    const auto found = std::ranges::find_if(m_rules, [&](const FaultRule &rule) {
        return path.contains(rule.path) && (rule.model.isEmpty() || model.contains(rule.model)) &&
               (rule.prompt.isEmpty() || prompt.contains(rule.prompt));
    });
    if (found == m_rules.end())
        return {};
    Fault fault = found->fault;
    if (found->times == 1)
        m_rules.erase(found);
    else if (found->times > 1)
        --found->times;
    return fault;
}

} // namespace oci::demo
