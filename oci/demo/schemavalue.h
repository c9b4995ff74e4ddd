// SPDX-License-Identifier: MIT
#pragma once

#include <QStringList>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace oci::demo {

//! What a value is to be about.
struct SchemaHints {
    QString subject;  //!< e.g. the place that was asked about; put into the first fitting string
    QString question; //!< the whole of it; words of an enum are looked for here

    bool operator==(const SchemaHints &) const = default;
};

//! A value that conforms to the JSON Schema, made up from the names of the members. Knows type,
//! enum, const, properties, items, $ref to $defs, anyOf/oneOf/allOf, the bounds and the common
//! formats; a `pattern` is not followed. The same each time.
[[nodiscard]] boost::json::value schemaValue(const boost::json::object &schema,
                                             const SchemaHints &hints);

} // namespace oci::demo
