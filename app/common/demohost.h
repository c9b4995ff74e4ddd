// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/connectionspec.h"
#include "core/ports/clock.h"
#include "core/result.h"

#include <QObject>
#include <QThread>

#include <memory>

namespace app {

//! Runs the embedded demo service on a loopback port, on a thread of its own. It stands in for
//! OCI only where it is asked for. Destroying it ends the service.
class DemoHost final : public QObject
{
    Q_OBJECT

public:
    //! The clock outlives the host.
    explicit DemoHost(const core::Clock &clock, QObject *parent = nullptr);
    ~DemoHost() override;

    //! Makes the demo's account and starts to listen; about 100 ms, for a key is made. Returns
    //! the connection to it, which the real client signs for like any other.
    [[nodiscard]] core::Result<ConnectionSpec> start();

private:
    struct Parts;

    QThread m_thread;
    std::unique_ptr<QObject> m_context; //!< lives in the thread
    std::unique_ptr<Parts> m_parts;     //!< made, used and destroyed in the thread
    const core::Clock &m_clock;
};

} // namespace app
