// SPDX-License-Identifier: MIT
#include "oci/inference/jsonwriter.h"

#include "core/json/json.h"

#include <charconv>

namespace oci {

namespace {

//! Bytes that a JSON string cannot hold as they are (RFC 8259, 7).
bool isPlain(char c)
{
    return uchar(c) >= 0x20 && c != '"' && c != '\\';
}

} // namespace

QByteArray JsonWriter::take()
{
    if (m_out.size() < m_out.capacity() / 2)
        m_out.squeeze();
    return std::move(m_out);
}

JsonWriter &JsonWriter::open(char bracket)
{
    separate();
    m_out += bracket;
    m_needsComma = false;
    return *this;
}

JsonWriter &JsonWriter::close(char bracket)
{
    m_out += bracket;
    m_needsComma = true;
    return *this;
}

void JsonWriter::separate()
{
    if (m_needsComma)
        m_out += ',';
    m_needsComma = true;
}

JsonWriter &JsonWriter::key(std::string_view name)
{
    separate();
    m_out += '"';
    m_out.append(name.data(), qsizetype(name.size()));
    m_out.append("\":", 2);
    m_needsComma = false;
    return *this;
}

JsonWriter &JsonWriter::text(QStringView text)
{
    separate();
    escaped(text.toUtf8());
    return *this;
}

JsonWriter &JsonWriter::utf8(QByteArrayView bytes)
{
    separate();
    if (bytes.isValidUtf8())
        escaped(bytes);
    else
        escaped(QString::fromUtf8(bytes).toUtf8());
    return *this;
}

void JsonWriter::escaped(QByteArrayView utf8)
{
    m_out += '"';
    const char *const end = utf8.end();
    for (const char *at = utf8.begin(); at != end;) {
        const char *run = at;
        while (run != end && isPlain(*run))
            ++run;
        m_out.append(at, run - at);
        if (run == end)
            break;
        switch (*run) {
        case '"':
            m_out.append("\\\"", 2);
            break;
        case '\\':
            m_out.append("\\\\", 2);
            break;
        case '\n':
            m_out.append("\\n", 2);
            break;
        case '\r':
            m_out.append("\\r", 2);
            break;
        case '\t':
            m_out.append("\\t", 2);
            break;
        default: {
            constexpr char digits[] = "0123456789abcdef";
            m_out.append("\\u00", 4);
            m_out += digits[uchar(*run) >> 4];
            m_out += digits[uchar(*run) & 15];
        }
        }
        at = run + 1;
    }
    m_out += '"';
}

JsonWriter &JsonWriter::number(qint64 value)
{
    separate();
    char buffer[24];
    const auto written = std::to_chars(buffer, buffer + sizeof buffer, value);
    m_out.append(buffer, written.ptr - buffer);
    return *this;
}

JsonWriter &JsonWriter::number(double value)
{
    separate();
    char buffer[32];
    const auto written = std::to_chars(buffer, buffer + sizeof buffer, value);
    m_out.append(buffer, written.ptr - buffer);
    return *this;
}

JsonWriter &JsonWriter::boolean(bool value)
{
    separate();
    m_out += value ? "true" : "false";
    return *this;
}

JsonWriter &JsonWriter::json(const boost::json::object &value)
{
    separate();
    m_out += core::json::serialize(value);
    return *this;
}

JsonWriter &JsonWriter::json(const boost::json::value &value)
{
    separate();
    m_out += core::json::serialize(value);
    return *this;
}

} // namespace oci
