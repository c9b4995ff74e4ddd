// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/upstreammonitor.h"
#include "gateway/observe/histogram.h"
#include "gateway/observe/metricstext.h"
#include "gateway/observe/modellabels.h"
#include "gateway/observe/requestlog.h"

#include <QHash>

#include <array>

namespace gateway::observe {

//! Counts requests, tokens and times since the start, and writes them for Prometheus. What clients
//! can choose (models, callers) makes so many series and no more; the rest is "other". Used in
//! the gateway's thread.
class Metrics
{
public:
    static constexpr qsizetype mostSeries = 2000;

    //! What else is to be told, at the moment of asking.
    struct Now {
        int connections = 0;
        RequestLog::Open open = {};
        qsizetype keptStreams = 0;
        core::UpstreamReport upstream = {};
        QByteArray version = {};
    };

    void count(const RequestRecord &record);
    [[nodiscard]] QByteArray text(MetricsText::Format format, const Now &now) const;

private:
    struct Series {
        QByteArray route;
        QByteArray caller;
        QString model;
        int status = 0;

        bool operator==(const Series &) const = default;
        friend std::size_t qHash(const Series &series, std::size_t seed = 0)
        {
            return qHashMulti(seed, series.route, series.caller, series.model, series.status);
        }
    };
    struct Tokens {
        quint64 in = 0;
        quint64 out = 0;
        quint64 cached = 0;
        quint64 reasoning = 0;
        quint64 estimated = 0; //!< of in and out
    };
    enum Phase { Queue, Translate, Prepare, Sign, Connect, Upstream, Retry, Phases };

    void writeRequests(MetricsText &out) const;
    void writeTokens(MetricsText &out) const;
    void writeTimes(MetricsText &out) const;

    QHash<Series, quint64> m_requests;
    QHash<QByteArray, quint64> m_outcomes;
    QHash<QString, Tokens> m_tokens;
    QHash<QByteArray, Histogram> m_durations; //!< by route
    Histogram m_firstToken;
    std::array<Histogram, Phases> m_phases;
    ModelLabels m_models;
};

} // namespace gateway::observe
