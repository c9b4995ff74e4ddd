// SPDX-License-Identifier: MIT
#include "gateway/routes/observeroutes.h"

#include "core/json/json.h"
#include "gateway/fields/body.h"
#include "gateway/observe/recordjson.h"
#include "gateway/observe/watchedexchange.h"
#include "gateway/openai/wire.h"
#include "gateway/streams/follower.h"

#include <QFutureWatcher>
#include <QUrlQuery>

#include <algorithm>

using namespace Qt::StringLiterals;
using core::ErrorCode;
using core::Result;
using core::http::Exchange;
using gateway::observe::MetricsText;
using gateway::observe::UsageGroup;

namespace gateway::routes {

namespace {

constexpr qsizetype mostRequests = 5000;
constexpr qsizetype usualRequests = 100;
constexpr int usualDays = 30;

QString parameter(const Exchange &exchange, const QString &name)
{
    return QUrlQuery(QString::fromLatin1(exchange.request().query()))
            .queryItemValue(name, QUrl::FullyDecoded);
}

void refuse(Exchange &exchange, ErrorCode code, const QString &message, const QString &param = {})
{
    exchange.send(openai::errorResponse({.code = code, .message = message, .param = param}));
}

void sendMetrics(const Observed &observed, Exchange &exchange)
{
    const bool isOpen =
            exchange.request().header("Accept").contains("application/openmetrics-text");
    const auto format = isOpen ? MetricsText::Format::OpenMetrics : MetricsText::Format::Prometheus;
    exchange.send({.headers = {{"Cache-Control", "no-store"}},
                   .contentType = MetricsText::contentType(format),
                   .body = observed.metrics.text(format, observed.now())});
}

void sendRequests(const Observed &observed, Exchange &exchange)
{
    qsizetype limit = usualRequests;
    if (const QString text = parameter(exchange, u"limit"_s); !text.isEmpty()) {
        bool isNumber = false;
        limit = text.toLongLong(&isNumber);
        if (!isNumber || limit < 1 || limit > mostRequests) {
            return refuse(exchange, ErrorCode::InvalidRequest,
                          u"'limit' must be a whole number from 1 to %1"_s.arg(mostRequests),
                          u"limit"_s);
        }
    }
    std::optional<QByteArray> caller;
    if (!overlooksAll(exchange.caller()))
        caller = exchange.caller();
    exchange.send({.headers = {{"Cache-Control", "no-store"}},
                   .body = observe::requestList(observed.log.latest(limit, caller),
                                                observed.log.bodies().isOn())});
}

void switchBodies(const Observed &observed, Exchange &exchange)
{
    if (!overlooksAll(exchange.caller()))
        return refuse(exchange, ErrorCode::Forbidden,
                      u"Only the gateway's first key may have bodies recorded"_s);
    const auto body = fields::jsonBody(exchange.request());
    if (!body) {
        exchange.send(openai::errorResponse(body.error()));
        return;
    }
    const auto minutes = core::json::integerAt(*body, "minutes");
    const qint64 most = observe::BodySwitch::longest.count();
    if (!minutes || *minutes < 0 || *minutes > most) {
        return refuse(
                exchange, ErrorCode::InvalidRequest,
                u"'minutes' must be a whole number from 0 to %1; 0 ends the recording"_s.arg(most),
                u"minutes"_s);
    }
    observed.log.bodies().record(std::chrono::minutes(*minutes));
    boost::json::object answer{{"recording_bodies", observed.log.bodies().isOn()}};
    if (observed.log.bodies().isOn()) {
        const auto until = observed.clock.nowUtc().addDuration(observed.log.bodies().left());
        answer["until"] = core::json::string(until.toString(Qt::ISODate));
    }
    exchange.send({.body = core::json::serialize(answer)});
}

void sendStream(const Observed &observed, Exchange &exchange, const QByteArray &id)
{
    QByteArray after = exchange.request().header("Last-Event-ID").trimmed();
    if (const QString asked = parameter(exchange, u"after"_s); !asked.isEmpty())
        after = asked.toLatin1();
    bool isNumber = true;
    const qlonglong pieces = after.isEmpty() ? 0 : after.toLongLong(&isNumber);
    if (!isNumber || pieces < 0) {
        return refuse(exchange, ErrorCode::InvalidRequest,
                      u"'after' (or Last-Event-ID) must be the number of the last event that has "
                      "arrived"_s,
                      u"after"_s);
    }
    auto stream = observed.streams.find(QByteArray::fromPercentEncoding(id), exchange.caller());
    if (!stream) {
        return refuse(exchange, ErrorCode::NotFound,
                      u"There is no such stream, or it is not kept any more"_s);
    }
    new streams::Follower(exchange, std::move(stream), pieces); // owned by the exchange
}

QDate dayOf(const QString &text, const QDate &otherwise)
{
    return text.isEmpty() ? otherwise : QDate::fromString(text, Qt::ISODate);
}

std::optional<UsageGroup> groupOf(const QString &word)
{
    if (word.isEmpty())
        return UsageGroup::Row;
    if (word == "day"_L1)
        return UsageGroup::Day;
    if (word == "caller"_L1 || word == "key"_L1)
        return UsageGroup::Caller;
    if (word == "model"_L1)
        return UsageGroup::Model;
    return {};
}

void sendUsage(const Observed &observed, Exchange &exchange)
{
    const QDate today = observed.clock.nowUtc().date();
    const QDate to = dayOf(parameter(exchange, u"to"_s), today);
    const QDate from = dayOf(parameter(exchange, u"from"_s), to.addDays(1 - usualDays));
    const auto group = groupOf(parameter(exchange, u"group_by"_s));
    if (!from.isValid() || !to.isValid() || from > to) {
        return refuse(exchange, ErrorCode::InvalidRequest,
                      u"'from' and 'to' are days such as 2026-01-31 (UTC), the first not later"_s,
                      u"from"_s);
    }
    if (!group) {
        return refuse(exchange, ErrorCode::InvalidRequest, u"'group_by' is day, caller or model"_s,
                      u"group_by"_s);
    }
    using Rows = Result<QList<core::UsageRow>>;
    auto *watcher = new QFutureWatcher<Rows>(&exchange); // gone with the exchange
    const QByteArray caller = exchange.caller();
    QObject::connect(watcher, &QFutureWatcherBase::finished, watcher, [=, &exchange] {
        if (watcher->future().resultCount() == 0)
            return refuse(exchange, ErrorCode::Unavailable, u"The gateway is ending"_s);
        Rows rows = watcher->result();
        if (!rows) {
            exchange.send(openai::errorResponse(rows.error()));
            return;
        }
        if (!overlooksAll(caller)) {
            rows->removeIf([own = QString::fromUtf8(caller)](const core::UsageRow &row) {
                return row.key.caller != own;
            });
        }
        exchange.send({.headers = {{"Cache-Control", "no-store"}},
                       .body = observe::usageList(*rows, *group, from, to)});
    });
    watcher->setFuture(observed.usage->rows(from, to));
}

} // namespace

bool overlooksAll(const QByteArray &caller)
{
    return caller.isEmpty() || caller == "default" || caller == "environment" || caller == "window";
}

void addObserveRoutes(Router &router, const Observed &observed)
{
    router.add({"GET", "/metrics", Door::Key, [observed](Exchange &exchange, const QByteArray &) {
                    sendMetrics(observed, exchange);
                }});
    router.add({"GET", "/requests", Door::Key, [observed](Exchange &exchange, const QByteArray &) {
                    sendRequests(observed, exchange);
                }});
    router.add({"POST", "/requests/bodies", Door::Key,
                [observed](Exchange &exchange, const QByteArray &) {
                    switchBodies(observed, exchange);
                }});
    router.add(
            {"GET", "/streams/", Door::Key, [observed](Exchange &exchange, const QByteArray &id) {
                 sendStream(observed, exchange, id);
             }});
    if (observed.usage) {
        router.add({"GET", "/usage", Door::Key, [observed](Exchange &exchange, const QByteArray &) {
                        sendUsage(observed, exchange);
                    }});
    }
}

} // namespace gateway::routes
