// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"

#include <boost/json/object.hpp>

#include <optional>

namespace gateway::fields {

//! Takes fields over one after another and keeps the first thing that is wrong.
class Reading
{
public:
    //! A field that may be absent: `to` then stays as it is.
    template<typename To, typename From>
    void into(To &to, core::Result<std::optional<From>> found)
    {
        if (!found) {
            note(found.error());
        } else if (*found) {
            From value = **std::move(found);
            to = std::move(value);
        }
    }
    //! Something that is there or wrong.
    template<typename To>
    void keep(To &to, core::Result<To> found)
    {
        if (!found)
            note(found.error());
        else
            to = *std::move(found);
    }
    void copy(boost::json::object &to, core::Result<const boost::json::object *> found)
    {
        if (!found)
            note(found.error());
        else if (*found)
            to = **found;
    }

    std::optional<core::Error> error;

private:
    void note(const core::Error &wrong)
    {
        if (!error)
            error = wrong;
    }
};

} // namespace gateway::fields
