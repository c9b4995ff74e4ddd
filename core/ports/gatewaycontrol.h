// SPDX-License-Identifier: MIT
#pragma once

#include "core/secret.h"

#include <QObject>
#include <QString>
#include <QUrl>

namespace core {

//! The gateway as the window sees it. Used in the GUI thread; the gateway itself runs elsewhere.
class GatewayControl : public QObject
{
    Q_OBJECT

public:
    enum class State { Stopped, Starting, Running, Failed };
    Q_ENUM(State)

    using QObject::QObject;

    [[nodiscard]] virtual State state() const = 0;
    //! Where tools connect to, e.g. http://127.0.0.1:8088/v1. Empty unless running.
    [[nodiscard]] virtual QUrl baseUrl() const = 0;
    //! Why it is in State::Failed, and what to do, as a sentence.
    [[nodiscard]] virtual QString failure() const = 0;
    //! The key that clients present, for copying.
    [[nodiscard]] virtual Secret key() const = 0;
    //! How many requests are being answered at this moment.
    [[nodiscard]] virtual int activeRequests() const = 0;

    virtual void start() = 0;
    virtual void stop() = 0;

    //! A port that is free, where it failed since another program holds its own; 0: no such.
    [[nodiscard]] virtual quint16 freePort() const = 0;
    //! Starts there instead; in runs to come, too, unless an address is named for them.
    virtual void startAt(quint16 port) = 0;

signals:
    void changed();
};

} // namespace core
