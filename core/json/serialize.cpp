// SPDX-License-Identifier: MIT
#include "core/json/json.h"

#include <charconv>
#include <cmath>

namespace core::json {

namespace {

void write(const boost::json::value &value, QByteArray &out);

template<typename Number>
void writeNumber(Number number, QByteArray &out)
{
    // The shortest text that reads back as the same number. Boost.JSON's own serializer writes
    // 0.5 as 5E-1, which is right but not what a model should find in a tool's schema.
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
    out.append(buffer, end - buffer);
}

void writeEscaped(unsigned char c, QByteArray &out)
{
    switch (c) {
    case '"':
        out.append("\\\"");
        return;
    case '\\':
        out.append("\\\\");
        return;
    case '\b':
        out.append("\\b");
        return;
    case '\f':
        out.append("\\f");
        return;
    case '\n':
        out.append("\\n");
        return;
    case '\r':
        out.append("\\r");
        return;
    case '\t':
        out.append("\\t");
        return;
    default:
        break;
    }
    constexpr char hex[] = "0123456789abcdef";
    out.append("\\u00").append(hex[c >> 4]).append(hex[c & 15]);
}

// Whole runs between characters that need escaping are copied at once: images are megabytes.
void write(std::string_view text, QByteArray &out)
{
    out.append('"');
    std::size_t from = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        out.append(text.data() + from, qsizetype(i - from));
        writeEscaped(c, out);
        from = i + 1;
    }
    out.append(text.data() + from, qsizetype(text.size() - from));
    out.append('"');
}

void write(const boost::json::object &object, QByteArray &out)
{
    char separator = '{';
    for (const auto &member : object) {
        out.append(separator);
        write(std::string_view(member.key().data(), member.key().size()), out);
        out.append(':');
        write(member.value(), out);
        separator = ',';
    }
    out.append(object.empty() ? "{}" : "}");
}

void write(const boost::json::array &array, QByteArray &out)
{
    char separator = '[';
    for (const boost::json::value &item : array) {
        out.append(separator);
        write(item, out);
        separator = ',';
    }
    out.append(array.empty() ? "[]" : "]");
}

void write(const boost::json::value &value, QByteArray &out)
{
    switch (value.kind()) {
    case boost::json::kind::null:
        out.append("null");
        return;
    case boost::json::kind::bool_:
        out.append(value.get_bool() ? "true" : "false");
        return;
    case boost::json::kind::int64:
        writeNumber(value.get_int64(), out);
        return;
    case boost::json::kind::uint64:
        writeNumber(value.get_uint64(), out);
        return;
    case boost::json::kind::double_:
        if (!std::isfinite(value.get_double()))
            out.append("null"); // JSON has no infinity (RFC 8259, 6)
        else if (value.get_double() == 0)
            out.append('0'); // "-0" would read back as an integer, which has no such sign
        else
            writeNumber(value.get_double(), out);
        return;
    case boost::json::kind::string:
        write(std::string_view(value.get_string().data(), value.get_string().size()), out);
        return;
    case boost::json::kind::array:
        write(value.get_array(), out);
        return;
    case boost::json::kind::object:
        write(value.get_object(), out);
        return;
    }
}

} // namespace

QByteArray serialize(const boost::json::value &value)
{
    QByteArray out;
    write(value, out);
    return out;
}

QByteArray serialize(const boost::json::object &object)
{
    QByteArray out;
    write(object, out);
    return out;
}

} // namespace core::json
