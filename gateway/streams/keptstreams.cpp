// SPDX-License-Identifier: MIT
#include "gateway/streams/keptstreams.h"

#include "gateway/observe/watch.h"
#include "gateway/streams/follower.h"

#include <algorithm>

using core::http::Exchange;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace gateway::streams {

KeptStreams::KeptStreams(const Bounds &bounds, QObject *parent) : QObject(parent), m_bounds(bounds)
{
    m_timer.setInterval(
            std::clamp<milliseconds>(std::min(m_bounds.after, m_bounds.alone) / 8, 5ms, 5s));
    m_timer.callOnTimeout(this, &KeptStreams::sweep);
}

KeptStreams::~KeptStreams()
{
    // Before the bytes are counted no more.
    const QObjectList alone = children();
    for (QObject *each : alone) {
        if (auto *exchange = qobject_cast<KeptExchange *>(each))
            delete exchange;
    }
    m_streams.clear();
}

Exchange &KeptStreams::keep(Exchange &client, observe::Watch &watch, const AnswerWriter *writer)
{
    if (m_bounds.after <= 0ms)
        return client;
    makeRoom();
    const QByteArray wish = client.request().header("x-gatehouse-resume").trimmed();
    const bool goesOn = wish == "1" || wish.compare("true", Qt::CaseInsensitive) == 0;
    const bool hasEvents = writer->contentType().startsWith("text/event-stream");
    auto stream = std::make_shared<KeptStream>(watch.record().id, client.caller(),
                                               goesOn && hasEvents, m_total);
    if (!m_timer.isActive())
        m_timer.start();
    if (!goesOn) {
        m_streams.append(Entry{.stream = stream});
        return *new KeptExchange(client, stream, writer, m_bounds.streamBytes);
    }
    auto *alone = new KeptExchange(stream, writer, m_bounds.streamBytes, client.caller(), this);
    m_streams.append(Entry{.stream = stream, .alone = alone});
    watch.goesOnAlone();
    new Follower(client, stream, 0); // owned by the client's exchange
    return *alone;
}

std::shared_ptr<KeptStream> KeptStreams::find(const QByteArray &idOrName,
                                              const QByteArray &caller) const
{
    if (idOrName.isEmpty())
        return nullptr;
    // The newest first: names are the service's to choose.
    for (auto entry = m_streams.crbegin(); entry != m_streams.crend(); ++entry) {
        const KeptStream &stream = *entry->stream;
        if ((stream.id() == idOrName || stream.name() == idOrName) && stream.caller() == caller &&
            !stream.isForgotten())
            return entry->stream;
    }
    return nullptr;
}

void KeptStreams::sweep()
{
    for (Entry &entry : m_streams) {
        if (!entry.alone || entry.stream->followers > 0) {
            entry.unfollowed.invalidate();
        } else if (!entry.unfollowed.isValid()) {
            entry.unfollowed.start();
        } else if (entry.unfollowed.durationElapsed() >= m_bounds.alone) {
            delete entry.alone.data(); // nobody came for it: the generation ends
        }
    }
    m_streams.removeIf([this](const Entry &entry) {
        const KeptStream &stream = *entry.stream;
        return stream.state() != KeptStream::State::Running &&
               (stream.isForgotten() || stream.age() >= m_bounds.after);
    });
    makeRoom();
    if (m_streams.isEmpty())
        m_timer.stop(); // an idle gateway never wakes up
}

void KeptStreams::makeRoom()
{
    // What has ended goes first, the oldest of it; then what still runs is not kept.
    while (m_total > m_bounds.totalBytes || m_streams.size() >= m_bounds.streams) {
        const auto ended = std::ranges::find_if(m_streams, [](const Entry &entry) {
            return entry.stream->state() != KeptStream::State::Running;
        });
        if (ended != m_streams.end()) {
            m_streams.erase(ended);
            continue;
        }
        const auto largest = std::ranges::max_element(
                m_streams, {}, [](const Entry &entry) { return entry.stream->size(); });
        if (largest == m_streams.end())
            return;
        const Entry entry = *largest;
        m_streams.erase(largest);
        entry.stream->forget();
        delete entry.alone.data();
    }
}

} // namespace gateway::streams
