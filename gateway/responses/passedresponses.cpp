// SPDX-License-Identifier: MIT
#include "gateway/responses/passedresponses.h"

#include "core/json/json.h"

namespace gateway::responses {

namespace {

constexpr qsizetype most = 100'000;

} // namespace

void PassedResponses::note(QByteArrayView json, const QByteArray &caller)
{
    const auto read = core::json::parseObject(json);
    if (!read)
        return;
    const auto *inner = core::json::objectAt(*read, "response");
    const QString id = core::json::textAt(inner ? *inner : *read, "id");
    if (id.isEmpty() || m_callers.contains(id))
        return;
    if (m_callers.size() >= most)
        m_callers.erase(m_callers.begin());
    m_callers.insert(id, caller);
}

bool PassedResponses::isOpenTo(const QString &id, const QByteArray &caller) const
{
    const auto found = m_callers.constFind(id);
    return found == m_callers.constEnd() || *found == caller;
}

} // namespace gateway::responses
