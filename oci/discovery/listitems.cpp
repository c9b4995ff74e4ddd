// SPDX-License-Identifier: MIT
#include "oci/discovery/listitems.h"

#include "core/json/json.h"

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;

namespace oci {

core::Result<void> readItems(QByteArrayView body, const QString &what,
                             const std::function<void(const object &)> &take)
{
    const auto unreadable = [&what](const QString &why) {
        return std::unexpected(
                core::Error{.code = core::ErrorCode::Protocol,
                            .message = u"The list of %1 cannot be read: %2"_s.arg(what, why)});
    };
    const auto page = core::json::parse(body);
    if (!page)
        return unreadable(page.error().message);
    const object *json = page->if_object();
    const array *items = json ? core::json::arrayAt(*json, "items") : page->if_array();
    if (!items)
        return unreadable(u"it has no items"_s);
    for (const auto &item : *items) {
        if (const object *entry = item.if_object())
            take(*entry);
    }
    return {};
}

QDateTime timeAt(const object &json, std::string_view key)
{
    const QDateTime time =
            QDateTime::fromString(core::json::textAt(json, key), Qt::ISODateWithMs).toUTC();
    return time.isValid() && time.date().year() > 1971 ? time : QDateTime();
}

QStringList textsAt(const object &json, std::string_view key)
{
    QStringList texts;
    if (const array *values = core::json::arrayAt(json, key)) {
        for (const auto &value : *values) {
            if (const auto *text = value.if_string())
                texts.append(core::json::text(*text));
        }
    }
    return texts;
}

} // namespace oci
