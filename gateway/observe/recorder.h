// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/usagejournal.h"
#include "gateway/http/head.h"
#include "gateway/observe/metrics.h"
#include "gateway/observe/requestlog.h"
#include "gateway/observe/watchedexchange.h"

namespace gateway::routes {
class Router;
}

namespace gateway::observe {

//! Sees to it that every request leaves a record, whoever answers it, and that each record is
//! counted: in the log, the metrics, the usage, and as a line of the program's log. Outlives the
//! server.
class Recorder final
{
public:
    struct Setup {
        qsizetype size = 500;
        bool accessLog = false; //!< lines at the level "info" rather than "debug"
        core::UsageJournal *usage = nullptr;
    };

    explicit Recorder(const Setup &setup);
    Q_DISABLE_COPY_MOVE(Recorder)

    //! The exchange to answer in place of this one, and owned by it.
    [[nodiscard]] core::http::Exchange &
    watch(core::http::Exchange &exchange, const QByteArray &route, RequestRecord::Time receiving);
    //! Where the answer is the gatekeeper's, no exchange comes of it; it gets an x-request-id here.
    void noteVerdict(const http::Head &head, const routes::Router &router, http::Verdict &verdict);
    //! The server's own answer to what is no request, or a part of one.
    void noteRefusal(const core::http::Request &request, const routes::Router &router,
                     core::http::Response &response);

    [[nodiscard]] RequestLog &log() { return m_log; }
    [[nodiscard]] const RequestLog &log() const { return m_log; }
    [[nodiscard]] const Metrics &metrics() const { return m_metrics; }

private:
    void addRefusal(const core::http::Request &request, const routes::Router &router,
                    const QByteArray &caller, core::http::Response &response);
    void count(const RequestRecord &record);

    Setup m_setup;
    RequestLog m_log;
    Metrics m_metrics;
    ModelLabels m_models;
};

} // namespace gateway::observe
