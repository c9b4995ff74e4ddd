// SPDX-License-Identifier: MIT
#include "oci/http/servicemessage.h"

#include "core/json/json.h"

using namespace Qt::StringLiterals;
using boost::json::object;

namespace oci {

namespace {

constexpr qsizetype longestText = 2000;

//! A code is a string as a rule and a number now and then.
QString codeAt(const object &json, std::string_view key)
{
    if (const auto number = core::json::integerAt(json, key))
        return QString::number(*number);
    return core::json::textAt(json, key);
}

ServiceMessage readObject(const object &body, int depth);

//! The JSON document that a message holds, at its start or after some words.
std::optional<ServiceMessage> innerMessage(const QString &message, int depth)
{
    const qsizetype brace = message.indexOf(u'{');
    if (brace < 0 || depth >= 2)
        return {};
    const auto inner = core::json::parseObject(message.sliced(brace).trimmed().toUtf8());
    if (!inner)
        return {};
    ServiceMessage read = readObject(*inner, depth + 1);
    if (read.message.isEmpty())
        return {};
    return read;
}

ServiceMessage readObject(const object &body, int depth)
{
    const object *error = core::json::objectAt(body, "error");
    const object &json = error ? *error : body;

    ServiceMessage read{.message = core::json::textAt(json, "message").trimmed(),
                        .code = codeAt(json, "code"),
                        .param = core::json::textAt(json, "param")};
    if (read.message.isEmpty() && !error) // {"error":"…"}, {"detail":"…"}, {"errorMessage":"…"}
        read.message = core::json::textAt(body, "error").trimmed();
    if (read.message.isEmpty())
        read.message = core::json::textAt(json, "errorMessage").trimmed();
    if (read.message.isEmpty())
        read.message = core::json::textAt(json, "detail").trimmed();
    if (read.code.isEmpty() && error)
        read.code = core::json::textAt(json, "type");

    if (auto inner = innerMessage(read.message, depth)) {
        inner->outerCode = read.code;
        if (inner->code.isEmpty())
            inner->code = read.code;
        return *inner;
    }
    read.message.truncate(longestText);
    return read;
}

//! The title says what a proxy's page is about; its mark-up says nothing to people.
QString titleOf(const QString &html)
{
    const qsizetype open = html.indexOf("<title"_L1, 0, Qt::CaseInsensitive);
    const qsizetype from = open < 0 ? -1 : html.indexOf(u'>', open) + 1;
    const qsizetype to = from <= 0 ? -1 : html.indexOf("</title"_L1, from, Qt::CaseInsensitive);
    return to < 0 ? QString() : html.sliced(from, to - from).simplified().left(200);
}

} // namespace

ServiceMessage readServiceMessage(const object &body)
{
    return readObject(body, 0);
}

ServiceMessage readServiceMessage(QByteArrayView body)
{
    if (const auto json = core::json::parseObject(body.trimmed()))
        return readObject(*json, 0);

    // Four bytes a character at most: no need to decode a long page whole.
    const QString text =
            QString::fromUtf8(body.first(std::min(body.size(), 4 * longestText))).trimmed();
    if (text.startsWith(u'<')) {
        const QString title = titleOf(text);
        return {.message =
                        title.isEmpty()
                                ? u"an HTML page instead of JSON, probably from a proxy"_s
                                : u"an HTML page instead of JSON, probably from a proxy: %1"_s.arg(
                                          title)};
    }
    if (auto inner = innerMessage(text, 0))
        return *inner;
    return {.message = text.left(longestText)};
}

bool isServiceError(const object &body)
{
    return core::json::find(body, "error") ||
           (core::json::stringAt(body, "message") && !body.contains("choices"));
}

} // namespace oci
