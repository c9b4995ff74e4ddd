// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>

#include <boost/json/array.hpp>

namespace oci::demo {

//! A vector of length 1 that points where the words of the text point: texts that share words
//! are near each other. A text without a word, such as a data URI's, counts as one word.
[[nodiscard]] QList<double> vectorOf(const QString &text, qsizetype dimensions);
//! From -1 to 1, of vectors of one size and of length 1.
[[nodiscard]] double cosine(const QList<double> &a, const QList<double> &b);
//! As the service writes one of its types: "float", "int8", "uint8", "binary", "ubinary".
[[nodiscard]] boost::json::array encodedVector(const QList<double> &vector, const QString &type);

} // namespace oci::demo
