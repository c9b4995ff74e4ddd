// SPDX-License-Identifier: MIT
#pragma once

#include <QDateTime>
#include <QObject>
#include <QTimer>

#include <chrono>

namespace gateway::observe {

//! Whether requests and answers are recorded with their bodies: off, until somebody asks for it
//! for some minutes. Used in the gateway's thread.
class BodySwitch final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::minutes longest{60};
    static constexpr qsizetype mostBytes = 64 * 1024; //!< of a body; the rest is cut off

    BodySwitch();

    //! From now on; zero or less ends it. More than `longest` is taken as `longest`.
    void record(std::chrono::milliseconds time);
    [[nodiscard]] bool isOn() const { return m_timer.isActive(); }
    [[nodiscard]] std::chrono::milliseconds left() const;

signals:
    //! What was recorded is to be forgotten.
    void ended();

private:
    QTimer m_timer;
};

//! The text with what may be a key replaced by "***": the values of members such as "api_key" and
//! "authorization", bearer tokens, and what looks like a key of a provider. Cuts it off at `most`
//! bytes.
[[nodiscard]] QByteArray masked(QByteArrayView body, qsizetype most);

} // namespace gateway::observe
