// SPDX-License-Identifier: MIT
#include "oci/demo/demoservice.h"

#include "core/json/json.h"
#include "oci/auth/signingstring.h"
#include "oci/demo/admission.h"
#include "oci/demo/answerstream.h"
#include "oci/demo/apikeycalls.h"
#include "oci/demo/democontrol.h"
#include "oci/demo/modellist.h"
#include "oci/demo/nativeaction.h"
#include "oci/demo/promptcommand.h"
#include "oci/demo/resourcelist.h"
#include "oci/demo/responsesanswer.h"
#include "oci/demo/sessioncalls.h"
#include "oci/http/httpdate.h"

#include <QTimer>

using namespace Qt::StringLiterals;
using core::http::Exchange;
using core::http::Request;
using core::http::Response;

namespace oci::demo {

DemoService::DemoService(DemoAccount account, const core::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_account(std::move(account))
    , m_principals(m_account)
    , m_clock(clock)
    , m_traffic(clock)
{
}

void DemoService::handle(Exchange &exchange)
{
    Visit visit{.exchange = &exchange, .route = routeOf(exchange.request())};
    if (visit.route.operation == Operation::Control && m_controllable) {
        // Ends all sessions before their time, as an administrator can.
        if (exchange.request().path() == "/demo/sessions" &&
            exchange.request().method == "DELETE") {
            m_account.sessions().revokeAll();
            exchange.send({.status = 204});
            return;
        }
        exchange.send(controlAnswer(exchange.request(), m_faults, m_traffic));
        return;
    }
    visit.number = m_traffic.arrive(exchange.request().method,
                                    QString::fromLatin1(exchange.request().path()));
    connect(&exchange, &QObject::destroyed, this,
            [this, number = visit.number] { m_traffic.leave(number); });
    visit.requestId = requestIdFor(exchange.request());
    visit.region = visit.route.region.isEmpty() ? DemoAccount::region() : visit.route.region;
    if (isChat(visit.route.operation))
        visit.call = std::make_shared<const Judged<Calling>>(
                readCalling(exchange.request(), visit.route.operation));
    if (isAction(visit.route.operation)) {
        visit.body = std::make_shared<const Judged<boost::json::object>>(
                core::json::parseObject(exchange.request().body)
                        .transform_error([](const core::Error &error) {
                            return Refusal{.message = error.message};
                        }));
    }
    visit.fault = faultFor(visit);

    // The exchange is the context: if the client leaves while we wait, nothing happens.
    if (visit.fault.delay.count() > 0)
        QTimer::singleShot(visit.fault.delay, &exchange, [this, visit] { answer(visit); });
    else
        answer(visit);
}

Fault DemoService::faultFor(const Visit &visit)
{
    QString model = QString::fromUtf8(visit.route.name);
    QString prompt;
    if (visit.call && visit.call->has_value()) {
        model = (*visit.call)->chat.model;
        prompt = lastQuestion((*visit.call)->chat.chat);
    } else if (visit.body && visit.body->has_value()) {
        const ActionSummary summary = summaryOf(**visit.body);
        model = summary.model;
        prompt = summary.prompt;
    }
    m_traffic.name(visit.number, model);
    const QString path = QString::fromLatin1(visit.exchange->request().path());
    Fault fault = m_faults.take(path, model, prompt);
    if (fault != Fault())
        return fault;
    return promptCommand(prompt).transform(faultOf).value_or(Fault());
}

void DemoService::answer(const Visit &visit)
{
    const Fault &fault = visit.fault;
    if (fault.closeBeforeHead) {
        m_traffic.end(visit.number);
        visit.exchange->abort();
        return;
    }
    if (const auto let = admitted(visit); !let)
        return refuse(visit, let.error());
    if (fault.body != Fault::Body::Good)
        return send(visit, spoiledResponse(fault));
    if (fault.status >= 400) {
        Refusal refusal{.status = fault.status,
                        .code = fault.code.isEmpty() ? codeFor(fault.status) : fault.code,
                        .message =
                                fault.message.isEmpty() ? messageFor(fault.status) : fault.message};
        if (fault.retryAfter)
            refusal.headers.append({"retry-after", QByteArray::number(*fault.retryAfter)});
        return refuse(visit, refusal);
    }
    if (visit.route.operation == Operation::Unknown || visit.route.operation == Operation::Control)
        return refuse(visit, notAuthorizedOrNotFound());
    if (!visit.route.methodAllowed)
        return refuse(visit, methodNotAllowed());
    if (isChat(visit.route.operation))
        return answerChat(visit);
    if (isAction(visit.route.operation))
        return answerOther(visit);
    if (isOpenAi(visit.route.operation))
        return answerStored(visit);

    const auto response = found(visit);
    if (!response)
        return refuse(visit, response.error());
    send(visit, *response);
}

Judged<void> DemoService::admitted(const Visit &visit)
{
    // These judge for themselves: they know no user.
    switch (visit.route.operation) {
    case Operation::Metadata:
    case Operation::Federation:
    case Operation::WorkloadToken:
        return {};
    default:
        return admit(visit.exchange->request(), visit.route, visit.region, m_account,
                     now(visit.fault));
    }
}

Judged<Response> DemoService::found(const Visit &visit)
{
    const QDateTime time = now(visit.fault);
    const Request &request = visit.exchange->request();
    switch (visit.route.operation) {
    case Operation::RefreshToken:
        return refreshToken(request, m_account.sessions(), time);
    case Operation::GenerateToken:
        return generateToken(request, m_account.sessions(), time);
    case Operation::SignInPage:
        return signInPage(visit.route.query, m_account.sessions(), time);
    case Operation::Metadata:
        if (!m_controllable)
            return std::unexpected(notAuthorizedOrNotFound());
        return m_principals.metadata(request, time);
    case Operation::Federation:
        return m_principals.federate(request, time);
    case Operation::WorkloadToken:
        return m_principals.workloadToken(request, time);
    case Operation::ResourceToken:
        return m_principals.resourceToken();
    case Operation::ResourceSession:
        return m_principals.resourceSession(request, time);
    case Operation::GetModel:
        return getModel(visit.route, visit.region, time);
    case Operation::GetEndpoint:
        return getEndpoint(visit.route, visit.region, m_account, time);
    case Operation::ListModels:
        return listModels(visit.route, visit.region, m_account, time);
    default:
        if (isApiKeyCall(visit.route.operation))
            return answerApiKeys(request, visit.route, visit.region, m_account, time);
        return listResources(visit.route, visit.region, m_account, time);
    }
}

void DemoService::answerChat(const Visit &visit)
{
    const Judged<Calling> &call = *visit.call;
    if (!call)
        return refuse(visit, call.error());
    const Request &request = visit.exchange->request();
    if (call->response) {
        if (const auto fine = checkProject(request); !fine)
            return refuse(visit, fine.error());
        const QString &previous = call->response->previousId;
        if (!previous.isEmpty() && !m_responses.has(previous.toUtf8())) {
            return refuse(visit,
                          vendorRefusal("previous_response_id", "previous_response_not_found",
                                        u"Previous response with id '%1' not found."_s.arg(
                                                previous.left(100))));
        }
    }
    const auto model = modelFor(call->chat, request, visit.route, visit.region, m_account);
    if (!model)
        return refuse(visit, model.error());
    stream(visit, *call, **model);
}

void DemoService::answerStored(const Visit &visit)
{
    const auto project = checkProject(visit.exchange->request());
    const auto answer = project.and_then([&]() -> Judged<boost::json::object> {
        const QByteArray compartment = visit.exchange->request().header("opc-compartment-id");
        if (!hasBearer(visit.exchange->request()) && !m_account.permits(compartment))
            return std::unexpected(notAuthorizedOrNotFound());
        return m_responses.answer(visit.route);
    });
    if (answer)
        send(visit, {.body = core::json::serialize(*answer)});
    else
        refuse(visit, answer.error());
}

void DemoService::answerOther(const Visit &visit)
{
    const auto answer = visit.body->and_then([&](const boost::json::object &body) {
        return answerAction(visit.route.operation, body, visit.region, m_account);
    });
    if (answer)
        send(visit, {.body = core::json::serialize(*answer)});
    else
        refuse(visit, answer.error());
}

void DemoService::stream(const Visit &visit, const Calling &calling, const DemoModel &model)
{
    const ChatCall &call = calling.chat;
    AnswerContext context{.call = call,
                          .model = model,
                          .now = now(visit.fault),
                          .id = "chatcmpl-demo-" + QByteArray::number(visit.number),
                          .finishReason = visit.fault.finishReason};
    auto script = scriptedAnswer(call.chat, model, visit.fault.answerBytes);
    if (calling.response) {
        context.id = "resp_demo_" + QByteArray::number(visit.number);
        m_responses.keep(*calling.response,
                         responsesFormat(context, *calling.response)->whole(script));
    }
    auto format = calling.response ? responsesFormat(std::move(context), *calling.response)
                  : visit.route.operation == Operation::OpenAiChat ||
                                  visit.route.operation == Operation::Predict
                          ? openAiFormat(std::move(context))
                          : nativeFormat(std::move(context));
    core::http::Headers extra = headers(visit);
    if (model.deprecatedDays.value_or(1) <= 0)
        extra.append({"model-deprecation-info", model.name + " will be retired soon."});
    if (!call.chat.stream) {
        send(visit, {.headers = extra, .body = format->whole(script)});
        return;
    }

    m_traffic.head(visit.number, 200);
    visit.exchange->beginStream({.headers = extra, .contentType = "text/event-stream"});
    auto *answer = new AnswerStream(*visit.exchange, AnswerSteps(std::move(script)),
                                    std::move(format), visit.fault, m_pacing);
    connect(answer, &AnswerStream::written, this,
            [this, number = visit.number] { m_traffic.write(number); });
    connect(answer, &AnswerStream::ended, this,
            [this, number = visit.number] { m_traffic.end(number); });
    answer->start();
}

void DemoService::send(const Visit &visit, Response response)
{
    if (core::http::headerValue(response.headers, "opc-request-id").isEmpty())
        response.headers.append(headers(visit));
    m_traffic.head(visit.number, response.status);
    m_traffic.write(visit.number);
    m_traffic.end(visit.number);
    visit.exchange->send(response);
}

void DemoService::refuse(const Visit &visit, const Refusal &refusal)
{
    send(visit, isOpenAi(visit.route.operation) ? openAiError(refusal) : ociError(refusal));
}

core::http::Headers DemoService::headers(const Visit &visit) const
{
    core::http::Headers out{{"opc-request-id", visit.requestId}};
    out.append({"Date", httpDate(now(visit.fault))});
    return out;
}

QDateTime DemoService::now(const Fault &fault) const
{
    return m_clock.nowUtc().addDuration(fault.clockSkew);
}

} // namespace oci::demo
