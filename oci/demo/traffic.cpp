// SPDX-License-Identifier: MIT
#include "oci/demo/traffic.h"

#include "core/json/json.h"

#include <algorithm>

using boost::json::object;

namespace oci::demo {

quint64 Traffic::arrive(const QByteArray &method, const QString &path)
{
    if (m_requests.size() >= longest)
        m_requests.pop_front();
    m_requests.push_back({.number = m_next, .method = method, .path = path, .arrivedMs = nowMs()});
    ++m_open;
    return m_next++;
}

void Traffic::name(quint64 number, const QString &model)
{
    if (SeenRequest *request = find(number))
        request->model = model;
}

void Traffic::head(quint64 number, int status)
{
    if (SeenRequest *request = find(number)) {
        request->status = status;
        request->headMs = nowMs();
    }
}

void Traffic::write(quint64 number)
{
    if (SeenRequest *request = find(number)) {
        request->lastWriteMs = nowMs();
        ++request->writes;
    }
}

void Traffic::end(quint64 number)
{
    SeenRequest *request = find(number);
    if (request && request->open) {
        request->open = false;
        request->endedMs = nowMs();
    }
}

void Traffic::leave(quint64 number)
{
    --m_open;
    SeenRequest *request = find(number);
    if (request && request->open) {
        request->open = false;
        request->leftMs = nowMs();
    }
}

void Traffic::clear()
{
    std::erase_if(m_requests, [](const SeenRequest &request) { return !request.open; });
}

object Traffic::json() const
{
    boost::json::array requests;
    for (const SeenRequest &request : m_requests) {
        requests.push_back(object{{"number", request.number},
                                  {"method", core::json::string(QByteArrayView(request.method))},
                                  {"path", core::json::string(request.path)},
                                  {"model", core::json::string(request.model)},
                                  {"status", request.status},
                                  {"open", request.open},
                                  {"arrivedMs", request.arrivedMs},
                                  {"headMs", request.headMs},
                                  {"lastWriteMs", request.lastWriteMs},
                                  {"endedMs", request.endedMs},
                                  {"leftMs", request.leftMs},
                                  {"writes", request.writes}});
    }
    return {{"total", total()}, {"open", open()}, {"requests", std::move(requests)}};
}

SeenRequest *Traffic::find(quint64 number)
{
    const auto found = std::ranges::lower_bound(m_requests, number, {}, &SeenRequest::number);
    return found != m_requests.end() && found->number == number ? &*found : nullptr;
}

} // namespace oci::demo
