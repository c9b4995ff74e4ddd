// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"
#include "oci/discovery/pagedlist.h"

#include <QDateTime>
#include <QStringList>

#include <boost/json/object.hpp>

#include <functional>
#include <optional>

namespace oci {

//! Hands over each object of a page: `{"items":[…]}`, or a bare array as Identity writes it
//! (protocol reference, 9.1). Items that are no objects are skipped; a page without a list is a
//! Protocol error. `what` names the list for people, e.g. "models".
[[nodiscard]] core::Result<void>
readItems(QByteArrayView body, const QString &what,
          const std::function<void(const boost::json::object &)> &take);

//! All items that `read` makes something of. The error names the request.
template<typename T>
[[nodiscard]] core::Result<QList<T>> itemsOf(const ListPages &list, const QString &what,
                                             std::optional<T> (*read)(const boost::json::object &))
{
    QList<T> items;
    for (const ListPage &page : list.pages) {
        const auto done = readItems(page.body, what, [&](const boost::json::object &json) {
            if (auto item = read(json))
                items.append(*std::move(item));
        });
        if (!done) {
            core::Error error = done.error();
            error.requestId = page.requestId;
            return std::unexpected(error);
        }
    }
    return items;
}

//! In UTC; invalid where it is absent. Dates of 1970 and 1971 stand for "not set".
[[nodiscard]] QDateTime timeAt(const boost::json::object &json, std::string_view key);
//! The strings of an array.
[[nodiscard]] QStringList textsAt(const boost::json::object &json, std::string_view key);

} // namespace oci
