// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatanswer.h"
#include "core/ports/clock.h"
#include "gateway/responses/inputitems.h"

#include <QByteArrayList>
#include <QHash>

#include <chrono>
#include <list>

namespace gateway::responses {

//! A response that clients may come back for. Texts are JSON, as they go out.
struct StoredResponse {
    QString id;
    QByteArray caller; //!< whose it is: Exchange::caller()
    QString previousId;
    QByteArray response;
    QByteArray input;      //!< an array of its own input items
    QByteArrayList events; //!< by their sequence number
    bool isBackground = false;
    bool isRunning = false;
    core::ChatStart start = {}; //!< of one that is made in the background, once it has begun
    QDateTime used = {};        //!< when it was last asked for
};

//! Bounds of what is kept in memory.
struct StoreLimits {
    qsizetype bytes = 64 * 1024 * 1024;
    qsizetype count = 1000;
    std::chrono::seconds age = std::chrono::hours(24); //!< since it was last asked for
};

//! The responses of this run, in memory alone: what nobody has asked for the longest goes first
//! where there is no room. A conversation that goes on keeps all that it consists of. What is
//! still running does not go.
//!
//! Everybody finds only what was made for the same caller. The clock outlives the store.
class ResponseStore
{
public:
    explicit ResponseStore(const core::Clock &clock, const StoreLimits &limits = {});

    //! One that is larger than all bounds allow is not kept, and so not found later.
    void keep(StoredResponse response);
    //! Null: unknown. Good until the store is changed.
    [[nodiscard]] const StoredResponse *find(const QString &id, const QByteArray &caller);
    bool remove(const QString &id, const QByteArray &caller);
    //! More of one that is running. False: there is no room for it, or it is gone.
    bool append(const QString &id, const QByteArrayList &events);
    //! Somebody has begun to make one that is running.
    void serve(const QString &id, const core::ChatStart &start);
    //! It has come to its end.
    void settle(const QString &id, const QByteArray &response);
    //! What the caller's own requests may refer to. The store outlives it.
    [[nodiscard]] Kept keptFor(const QByteArray &caller);

    [[nodiscard]] qsizetype count() const { return m_byId.size(); }
    [[nodiscard]] qsizetype bytes() const { return m_bytes; }

private:
    using All = std::list<StoredResponse>; //!< the longest unused first

    [[nodiscard]] core::Result<QList<boost::json::array>> conversation(QString id,
                                                                       const QByteArray &caller);
    [[nodiscard]] std::optional<boost::json::object> item(const QString &id,
                                                          const QByteArray &caller) const;
    void drop(All::iterator which);
    void makeRoom();

    const core::Clock &m_clock;
    StoreLimits m_limits;
    All m_all;
    QHash<QString, All::iterator> m_byId;
    qsizetype m_bytes = 0;
};

} // namespace gateway::responses
