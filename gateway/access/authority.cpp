// SPDX-License-Identifier: MIT
#include "gateway/access/authority.h"

#include <algorithm>

namespace gateway::access {

namespace {

bool isNameByte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

bool isAddressByte(char c)
{
    return (c >= 'a' && c <= 'f') || (c >= '0' && c <= '9') || c == ':' || c == '.';
}

std::optional<quint16> readPort(QByteArrayView digits)
{
    constexpr qsizetype longest = 5;
    const bool plain = std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
    if (digits.isEmpty() || digits.size() > longest || !plain)
        return {};
    const uint value = digits.toUInt();
    return value > 0 && value <= 0xffff ? std::optional(quint16(value)) : std::nullopt;
}

} // namespace

std::optional<Authority> readAuthority(QByteArrayView text)
{
    Authority authority;
    const QByteArray lower = text.trimmed().toByteArray().toLower();
    const bool bracketed = lower.startsWith('[');
    const qsizetype end = bracketed ? lower.indexOf(']') + 1 : lower.indexOf(':');
    if (bracketed && end < 4)
        return {};
    authority.host = end < 0 ? lower : lower.first(end);
    const QByteArray rest = end < 0 ? QByteArray() : lower.sliced(end);

    if (bracketed) {
        const QByteArrayView inner = QByteArrayView(authority.host).sliced(1).chopped(1);
        if (!std::ranges::all_of(inner, isAddressByte))
            return {};
    } else {
        if (authority.host.endsWith('.')) // the root of the name system, the same name
            authority.host.chop(1);
        if (authority.host.isEmpty() || !std::ranges::all_of(authority.host, isNameByte))
            return {};
    }
    if (rest.isEmpty() || rest == ":") // RFC 3986, 3.2.3: a colon without a port is no port
        return authority;
    authority.port = rest.startsWith(':') ? readPort(QByteArrayView(rest).sliced(1)) : std::nullopt;
    return authority.port ? std::optional(authority) : std::nullopt;
}

} // namespace gateway::access
