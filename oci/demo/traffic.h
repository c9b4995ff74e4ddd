// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/clock.h"

#include <QByteArray>
#include <QString>

#include <boost/json/object.hpp>

#include <deque>

namespace oci::demo {

//! What became of a request. Times in ms since 1970, 0: it has not happened.
struct SeenRequest {
    quint64 number = 0; //!< from 1
    QByteArray method;
    QString path;
    QString model;
    int status = 0;
    bool open = true; //!< its exchange lives and its answer has not ended
    qint64 arrivedMs = 0;
    qint64 headMs = 0;
    qint64 lastWriteMs = 0;
    qint64 endedMs = 0; //!< answered whole, or broken off by a fault
    qint64 leftMs = 0;  //!< the client left before the end
    qint64 writes = 0;

    bool operator==(const SeenRequest &) const = default;
};

//! What the demo saw, for tests that ask when a hang-up reached the service. Keeps the last
//! `longest` requests. The clock outlives it.
class Traffic
{
public:
    static constexpr std::size_t longest = 10'000;

    explicit Traffic(const core::Clock &clock) : m_clock(clock) { }

    [[nodiscard]] quint64 arrive(const QByteArray &method, const QString &path);
    void name(quint64 number, const QString &model);
    void head(quint64 number, int status);
    void write(quint64 number);
    void end(quint64 number);
    //! The exchange is gone: the client has left, unless the answer had ended.
    void leave(quint64 number);
    //! Forgets what is over.
    void clear();

    [[nodiscard]] const std::deque<SeenRequest> &requests() const { return m_requests; }
    [[nodiscard]] qint64 total() const { return qint64(m_next) - 1; }
    [[nodiscard]] int open() const { return m_open; }
    //! `{"total","open","requests":[…]}`, the newest last.
    [[nodiscard]] boost::json::object json() const;

private:
    SeenRequest *find(quint64 number);
    qint64 nowMs() const { return m_clock.nowUtc().toMSecsSinceEpoch(); }

    const core::Clock &m_clock;
    std::deque<SeenRequest> m_requests; //!< by number, some may be missing
    quint64 m_next = 1;
    int m_open = 0;
};

} // namespace oci::demo
