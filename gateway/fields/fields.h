// SPDX-License-Identifier: MIT
#pragma once

#include "core/json/json.h"
#include "core/result.h"

#include <initializer_list>
#include <utility>

//! Checked access to the fields of a request: absent and null are the same, the wrong type is an
//! error that names the field.
namespace gateway::fields {

[[nodiscard]] std::unexpected<core::Error> invalid(const QString &param, const QString &message,
                                                   const QString &reason = {});
//! "messages[2]" and "role" to "messages[2].role"; "" and "model" to "model".
[[nodiscard]] QString join(const QString &path, std::string_view key);

// Each gives nothing where the field is absent or null.
[[nodiscard]] core::Result<std::optional<QString>>
string(const boost::json::object &json, const QString &path, std::string_view key);
[[nodiscard]] core::Result<std::optional<bool>> boolean(const boost::json::object &json,
                                                        const QString &path, std::string_view key);
[[nodiscard]] core::Result<std::optional<qint64>> integer(const boost::json::object &json,
                                                          const QString &path, std::string_view key,
                                                          qint64 least, qint64 most);
[[nodiscard]] core::Result<std::optional<double>> number(const boost::json::object &json,
                                                         const QString &path, std::string_view key,
                                                         double least, double most);
[[nodiscard]] core::Result<const boost::json::object *>
object(const boost::json::object &json, const QString &path, std::string_view key);
[[nodiscard]] core::Result<const boost::json::array *>
array(const boost::json::object &json, const QString &path, std::string_view key);

//! One of a few words, as what it means: several may mean the same. Empty is absent.
[[nodiscard]] core::Result<std::optional<QString>>
word(const boost::json::object &json, const QString &path, std::string_view key,
     std::initializer_list<std::pair<QLatin1StringView, QLatin1StringView>> known);

//! A string that has to be there and not empty.
[[nodiscard]] core::Result<QString> needed(const boost::json::object &json, const QString &path,
                                           std::string_view key);

} // namespace gateway::fields
