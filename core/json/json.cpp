// SPDX-License-Identifier: MIT
#include "core/json/json.h"

#include <boost/json/parser.hpp>

#include <cmath>

using namespace Qt::StringLiterals;

namespace core::json {

namespace {

std::unexpected<Error> invalid(const QString &message)
{
    return std::unexpected(Error{.code = ErrorCode::InvalidRequest, .message = message});
}

} // namespace

Result<boost::json::value> parse(QByteArrayView bytes)
{
    boost::json::parse_options options;
    options.max_depth = maxDepth;
    // The faster way is off by a bit now and then, and a number would go out as another one.
    options.numbers = boost::json::number_precision::precise;
    boost::json::parser parser({}, options);

    boost::system::error_code error;
    const std::size_t used = parser.write_some(bytes.data(), std::size_t(bytes.size()), error);
    if (error == boost::json::error::too_deep)
        return invalid(u"JSON nested deeper than %1 levels"_s.arg(maxDepth));
    if (error) {
        return invalid(u"Invalid JSON at byte %1: %2"_s.arg(used).arg(
                QString::fromStdString(error.message())));
    }
    if (used < std::size_t(bytes.size()))
        return invalid(u"Invalid JSON: more text after its end, at byte %1"_s.arg(used));
    return parser.release();
}

Result<boost::json::object> parseObject(QByteArrayView bytes)
{
    auto value = parse(bytes);
    if (!value)
        return std::unexpected(value.error());
    if (!value->is_object())
        return invalid(u"Expected a JSON object"_s);
    return std::move(value->get_object());
}

QString text(const boost::json::string &utf8)
{
    // QString::fromUtf8() drops U+FEFF at the start, which is a character like others where the
    // text is a piece of an answer.
    constexpr QByteArrayView mark = "\xEF\xBB\xBF";
    QByteArrayView rest(utf8.data(), qsizetype(utf8.size()));
    qsizetype marks = 0;
    for (; rest.startsWith(mark); rest = rest.sliced(mark.size()))
        ++marks;
    QString text = QString::fromUtf8(rest);
    return marks == 0 ? text : text.prepend(QString(marks, QChar::ByteOrderMark));
}

boost::json::string string(const QString &text)
{
    return string(QByteArrayView(text.toUtf8()));
}

boost::json::string string(QByteArrayView utf8)
{
    return boost::json::string(utf8.data(), std::size_t(utf8.size()));
}

const boost::json::value *find(const boost::json::object &json, std::string_view key)
{
    const boost::json::value *value = json.if_contains(key);
    return value && !value->is_null() ? value : nullptr;
}

const boost::json::object *objectAt(const boost::json::object &json, std::string_view key)
{
    const boost::json::value *value = json.if_contains(key);
    return value ? value->if_object() : nullptr;
}

const boost::json::array *arrayAt(const boost::json::object &json, std::string_view key)
{
    const boost::json::value *value = json.if_contains(key);
    return value ? value->if_array() : nullptr;
}

const boost::json::string *stringAt(const boost::json::object &json, std::string_view key)
{
    const boost::json::value *value = json.if_contains(key);
    return value ? value->if_string() : nullptr;
}

QString textAt(const boost::json::object &json, std::string_view key)
{
    const boost::json::string *value = stringAt(json, key);
    return value ? text(*value) : QString();
}

std::optional<qint64> integerAt(const boost::json::object &json, std::string_view key)
{
    const boost::json::value *value = json.if_contains(key);
    if (!value)
        return {};
    if (const auto *integer = value->if_int64())
        return *integer;
    if (const auto *number = value->if_double()) {
        constexpr double limit = 9007199254740992.0; // 2^53: whole numbers are exact up to here
        if (std::abs(*number) <= limit && std::trunc(*number) == *number)
            return qint64(*number);
    }
    return {};
}

std::optional<double> numberAt(const boost::json::object &json, std::string_view key)
{
    const boost::json::value *value = json.if_contains(key);
    if (!value || !value->is_number())
        return {};
    return value->to_number<double>();
}

std::optional<bool> boolAt(const boost::json::object &json, std::string_view key)
{
    const boost::json::value *value = json.if_contains(key);
    const bool *flag = value ? value->if_bool() : nullptr;
    return flag ? std::optional(*flag) : std::nullopt;
}

} // namespace core::json
