// SPDX-License-Identifier: MIT
#include "oci/http/networkpool.h"

#include <algorithm>

namespace oci {

namespace {

// Below the 255 that Qt opens, since a connection that was cut off is not free at once.
constexpr int answersPerManager = 240;

} // namespace

NetworkPool::Lease NetworkPool::lease()
{
    const auto free = std::ranges::find_if(
            m_places, [](const auto &place) { return place->taken < answersPerManager; });
    if (free != m_places.end())
        return Lease(**free);
    Lease::Place &place = *m_places.emplace_back(std::make_unique<Lease::Place>());
    place.manager.setProxy(m_proxy);
    return Lease(place);
}

} // namespace oci
