// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/connectionspec.h"
#include "core/ports/clock.h"
#include "core/result.h"
#include "oci/http/networkpool.h"

#include <QFuture>
#include <QList>
#include <QObject>
#include <QThreadPool>

#include <memory>

namespace app {

//! Asks principals where they are: their region, and their tenancy, whose root is the compartment
//! that counts where none is configured. Destroying it cancels. The clock outlives it.
class PrincipalLookup final : public QObject
{
    Q_OBJECT

public:
    using Specs = core::Result<QList<ConnectionSpec>>;

    explicit PrincipalLookup(const core::Clock &clock, QObject *parent = nullptr);

    //! The connections with what was missing; nobody is asked where nothing is. One principal at
    //! most may be among them.
    QFuture<Specs> complete(QList<ConnectionSpec> specs);

private:
    const core::Clock &m_clock;
    oci::NetworkPool m_network;
    QThreadPool m_pool;
    std::unique_ptr<oci::PrincipalAuth> m_principal;
};

} // namespace app
