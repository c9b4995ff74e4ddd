// SPDX-License-Identifier: MIT
#include "gateway/observe/watch.h"

#include "core/chat/tokenestimate.h"
#include "gateway/problems/problem.h"

namespace gateway::observe {

namespace {

constexpr int clientLeft = 499; // nginx's word for it
constexpr qsizetype longestModel = 200;

//! The value of the first member "code" that is a string: so say all dialects.
QByteArray codeIn(QByteArrayView body)
{
    constexpr QByteArrayView mark = "\"code\":\"";
    constexpr qsizetype longest = 64;
    const qsizetype at = body.indexOf(mark);
    if (at < 0)
        return {};
    const QByteArrayView value = body.sliced(at + mark.size());
    const qsizetype end = value.indexOf('"');
    return end < 0 || end > longest ? QByteArray() : value.first(end).toByteArray();
}

} // namespace

Watch::Watch(RequestLog &log, RequestRecord begun)
    : m_log(log)
    , m_record(std::move(begun))
    , m_recordsBodies(log.bodies().isOn())
{
    m_clock.start();
    ++m_log.open.requests;
}

Watch::~Watch()
{
    close();
}

void Watch::asked(const core::ChatRequest &request)
{
    m_prompt = request;
    if (request.stream && !std::exchange(m_record.isStream, true))
        ++m_log.open.streams;
    asked(request.model);
}

void Watch::asked(const QString &model)
{
    m_record.model = model.size() > longestModel ? model.first(longestModel) : model;
    m_record.translating = elapsed();
    wait(true);
}

void Watch::wait(bool waits)
{
    if (std::exchange(m_isWaiting, waits) != waits)
        m_log.open.waiting += waits ? 1 : -1;
}

void Watch::accepted(const QString &requestId, const QString &target, const core::CallTimes &times)
{
    m_record.target = target;
    m_isAccepted = true;
    m_record.upstreamId = requestId;
    m_record.upstream = times;
    wait(false);
}

void Watch::said(const core::ChatDelta &delta)
{
    qint64 tokens = core::estimateTokens(delta.text) + core::estimateTokens(delta.reasoning) +
                    core::estimateTokens(delta.refusal);
    for (const core::ToolCallDelta &call : delta.toolCalls)
        tokens += core::estimateTokens(call.name) + (call.arguments.size() + 3) / 4;
    if (tokens == 0)
        return;
    if (m_tokensSaid == 0)
        m_record.firstToken = elapsed();
    m_tokensSaid += tokens;
}

void Watch::used(const core::Usage &usage, bool isEstimate)
{
    m_hasUsage = true;
    m_record.tokens = {.in = usage.promptTokens,
                       .out = usage.completionTokens,
                       .cached = usage.cachedTokens.value_or(0),
                       .reasoning = usage.reasoningTokens.value_or(0),
                       .isEstimate = isEstimate};
}

void Watch::ended(const core::Result<core::ChatOutcome> &outcome)
{
    if (!outcome)
        return failed(outcome.error());
    wait(false);
    m_isAccepted = true;
    m_hasEnded = true;
    if (outcome->usage)
        used(*outcome->usage);
    if (m_record.upstreamId.isEmpty())
        m_record.upstreamId = outcome->requestId;
}

void Watch::failed(const core::Error &error)
{
    wait(false);
    m_hasFailed = true;
    m_record.errorCode = problemOf(error).code;
    if (m_record.upstreamId.isEmpty())
        m_record.upstreamId = error.requestId;
}

void Watch::failed(const QByteArray &code)
{
    wait(false);
    m_hasFailed = true;
    m_record.errorCode = code;
}

void Watch::usedEarlier(const QString &model, const core::Usage &usage)
{
    m_record.model = model;
    used(usage);
}

void Watch::beginsAnswer(int status)
{
    m_record.status = status;
}

void Watch::recordAnswer(QByteArrayView bytes)
{
    const qsizetype room = BodySwitch::mostBytes - m_answer.size();
    if (room > 0)
        m_answer.append(bytes.first(std::min(room, bytes.size())));
}

void Watch::refused(QByteArrayView body)
{
    if (m_record.errorCode.isEmpty())
        m_record.errorCode = codeIn(body);
}

void Watch::answered(bool properly)
{
    m_isAnswered = true;
    m_isBroken = !properly;
    if (!m_isAlone || m_hasEnded || m_hasFailed || m_isBroken)
        close();
}

RequestRecord::Outcome Watch::outcome() const
{
    using Outcome = RequestRecord::Outcome;
    if (m_isBroken)
        return Outcome::Failed;
    if (m_hasFailed && (!m_isAnswered || m_record.status < 400))
        return Outcome::Failed;
    if (m_isAlone ? !m_hasEnded : !m_isAnswered)
        return Outcome::ClientLeft;
    if (m_record.status >= 500)
        return Outcome::Failed;
    return m_record.status >= 400 ? Outcome::Refused : Outcome::Answered;
}

void Watch::close()
{
    if (std::exchange(m_isClosed, true))
        return;
    wait(false);
    --m_log.open.requests;
    if (m_record.isStream)
        --m_log.open.streams;
    m_record.total = elapsed();
    if (m_record.status == 0)
        m_record.status = clientLeft;
    m_record.outcome = outcome();
    // What was said until the client left, or the service broke off, was computed all the same.
    if (!m_hasUsage && (m_isAccepted || m_tokensSaid > 0)) {
        m_record.tokens = {
                .in = core::estimateTokens(m_prompt), .out = m_tokensSaid, .isEstimate = true};
    }
    if (m_record.bodies && m_log.bodies().isOn()) {
        auto both = std::make_shared<RecordedBodies>(*m_record.bodies);
        both->answer = masked(m_answer, BodySwitch::mostBytes);
        m_record.bodies = std::move(both);
    } else {
        m_record.bodies.reset();
    }
    m_log.add(std::move(m_record));
}

} // namespace gateway::observe
