// SPDX-License-Identifier: MIT
#include "oci/inference/jsonanswerreader.h"

#include "core/json/json.h"
#include "oci/http/errormapping.h"
#include "oci/http/networkerrors.h"

#include <algorithm>

using boost::json::object;
using core::ChatDelta;
using core::Result;
using namespace Qt::StringLiterals;

namespace oci {

Result<QList<ChatDelta>> JsonAnswerReader::take(QByteArrayView eventData)
{
    const QByteArrayView data = eventData.trimmed();
    if (data.isEmpty() || m_done)
        return QList<ChatDelta>();
    if (data == "[DONE]") { // no JSON: whoever parses it fails at the end of every answer
        m_done = true;
        return QList<ChatDelta>();
    }
    const auto json = core::json::parseObject(data);
    if (!json)
        return std::unexpected(unreadableAnswer(json.error().message));
    return deltasOf(*json);
}

Result<AnswerEnd> JsonAnswerReader::whole(QByteArrayView body)
{
    const auto json = core::json::parseObject(body);
    if (!json)
        return std::unexpected(unreadableAnswer(json.error().message));
    const auto members = membersOfAnswer();
    const bool isAnswer = std::ranges::any_of(
            members, [&json](std::string_view member) { return json->contains(member); });
    if (!isAnswer && !isServiceError(*json)) {
        return std::unexpected(
                unreadableAnswer(u"no %1 in it"_s.arg(QLatin1StringView(members.front()))));
    }
    return deltasOf(*json).transform(
            [this](QList<ChatDelta> deltas) { return m_choices.endWhole(std::move(deltas)); });
}

Result<QList<ChatDelta>> JsonAnswerReader::deltasOf(const object &json)
{
    if (isServiceError(json))
        return std::unexpected(streamError(readServiceMessage(json), {}));
    QList<ChatDelta> deltas;
    return read(json, deltas).transform([&deltas] { return std::move(deltas); });
}

} // namespace oci
