// SPDX-License-Identifier: MIT
#include "oci/demo/fieldreader.h"

#include "core/json/json.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oci::demo {

void FieldReader::allowOnly(std::initializer_list<std::string_view> known)
{
    for (const auto &[key, value] : m_json) {
        if (!std::ranges::contains(known, std::string_view(key)))
            return refuse(key, u"unrecognized field"_s);
        if (value.is_null())
            return refuse(key, u"must be left out rather than null"_s);
    }
}

void FieldReader::require(std::string_view key)
{
    if (!find(key))
        refuse(key, u"must not be null"_s);
}

void FieldReader::refuse(std::string_view key, const QString &what)
{
    if (!m_refusal)
        m_refusal = badFormat(path(key), what);
}

void FieldReader::refuse(const Refusal &refusal)
{
    if (!m_refusal)
        m_refusal = refusal;
}

std::optional<QString> FieldReader::text(std::string_view key)
{
    const auto *value = find(key);
    if (!value)
        return {};
    if (const auto *string = value->if_string())
        return core::json::text(*string);
    refuse(key, u"must be a string"_s);
    return {};
}

QString FieldReader::word(std::string_view key, std::initializer_list<const char *> words)
{
    const auto given = text(key);
    if (!given)
        return {};
    for (const char *known : words) {
        if (*given == QLatin1StringView(known))
            return given->toLower();
    }
    refuse(key, u"unknown value '%1'"_s.arg(given->left(60)));
    return {};
}

std::optional<qint64> FieldReader::integer(std::string_view key, qint64 least, qint64 most)
{
    if (!find(key))
        return {};
    const auto value = core::json::integerAt(m_json, key);
    if (!value || *value < least || *value > most) {
        refuse(key, u"must be a whole number from %1 to %2"_s.arg(least).arg(most));
        return {};
    }
    return value;
}

std::optional<double> FieldReader::number(std::string_view key, double least, double most)
{
    if (!find(key))
        return {};
    const auto value = core::json::numberAt(m_json, key);
    if (!value || !(*value >= least && *value <= most)) {
        refuse(key, u"must be a number from %1 to %2"_s.arg(least).arg(most));
        return {};
    }
    return value;
}

std::optional<bool> FieldReader::flag(std::string_view key)
{
    if (!find(key))
        return {};
    const auto value = core::json::boolAt(m_json, key);
    if (!value)
        refuse(key, u"must be true or false"_s);
    return value;
}

const boost::json::object *FieldReader::object(std::string_view key)
{
    const auto *value = find(key);
    const auto *object = value ? value->if_object() : nullptr;
    if (value && !object)
        refuse(key, u"must be an object"_s);
    return object;
}

const boost::json::array *FieldReader::array(std::string_view key)
{
    const auto *value = find(key);
    const auto *array = value ? value->if_array() : nullptr;
    if (value && !array)
        refuse(key, u"must be an array"_s);
    return array;
}

QStringList FieldReader::texts(std::string_view key)
{
    QStringList out;
    const auto *list = array(key);
    if (!list)
        return out;
    for (const auto &value : *list) {
        const auto *string = value.if_string();
        if (!string) {
            refuse(key, u"must be an array of strings"_s);
            return {};
        }
        out += core::json::text(*string);
    }
    return out;
}

void FieldReader::inObject(std::string_view key, const Read &read)
{
    const auto *json = object(key);
    if (!json)
        return;
    FieldReader reader(*json, path(key));
    read(reader);
    m_refusal = reader.refusal();
}

void FieldReader::eachObject(std::string_view key, const Read &read)
{
    const auto *list = array(key);
    for (std::size_t i = 0; list && i < list->size() && !m_refusal; ++i) {
        const QString where = u"%1[%2]"_s.arg(path(key)).arg(i);
        const auto *json = (*list)[i].if_object();
        if (!json)
            return refuse(badFormat(where, u"must be an object"_s));
        FieldReader reader(*json, where);
        read(reader);
        m_refusal = reader.refusal();
    }
}

QString FieldReader::path(std::string_view key) const
{
    const auto name = QString::fromUtf8(key.data(), qsizetype(key.size())).left(100);
    return m_path.isEmpty() ? name : m_path + u'.' + name;
}

const boost::json::value *FieldReader::find(std::string_view key) const
{
    return m_refusal ? nullptr : core::json::find(m_json, key);
}

} // namespace oci::demo
