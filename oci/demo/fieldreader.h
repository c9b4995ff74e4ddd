// SPDX-License-Identifier: MIT
#pragma once

#include "oci/demo/refusal.h"

#include <QStringList>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <functional>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace oci::demo {

//! Reads the members of one JSON object and keeps the first thing that is wrong with them.
//!
//! As strict as OCI: a member of another type, a null and (with `allowOnly`) an unknown member
//! are refused. After the first refusal the rest reads as absent.
class FieldReader
{
public:
    FieldReader(const boost::json::object &json, QString path)
        : m_json(json)
        , m_path(std::move(path))
    {
    }

    void allowOnly(std::initializer_list<std::string_view> known);
    void require(std::string_view key);
    void refuse(std::string_view key, const QString &what);
    void refuse(const Refusal &refusal);

    [[nodiscard]] const boost::json::object &json() const { return m_json; }
    [[nodiscard]] bool has(std::string_view key) const { return m_json.contains(key); }
    std::optional<QString> text(std::string_view key);
    //! One of the words, in lower case; OCI's words are upper case.
    QString word(std::string_view key, std::initializer_list<const char *> words);
    std::optional<qint64> integer(std::string_view key, qint64 least, qint64 most);
    std::optional<double> number(std::string_view key, double least, double most);
    std::optional<bool> flag(std::string_view key);
    const boost::json::object *object(std::string_view key);
    const boost::json::array *array(std::string_view key);
    QStringList texts(std::string_view key);

    using Read = std::function<void(FieldReader &)>;
    //! Gives the object at `key` a reader of its own; what that refuses is refused here too.
    void inObject(std::string_view key, const Read &read);
    //! The same for each member of the array at `key`, in order; they must be objects.
    void eachObject(std::string_view key, const Read &read);

    [[nodiscard]] QString path(std::string_view key) const;
    [[nodiscard]] const std::optional<Refusal> &refusal() const { return m_refusal; }

private:
    const boost::json::value *find(std::string_view key) const;

    const boost::json::object &m_json;
    QString m_path;
    std::optional<Refusal> m_refusal;
};

} // namespace oci::demo
