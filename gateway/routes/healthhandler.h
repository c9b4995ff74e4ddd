// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"
#include "core/ports/modelcatalog.h"

namespace gateway::routes {

//! GET /health and its kin, for probes: says that we are there, and never asks the service.
class HealthHandler
{
public:
    explicit HealthHandler(const core::ModelCatalog &catalog) : m_catalog(catalog) { }

    void live(core::http::Exchange &exchange) const;
    //! Also whether the models were ever loaded. That is no failure: chats by a known name work.
    void ready(core::http::Exchange &exchange) const;
    //! GET /: a line of text for a person who opens the address.
    static void greet(core::http::Exchange &exchange);

private:
    const core::ModelCatalog &m_catalog;
};

} // namespace gateway::routes
