// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"
#include "oci/demo/answerformat.h"

#include <QObject>
#include <QTimer>

namespace oci::demo {

//! Writes an answer as a text/event-stream at its pace, with the faults that were asked for.
//! Make it a child of the exchange: then it ends with the client.
//!
//! Pauses while the exchange is congested. Without pacing it writes a few dozen events at a time
//! and lets the event loop turn in between.
class AnswerStream final : public QObject
{
    Q_OBJECT

public:
    AnswerStream(core::http::Exchange &exchange, AnswerSteps steps,
                 std::unique_ptr<AnswerFormat> format, const Fault &fault, Pacing pacing);

    //! The first events go out at once; the head has been sent before.
    void start();

signals:
    void written();
    //! Complete, or broken off by a fault; never after the client left.
    void ended();

private:
    void writeSome();
    bool writeNext();
    bool misbehave();
    [[nodiscard]] QByteArray framed(QByteArrayView data) const;
    bool put(QByteArrayView bytes);
    void over();

    core::http::Exchange &m_exchange;
    AnswerSteps m_steps;
    std::unique_ptr<AnswerFormat> m_format;
    Fault m_fault;
    Pacing m_pacing;
    QByteArrayList m_queue; //!< events of a step that are not written yet
    QTimer m_timer;
    int m_events = 0;
    qint64 m_bytes = 0;
    bool m_congested = false;
    bool m_over = false;
};

} // namespace oci::demo
