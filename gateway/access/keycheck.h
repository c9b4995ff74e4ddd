// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"
#include "core/secret.h"

#include <vector>

namespace gateway::access {

//! Whether a client presents one of our keys, as `Authorization: Bearer KEY` (RFC 6750, 2.1) or
//! `x-api-key: KEY`.
class KeyCheck
{
public:
    enum class Answer { Good, Missing, Wrong };

    //! Without a key nobody gets in.
    explicit KeyCheck(std::vector<core::Secret> keys) : m_keys(std::move(keys)) { }

    [[nodiscard]] Answer check(const core::http::Headers &headers) const;

private:
    [[nodiscard]] bool knows(QByteArrayView key) const;

    std::vector<core::Secret> m_keys;
};

} // namespace gateway::access
