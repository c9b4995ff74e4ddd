// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QStringView>

#include <boost/json/object.hpp>

#include <string_view>

namespace oci {

//! Writes JSON straight into its buffer. Request bodies are mostly attachments of megabytes;
//! building a tree of values first would copy each of them twice more.
//!
//! Commas are its business, matching brackets the caller's.
class JsonWriter
{
public:
    explicit JsonWriter(qsizetype expectedSize = 1024) { m_out.reserve(expectedSize); }

    JsonWriter &beginObject() { return open('{'); }
    JsonWriter &endObject() { return close('}'); }
    JsonWriter &beginArray() { return open('['); }
    JsonWriter &endArray() { return close(']'); }
    //! A name of the protocol: printable ASCII without quotes and backslashes.
    JsonWriter &key(std::string_view name);
    //! A lone surrogate becomes '?', as in QString::toUtf8().
    JsonWriter &text(QStringView text);
    //! Bytes that are no UTF-8 become U+FFFD.
    JsonWriter &utf8(QByteArrayView bytes);
    JsonWriter &number(qint64 value);
    //! The shortest text that reads back the same; the value must be finite.
    JsonWriter &number(double value);
    JsonWriter &boolean(bool value);
    JsonWriter &json(const boost::json::object &value);
    JsonWriter &json(const boost::json::value &value);

    //! The text, without much memory to spare: a body lives as long as its answer takes.
    [[nodiscard]] QByteArray take();

private:
    JsonWriter &open(char bracket);
    JsonWriter &close(char bracket);
    void separate();
    void escaped(QByteArrayView utf8);

    QByteArray m_out;
    bool m_needsComma = false;
};

} // namespace oci
