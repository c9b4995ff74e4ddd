// SPDX-License-Identifier: MIT
#include "gateway/responses/responsestore.h"

#include "core/json/json.h"
#include "gateway/fields/fields.h"

#include <ranges>

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;
using core::Result;

namespace gateway::responses {

namespace {

constexpr qsizetype perResponse = 512; //!< bytes of what is around the texts

qsizetype sizeOf(const QByteArrayList &events)
{
    qsizetype size = 0;
    for (const QByteArray &event : events)
        size += event.size() + qsizetype(sizeof(QByteArray));
    return size;
}

qsizetype sizeOf(const StoredResponse &stored)
{
    return perResponse + stored.response.size() + stored.input.size() + sizeOf(stored.events);
}

array arrayOf(const QByteArray &json)
{
    auto read = core::json::parse(json);
    return read && read->is_array() ? std::move(read->get_array()) : array();
}

array outputOf(const QByteArray &response)
{
    auto read = core::json::parseObject(response);
    auto *output = read ? read->if_contains("output") : nullptr;
    return output && output->is_array() ? std::move(output->get_array()) : array();
}

std::unexpected<core::Error> notFound(const QString &id)
{
    return fields::invalid(
            u"previous_response_id"_s,
            u"The response '%1' is not kept here. Responses are kept in memory for a while, and "
            "not across a start of the gateway: send the whole conversation as input"_s.arg(
                    id.left(100)),
            u"previous_response_not_found"_s);
}

} // namespace

ResponseStore::ResponseStore(const core::Clock &clock, const StoreLimits &limits)
    : m_clock(clock)
    , m_limits(limits)
{
}

void ResponseStore::drop(All::iterator which)
{
    m_bytes -= sizeOf(*which);
    m_byId.remove(which->id);
    m_all.erase(which);
}

void ResponseStore::makeRoom()
{
    const QDateTime oldest = m_clock.nowUtc().addSecs(-m_limits.age.count());
    for (auto each = m_all.begin(); each != m_all.end();) {
        const auto next = std::next(each);
        const bool isFull = m_bytes > m_limits.bytes || m_byId.size() > m_limits.count;
        if (!isFull && each->used >= oldest)
            return; // those behind it are younger
        if (!each->isRunning)
            drop(each);
        each = next;
    }
}

void ResponseStore::keep(StoredResponse response)
{
    if (const auto old = m_byId.constFind(response.id); old != m_byId.constEnd())
        drop(*old);
    if (sizeOf(response) > m_limits.bytes)
        return;
    response.used = m_clock.nowUtc();
    m_bytes += sizeOf(response);
    const QString id = response.id;
    m_byId.insert(id, m_all.insert(m_all.end(), std::move(response)));
    makeRoom();
}

const StoredResponse *ResponseStore::find(const QString &id, const QByteArray &caller)
{
    makeRoom();
    const auto found = m_byId.constFind(id);
    if (found == m_byId.constEnd() || (*found)->caller != caller)
        return nullptr;
    const auto which = *found;
    which->used = m_clock.nowUtc();
    m_all.splice(m_all.end(), m_all, which);
    return &*which;
}

bool ResponseStore::remove(const QString &id, const QByteArray &caller)
{
    if (!find(id, caller))
        return false;
    drop(m_byId.value(id));
    return true;
}

bool ResponseStore::append(const QString &id, const QByteArrayList &events)
{
    const auto found = m_byId.constFind(id);
    if (found == m_byId.constEnd())
        return false;
    const auto which = *found;
    if (sizeOf(*which) + sizeOf(events) > m_limits.bytes)
        return false;
    which->events += events;
    m_bytes += sizeOf(events);
    makeRoom();
    return true;
}

void ResponseStore::serve(const QString &id, const core::ChatStart &start)
{
    if (const auto found = m_byId.constFind(id); found != m_byId.constEnd())
        (*found)->start = start;
}

void ResponseStore::settle(const QString &id, const QByteArray &response)
{
    const auto found = m_byId.constFind(id);
    if (found == m_byId.constEnd())
        return;
    const auto which = *found;
    m_bytes += response.size() - which->response.size();
    which->response = response;
    which->isRunning = false;
    which->used = m_clock.nowUtc();
    m_all.splice(m_all.end(), m_all, which);
    makeRoom();
}

Result<QList<array>> ResponseStore::conversation(QString id, const QByteArray &caller)
{
    QList<array> items; // the newest first
    while (!id.isEmpty()) {
        const StoredResponse *stored = find(id, caller);
        if (!stored)
            return notFound(id);
        if (stored->isRunning) {
            return fields::invalid(u"previous_response_id"_s,
                                   u"The response '%1' is still being made"_s.arg(id));
        }
        items.append(outputOf(stored->response));
        items.append(arrayOf(stored->input));
        id = stored->previousId;
    }
    std::ranges::reverse(items);
    return items;
}

std::optional<object> ResponseStore::item(const QString &id, const QByteArray &caller) const
{
    const QByteArray mark = core::json::serialize(boost::json::value(core::json::string(id)));
    for (const StoredResponse &stored : m_all | std::views::reverse) {
        if (stored.caller != caller)
            continue;
        for (const bool isInput : {false, true}) {
            const QByteArray &json = isInput ? stored.input : stored.response;
            if (!json.contains(mark))
                continue;
            for (const auto &each : isInput ? arrayOf(json) : outputOf(json)) {
                if (each.is_object() && core::json::textAt(each.get_object(), "id") == id)
                    return each.get_object();
            }
        }
    }
    return {};
}

Kept ResponseStore::keptFor(const QByteArray &caller)
{
    return {.conversation = [this, caller](const QString &id) { return conversation(id, caller); },
            .item = [this, caller](const QString &id) { return item(id, caller); }};
}

} // namespace gateway::responses
