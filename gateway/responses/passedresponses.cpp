// SPDX-License-Identifier: MIT
#include "gateway/responses/passedresponses.h"

#include "core/json/json.h"

namespace gateway::responses {

namespace {

constexpr qsizetype most = 100'000;

} // namespace

void PassedResponses::note(QByteArrayView json, const QByteArray &caller, const QString &model)
{
    const auto read = core::json::parseObject(json);
    if (!read)
        return;
    const PassedFacts facts = factsOf(*read);
    if (facts.id.isEmpty() || m_passed.contains(facts.id))
        return;
    if (m_passed.size() >= most)
        m_passed.erase(m_passed.begin());
    // What comes as events tells its tokens at their end.
    const bool isWhole = !core::json::objectAt(*read, "response");
    m_passed.insert(facts.id,
                    {.caller = caller, .uncounted = isWhole && !facts.isOver ? model : QString()});
}

bool PassedResponses::isOpenTo(const QString &id, const QByteArray &caller) const
{
    const auto found = m_passed.constFind(id);
    return found == m_passed.constEnd() || found->caller == caller;
}

QString PassedResponses::takeUncounted(const PassedFacts &facts)
{
    const auto found = m_passed.find(facts.id);
    if (found == m_passed.end() || !facts.isOver || !facts.usage)
        return {};
    return std::exchange(found->uncounted, {});
}

} // namespace gateway::responses
