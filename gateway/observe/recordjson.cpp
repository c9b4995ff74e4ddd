// SPDX-License-Identifier: MIT
#include "gateway/observe/recordjson.h"

#include "core/json/json.h"
#include "gateway/observe/servertiming.h"

#include <QDateTime>
#include <QHash>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;
using core::json::string;

namespace gateway::observe {

namespace {

double milliseconds(RequestRecord::Time time)
{
    return double(time.count()) / 1000;
}

void addBytes(object &json, std::string_view name, QByteArrayView text)
{
    if (!text.isEmpty())
        json[name] = string(text);
}

void addText(object &json, std::string_view name, const QString &text)
{
    if (!text.isEmpty())
        json[name] = string(text);
}

object tokensObject(const RequestRecord::Tokens &tokens)
{
    return {{"input", tokens.in},
            {"output", tokens.out},
            {"cached", tokens.cached},
            {"reasoning", tokens.reasoning},
            {"estimated", tokens.isEstimate}};
}

object timesObject(const RequestRecord &record)
{
    object json{{"total", milliseconds(record.total)}, {"queue", milliseconds(record.receiving)}};
    if (record.model.isEmpty())
        return json;
    json["translate"] = milliseconds(record.translating);
    if (record.upstream.attempts > 0) {
        json["prepare"] = milliseconds(record.upstream.preparing);
        json["sign"] = milliseconds(record.upstream.signing);
        json["connect"] = milliseconds(record.upstream.connecting);
        json["upstream"] = milliseconds(record.upstream.waiting);
        json["retry"] = milliseconds(record.upstream.resting);
        json["attempts"] = record.upstream.attempts;
    }
    if (record.firstToken)
        json["first_token"] = milliseconds(*record.firstToken);
    return json;
}

object recordObject(const RequestRecord &record)
{
    object json;
    json["id"] = string(QByteArrayView(record.id));
    json["number"] = record.number;
    const auto started = QDateTime::fromMSecsSinceEpoch(record.startedMs, QTimeZone::UTC);
    json["started"] = string(started.toString(Qt::ISODateWithMs));
    json["method"] = string(QByteArrayView(record.method));
    json["route"] = string(QByteArrayView(record.route));
    json["status"] = record.status;
    json["outcome"] = wordOf(record.outcome);
    addBytes(json, "error_code", record.errorCode);
    addBytes(json, "caller", record.caller);
    addBytes(json, "client_request_id", record.clientId);
    addBytes(json, "user_agent", record.userAgent);
    addText(json, "model", record.model);
    addText(json, "target", record.target);
    if (!record.model.isEmpty()) {
        json["stream"] = record.isStream;
        json["tokens"] = tokensObject(record.tokens);
    }
    addText(json, "opc_request_id", record.upstreamId);
    json["times_ms"] = timesObject(record);
    json["bytes_in"] = record.bytesIn;
    json["bytes_out"] = record.bytesOut;
    if (record.bodies) {
        json["request_body"] = string(QByteArrayView(record.bodies->request));
        json["answer_body"] = string(QByteArrayView(record.bodies->answer));
    }
    return json;
}

struct Sum {
    core::UsageAmount amount;
    double cost = 0;
    QString currency;
    bool hasCost = true;

    void add(const core::UsageRow &row)
    {
        amount += row.amount;
        const bool costs = row.amount.tokensIn > 0 || row.amount.tokensOut > 0;
        if (!costs)
            return;
        if (!row.cost || (!currency.isEmpty() && currency != row.cost->currency)) {
            hasCost = false;
            return;
        }
        currency = row.cost->currency;
        cost += row.cost->amount;
    }

    void write(object &json) const
    {
        json["requests"] = amount.requests;
        json["failed"] = amount.failed;
        json["input_tokens"] = amount.tokensIn;
        json["output_tokens"] = amount.tokensOut;
        json["cached_tokens"] = amount.tokensCached;
        json["reasoning_tokens"] = amount.tokensReasoning;
        json["estimated_cost"] = nullptr;
        if (hasCost && !currency.isEmpty()) {
            json["estimated_cost"] = cost;
            json["currency"] = string(currency);
        }
    }
};

object groupObject(const core::UsageKey &key, UsageGroup group)
{
    object json;
    if (group == UsageGroup::Row || group == UsageGroup::Day)
        json["day"] = string(key.day.toString(Qt::ISODate));
    if (group == UsageGroup::Row || group == UsageGroup::Caller)
        json["caller"] = string(key.caller);
    if (group == UsageGroup::Row || group == UsageGroup::Model)
        json["model"] = string(key.model);
    if (group == UsageGroup::Row)
        json["target"] = string(key.target);
    return json;
}

} // namespace

QByteArray requestList(const QList<RequestRecord> &records, bool isRecordingBodies)
{
    array all;
    all.reserve(std::size_t(records.size()));
    for (const RequestRecord &record : records)
        all.push_back(recordObject(record));
    return core::json::serialize(object{
            {"object", "list"}, {"recording_bodies", isRecordingBodies}, {"data", std::move(all)}});
}

QString accessLine(const RequestRecord &record)
{
    QByteArray total;
    appendMilliseconds(total, record.total);
    QString line = u"%1 %2 %3 %4 %5 ms, %6 bytes, id %7"_s.arg(
            QString::fromLatin1(record.method),
            record.route.isEmpty() ? u"-"_s : QString::fromLatin1(record.route),
            QString::number(record.status), QString::fromLatin1(wordOf(record.outcome)),
            QString::fromLatin1(total), QString::number(record.bytesOut),
            QString::fromLatin1(record.id));
    if (!record.caller.isEmpty())
        line += u", caller "_s + QString::fromUtf8(record.caller);
    if (!record.model.isEmpty()) {
        line += u", model %1, tokens %2/%3"_s.arg(record.model, QString::number(record.tokens.in),
                                                  QString::number(record.tokens.out));
    }
    if (!record.errorCode.isEmpty())
        line += u", "_s + QString::fromLatin1(record.errorCode);
    if (!record.upstreamId.isEmpty())
        line += u", opc-request-id "_s + record.upstreamId;
    return line;
}

QByteArray usageList(const QList<core::UsageRow> &rows, UsageGroup group, const QDate &from,
                     const QDate &to)
{
    QList<std::pair<QByteArray, std::pair<object, Sum>>> groups; // in the order of the rows
    QHash<QByteArray, qsizetype> places;
    Sum all;
    for (const core::UsageRow &row : rows) {
        object json = groupObject(row.key, group);
        const QByteArray name = core::json::serialize(json);
        auto place = places.constFind(name);
        if (place == places.cend()) {
            place = places.insert(name, groups.size());
            groups.append({name, {std::move(json), {}}});
        }
        groups[*place].second.second.add(row);
        all.add(row);
    }
    array data;
    for (auto &[name, entry] : groups) {
        entry.second.write(entry.first);
        data.push_back(std::move(entry.first));
    }
    object total;
    all.write(total);
    return core::json::serialize(object{{"object", "list"},
                                        {"from", string(from.toString(Qt::ISODate))},
                                        {"to", string(to.toString(Qt::ISODate))},
                                        {"data", std::move(data)},
                                        {"total", std::move(total)}});
}

} // namespace gateway::observe
