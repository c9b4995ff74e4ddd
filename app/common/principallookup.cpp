// SPDX-License-Identifier: MIT
#include "app/common/principallookup.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using core::Result;

namespace app {

namespace {

bool lacksSomething(const ConnectionSpec &spec)
{
    return spec.principal && (spec.region.isEmpty() || spec.compartment.isEmpty());
}

} // namespace

PrincipalLookup::PrincipalLookup(const core::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
{
}

QFuture<PrincipalLookup::Specs> PrincipalLookup::complete(QList<ConnectionSpec> specs)
{
    const auto found = std::ranges::find_if(specs, lacksSomething);
    if (found == specs.end())
        return QtFuture::makeReadyValueFuture(Specs(specs));

    const qsizetype index = found - specs.begin();
    m_principal = oci::principalAuth(*found->principal, m_network, m_clock, m_pool);
    return m_principal->facts().then(
            this, [specs, index](const Result<oci::PrincipalFacts> &facts) -> Specs {
                if (!facts)
                    return std::unexpected(facts.error());
                QList<ConnectionSpec> complete = specs;
                ConnectionSpec &spec = complete[index];
                if (spec.region.isEmpty())
                    spec.region = facts->region;
                if (spec.compartment.isEmpty())
                    spec.compartment = facts->tenancy;
                if (!facts->tenancy.isEmpty())
                    spec.tenancy = facts->tenancy;
                // Nobody needs to ask again.
                spec.principal->instance.region = spec.principal->instance.region.isEmpty()
                                                          ? facts->region
                                                          : spec.principal->instance.region;
                if (spec.compartment.isEmpty()) {
                    return std::unexpected(
                            core::Error{.code = core::ErrorCode::InvalidRequest,
                                        .message = u"The principal does not say its tenancy; set "
                                                   "OCI_COMPARTMENT to the compartment to use"_s});
                }
                return complete;
            });
}

} // namespace app
