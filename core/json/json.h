// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string_view>

//! JSON on the wire, by Boost.JSON: strict (RFC 8259), limited in depth, in the order given.
//!
//! `QJsonDocument` sorts keys, which would reorder tool schemas before a model reads them and
//! change bytes that are signed.
namespace core::json {

//! Deeper nesting than this is refused: recursive code downstream stays within its stack.
inline constexpr std::size_t maxDepth = 128;

//! Reads one complete JSON text. Invalid UTF-8, trailing bytes and too deep nesting are an
//! ErrorCode::InvalidRequest whose message names the byte offset.
[[nodiscard]] Result<boost::json::value> parse(QByteArrayView bytes);
//! The same, where nothing but an object will do.
[[nodiscard]] Result<boost::json::object> parseObject(QByteArrayView bytes);

//! Compact, keys in their order, non-ASCII characters as they are.
[[nodiscard]] QByteArray serialize(const boost::json::value &value);
[[nodiscard]] QByteArray serialize(const boost::json::object &object);

[[nodiscard]] QString text(const boost::json::string &utf8);
//! UTF-8 for the wire. A lone surrogate becomes '?'.
[[nodiscard]] boost::json::string string(const QString &text);
[[nodiscard]] boost::json::string string(QByteArrayView utf8);

//! The member, or null where it is absent or JSON's null.
[[nodiscard]] const boost::json::value *find(const boost::json::object &json, std::string_view key);
[[nodiscard]] const boost::json::object *objectAt(const boost::json::object &json,
                                                  std::string_view key);
[[nodiscard]] const boost::json::array *arrayAt(const boost::json::object &json,
                                                std::string_view key);
[[nodiscard]] const boost::json::string *stringAt(const boost::json::object &json,
                                                  std::string_view key);
//! Its text, or an empty string where it is absent or no string: for lenient reading of answers.
[[nodiscard]] QString textAt(const boost::json::object &json, std::string_view key);
//! A whole number, also one written as 1.0; nothing where it is absent or something else.
[[nodiscard]] std::optional<qint64> integerAt(const boost::json::object &json,
                                              std::string_view key);
[[nodiscard]] std::optional<double> numberAt(const boost::json::object &json, std::string_view key);
[[nodiscard]] std::optional<bool> boolAt(const boost::json::object &json, std::string_view key);

} // namespace core::json
