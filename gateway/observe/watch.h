// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatanswer.h"
#include "core/chat/chatrequest.h"
#include "core/error.h"
#include "core/result.h"
#include "gateway/observe/requestlog.h"

#include <QElapsedTimer>

namespace gateway::observe {

//! Writes the record of one request while it is served, and closes it in the log at its end. Held
//! by the exchange and by what answers: where the client leaves and the answer goes on, the record
//! stays open for it. Costs a few additions for each piece of an answer. Used in the gateway's
//! thread; the log outlives it.
class Watch final
{
public:
    Watch(RequestLog &log, RequestRecord begun);
    ~Watch();
    Q_DISABLE_COPY_MOVE(Watch)

    // What answers says:

    //! The service is about to be asked.
    void asked(const core::ChatRequest &request);
    void asked(const QString &model);
    void accepted(const QString &requestId, const QString &target, const core::CallTimes &times);
    void said(const core::ChatDelta &delta);
    void used(const core::Usage &usage, bool isEstimate = false);
    void ended(const core::Result<core::ChatOutcome> &outcome);
    void failed(const core::Error &error);
    //! The same where the service says it in an answer that is whole: by the code that it gives.
    void failed(const QByteArray &code);
    //! The tokens of an answer that was made earlier are told now.
    void usedEarlier(const QString &model, const core::Usage &usage);
    //! The answer goes on without its client, also where the client has got one already.
    void goesOnAlone() { m_isAlone = true; }

    // What the exchange says:

    void beginsAnswer(int status);
    void wrote(qint64 bytes) { m_record.bytesOut += bytes; }
    void recordAnswer(QByteArrayView bytes);
    //! The whole answer has been given.
    void answered(bool properly);
    //! `body`: of an error, for its code.
    void refused(QByteArrayView body);
    [[nodiscard]] bool recordsBodies() const { return m_recordsBodies; }

    //! So far.
    [[nodiscard]] const RequestRecord &record() const { return m_record; }
    [[nodiscard]] RequestRecord::Time elapsed() const { return core::elapsedOn(m_clock); }
    //! Adds it to the log, once; a record that is closed stays as it is.
    void close();

private:
    void wait(bool waits);
    [[nodiscard]] RequestRecord::Outcome outcome() const;

    RequestLog &m_log;
    RequestRecord m_record;
    QElapsedTimer m_clock;
    core::ChatRequest m_prompt; //!< shared; counted only where the service does not
    qint64 m_tokensSaid = 0;    //!< an estimate of the answer so far
    QByteArray m_answer;        //!< where bodies are recorded
    bool m_recordsBodies;
    bool m_hasUsage = false;
    bool m_isAccepted = false;
    bool m_isWaiting = false;
    bool m_hasEnded = false; //!< well
    bool m_hasFailed = false;
    bool m_isAlone = false;
    bool m_isAnswered = false;
    bool m_isBroken = false;
    bool m_isClosed = false;
};

} // namespace gateway::observe
