// SPDX-License-Identifier: MIT
#include "oci/demo/answerstream.h"

#include "core/stream/ssewriter.h"

namespace oci::demo {

namespace {

constexpr int eventsPerTurn = 64;

} // namespace

AnswerStream::AnswerStream(core::http::Exchange &exchange, AnswerSteps steps,
                           std::unique_ptr<AnswerFormat> format, const Fault &fault, Pacing pacing)
    : QObject(&exchange)
    , m_exchange(exchange)
    , m_steps(std::move(steps))
    , m_format(std::move(format))
    , m_fault(fault)
    , m_pacing(fault.pacing.value_or(pacing))
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &AnswerStream::writeSome);
    connect(&exchange, &core::http::Exchange::congested, this, [this] { m_congested = true; });
    connect(&exchange, &core::http::Exchange::drained, this, [this] {
        m_congested = false;
        if (!m_over && !m_timer.isActive())
            m_timer.start(m_pacing.interval);
    });
}

void AnswerStream::start()
{
    writeSome();
}

void AnswerStream::writeSome()
{
    const bool paced = m_pacing.interval.count() > 0;
    const int most = paced ? m_pacing.events : eventsPerTurn;
    for (int i = 0; i < most; ++i) {
        if (m_over || m_congested || !writeNext())
            return;
    }
    if (!m_over && !m_congested)
        m_timer.start(m_pacing.interval);
}

//! False: nothing more will come.
bool AnswerStream::writeNext()
{
    if (misbehave())
        return false;
    while (m_queue.isEmpty()) {
        const auto step = m_steps.next();
        if (!step)
            break;
        m_queue = m_format->events(*step);
    }
    if (m_queue.isEmpty()) {
        if (m_fault.done && !put(framed("[DONE]")))
            return false;
        m_exchange.endStream();
        over();
        return false;
    }
    ++m_events;
    return put(framed(m_queue.takeFirst()));
}

//! True: a fault ended the stream or silenced it.
bool AnswerStream::misbehave()
{
    if (m_fault.stallAfterEvents && m_events >= *m_fault.stallAfterEvents) {
        m_over = true; // no signal: for whoever listens, the answer goes on
        return true;
    }
    if (m_fault.cutAfterEvents && m_events >= *m_fault.cutAfterEvents) {
        m_exchange.abort();
        over();
        return true;
    }
    if (m_fault.errorAfterEvents && m_events >= *m_fault.errorAfterEvents) {
        if (put(framed(m_format->errorEvent(m_fault.errorShape)))) {
            m_exchange.endStream();
            over();
        }
        return true;
    }
    return false;
}

QByteArray AnswerStream::framed(QByteArrayView data) const
{
    const QByteArray name = m_format->nameOf(data);
    QByteArray bytes = name.isEmpty() ? core::sse::event(data) : core::sse::event(name, data);
    switch (m_fault.separator) {
    case Fault::Separator::Blank:
        break;
    case Fault::Separator::CrLf:
        bytes.replace("\n", "\r\n");
        break;
    case Fault::Separator::SingleNewline:
        bytes.chop(1);
        break;
    }
    return bytes;
}

//! False: the fault's number of bytes is reached, and the connection is cut.
bool AnswerStream::put(QByteArrayView bytes)
{
    const bool cut = m_fault.cutAfterBytes && m_bytes + bytes.size() >= *m_fault.cutAfterBytes;
    if (cut)
        bytes = bytes.first(qsizetype(*m_fault.cutAfterBytes - m_bytes));
    m_bytes += bytes.size();
    const qsizetype size = m_fault.bytesPerWrite > 0 ? m_fault.bytesPerWrite : bytes.size();
    for (qsizetype at = 0; at < bytes.size(); at += size) {
        m_exchange.write(bytes.sliced(at, std::min(size, bytes.size() - at)));
        emit written();
    }
    if (cut) {
        m_exchange.abort();
        over();
    }
    return !cut;
}

void AnswerStream::over()
{
    m_over = true;
    m_timer.stop();
    emit ended();
}

} // namespace oci::demo
