// SPDX-License-Identifier: MIT
#include "oci/inference/toolcallassembler.h"

#include "core/json/json.h"

#include <QRandomGenerator>

using boost::json::object;
using boost::json::value;
using core::ToolCallDelta;
using namespace Qt::StringLiterals;

namespace oci {

namespace {

bool isCompleteJson(const QByteArray &arguments)
{
    // An object's last byte first: reading all of it for each piece would be slow.
    return QByteArrayView(arguments).trimmed().endsWith('}') &&
           core::json::parse(arguments).has_value();
}

QByteArray argumentsIn(const object &json)
{
    const value *arguments = core::json::find(json, "arguments");
    if (!arguments)
        return {};
    if (const auto *text = arguments->if_string())
        return QByteArray(text->data(), qsizetype(text->size()));
    return core::json::serialize(*arguments); // an object instead of its text
}

} // namespace

QString randomCallId()
{
    quint32 numbers[3];
    QRandomGenerator::global()->fillRange(numbers);
    return u"call_"_s + QString::fromLatin1(QByteArrayView(reinterpret_cast<const char *>(numbers),
                                                           sizeof numbers)
                                                    .toByteArray()
                                                    .toHex());
}

ToolCallAssembler::Piece ToolCallAssembler::readPiece(const object &json)
{
    const object *function = core::json::objectAt(json, "function");
    const object &body = function ? *function : json;
    return {.id = core::json::textAt(json, "id"),
            .name = core::json::textAt(body, "name"),
            .arguments = argumentsIn(body)};
}

QList<ToolCallDelta> ToolCallAssembler::add(const boost::json::array &calls)
{
    QList<ToolCallDelta> out;
    int position = -1;
    for (const value &element : calls) {
        ++position;
        const object *json = element.if_object();
        if (!json)
            continue;
        const Piece piece = readPiece(*json);
        const qsizetype place = placeOf(*json, piece, position);
        if (place >= 0)
            addTo(m_calls[place], piece, out);
    }
    return out;
}

qsizetype ToolCallAssembler::newCall(const QString &id)
{
    if (m_calls.size() >= mostCalls)
        return -1;
    m_calls.append({.id = id.isEmpty() ? m_makeId() : id, .hasOwnId = !id.isEmpty()});
    const qsizetype place = m_calls.size() - 1;
    m_byId.insert(m_calls.last().id, place);
    return place;
}

bool ToolCallAssembler::isAnother(const Call &call, const Piece &piece) const
{
    return call.hasOwnId && !piece.id.isEmpty() && piece.id != call.id && !piece.name.isEmpty() &&
           (piece.name != call.name || isCompleteJson(call.arguments));
}

qsizetype ToolCallAssembler::placeOf(const object &json, const Piece &piece, int position)
{
    if (const auto index = core::json::integerAt(json, "index")) {
        // Some vendors give parallel calls one index, but never two calls one id (14.6).
        const auto known = m_byIndex.constFind(*index);
        if (known != m_byIndex.cend() && !isAnother(m_calls[*known], piece))
            return *known;
        const auto named = m_byId.constFind(piece.id);
        const qsizetype place = named != m_byId.cend() ? *named : newCall(piece.id);
        if (place >= 0)
            m_byIndex.insert(*index, place);
        return place;
    }
    if (piece.id.isEmpty())
        return placeOfUnnamed(piece, position);

    const auto known = m_byId.constFind(piece.id);
    const qsizetype place = known != m_byId.cend() ? *known : newCall(piece.id);
    if (place >= 0)
        m_current.insert(position, place);
    return place;
}

qsizetype ToolCallAssembler::placeOfUnnamed(const Piece &piece, int position)
{
    const auto current = m_current.constFind(position);
    bool startsNew = m_calls.isEmpty();
    if (!piece.name.isEmpty()) {
        if (current == m_current.cend()) {
            startsNew = true;
        } else {
            const Call &call = m_calls[*current];
            // A call by another name, or once more the same after the last one was complete.
            startsNew = !call.name.isEmpty() &&
                        (call.name != piece.name || isCompleteJson(call.arguments));
        }
    }
    if (startsNew) {
        const qsizetype place = newCall({});
        if (place >= 0)
            m_current.insert(position, place);
        return place;
    }
    return current != m_current.cend() ? *current : m_calls.size() - 1;
}

void ToolCallAssembler::addTo(Call &call, const Piece &piece, QList<ToolCallDelta> &out)
{
    // Terminal events repeat whole calls.
    if (!piece.id.isEmpty() && call.index >= 0 && piece.arguments == call.arguments &&
        isCompleteJson(call.arguments))
        return;

    if (call.name.isEmpty() && !piece.name.isEmpty())
        call.name = piece.name;
    call.arguments += piece.arguments;
    if (call.index >= 0) {
        if (!piece.arguments.isEmpty())
            out.append({.index = call.index, .arguments = piece.arguments});
    } else if (!call.name.isEmpty()) {
        call.index = m_announced++;
        out.append({.index = call.index,
                    .id = call.id,
                    .name = call.name,
                    .arguments = call.arguments});
    }
}

QList<ToolCallDelta> ToolCallAssembler::finish()
{
    QList<ToolCallDelta> out;
    for (Call &call : m_calls) {
        if (call.index < 0 || !call.arguments.isEmpty())
            continue;
        call.arguments = "{}";
        out.append({.index = call.index, .arguments = call.arguments});
    }
    return out;
}

} // namespace oci
