// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"

#include <QElapsedTimer>
#include <QObject>

namespace gateway::streams {

//! A streamed answer as it went out, or goes out, to be sent again: its head, its pieces, its end.
class KeptStream final : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Running,
        Ended,
        Broken, //!< without a proper end: the service broke off, or nobody wanted it any more
    };

    //! `isNumbered`: each piece is an event, and gets an `id:` line. `total` counts the bytes of
    //! all streams and outlives them.
    KeptStream(QByteArray id, QByteArray caller, bool isNumbered, qsizetype &total);
    ~KeptStream() override;

    [[nodiscard]] const QByteArray &id() const { return m_id; }
    [[nodiscard]] const QByteArray &caller() const { return m_caller; }
    //! What the answer is called in its dialect; empty while that is not known.
    [[nodiscard]] const QByteArray &name() const { return m_name; }
    void setName(const QByteArray &name) { m_name = name; }

    //! Of a stream.
    void begin(const core::http::Response &head);
    //! In place of a stream, such as a refusal.
    void answerWhole(const core::http::Response &response);
    void append(QByteArrayView piece);
    //! A line that says nothing: whoever follows gets it, who comes later does not.
    void pass(QByteArrayView comment) { emit passed(comment.toByteArray()); }
    void end(State state);
    //! The bytes are let go of; nothing can be sent again.
    void forget();

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool hasBegun() const { return m_hasBegun; }
    [[nodiscard]] bool isWhole() const { return m_isWhole; }
    [[nodiscard]] bool isForgotten() const { return m_isForgotten; }
    [[nodiscard]] const core::http::Response &head() const { return m_head; }
    [[nodiscard]] qsizetype pieces() const { return m_ends.size(); }
    [[nodiscard]] qsizetype size() const { return m_bytes.size(); }
    //! Pieces from `first` (counted from 0) on; good until the next `append()`.
    [[nodiscard]] QByteArrayView from(qsizetype first) const;
    //! Since its end; 0 while it runs.
    [[nodiscard]] std::chrono::milliseconds age() const;

    int followers = 0;

signals:
    void changed();
    void passed(const QByteArray &comment);

private:
    QByteArray m_id;
    QByteArray m_caller;
    QByteArray m_name;
    core::http::Response m_head;
    QByteArray m_bytes;
    QList<qsizetype> m_ends; //!< of the pieces, within the bytes
    QElapsedTimer m_ended;
    qsizetype &m_total;
    State m_state = State::Running;
    bool m_isNumbered;
    bool m_hasBegun = false;
    bool m_isWhole = false;
    bool m_isForgotten = false;
};

} // namespace gateway::streams
