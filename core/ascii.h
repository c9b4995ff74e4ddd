// SPDX-License-Identifier: MIT
#pragma once

#include <QChar>

//! What a character of ASCII is; no other character is a letter or digit here. For names and
//! identifiers, where a regular expression would be too much: the first one that is used costs an
//! idle gateway half a megabyte. From any thread.
namespace core::ascii {

[[nodiscard]] constexpr bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

[[nodiscard]] constexpr bool isUpper(QChar c)
{
    return c >= u'A' && c <= u'Z';
}

[[nodiscard]] constexpr bool isLower(QChar c)
{
    return c >= u'a' && c <= u'z';
}

[[nodiscard]] constexpr bool isLetterOrDigit(QChar c)
{
    return isLower(c) || isUpper(c) || isDigit(c);
}

[[nodiscard]] constexpr bool isHexadecimal(QChar c)
{
    return isDigit(c) || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F');
}

} // namespace core::ascii
