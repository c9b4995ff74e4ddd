// SPDX-License-Identifier: MIT
#include "gateway/ollama/answerlines.h"

#include "core/json/json.h"
#include "gateway/ollama/wire.h"

using boost::json::object;

namespace gateway::ollama {

namespace {

QByteArray lineOf(const object &json)
{
    return core::json::serialize(json) + '\n';
}

} // namespace

AnswerLines::AnswerLines(Endpoint endpoint, const ChatCall &call, const core::Clock &clock)
    : m_endpoint(endpoint)
    , m_model(call.model)
    , m_options(call.options)
    , m_clock(clock)
{
    if (call.fillsGap)
        m_bare.emplace();
    m_sinceStart.start();
}

QByteArray AnswerLines::line(const Piece &piece) const
{
    return lineOf(pieceObject(m_endpoint, m_model, m_clock.nowUtc(), piece, false));
}

QByteArrayList AnswerLines::begin(const core::ChatStart &)
{
    m_begun = true;
    return {}; // a line without anything in it would say nothing
}

QByteArrayList AnswerLines::add(const core::ChatDelta &delta)
{
    if (delta.choice != 0)
        return {};
    if (m_untilFirst == 0)
        m_untilFirst = m_sinceStart.nsecsElapsed();
    if (!delta.toolCalls.isEmpty())
        m_calls.add({.toolCalls = delta.toolCalls});
    const QString said = delta.text + delta.refusal;
    const Piece piece{.text = m_bare ? m_bare->add(said) : said,
                      .thinking = m_options.showsThinking ? delta.reasoning : QString(),
                      .toolCalls = {},
                      .logProbs = delta.logProbs};
    return piece.isEmpty() ? QByteArrayList() : QByteArrayList{line(piece)};
}

QByteArrayList AnswerLines::end(const core::ChatOutcome &outcome)
{
    QByteArrayList out;
    const Piece rest{.text = m_bare ? m_bare->finish() : QString(),
                     .thinking = {},
                     .toolCalls = m_calls.choices().front().message.toolCalls,
                     .logProbs = {}};
    if (!rest.isEmpty())
        out.append(line(rest));
    const qint64 total = m_sinceStart.nsecsElapsed();
    object last = pieceObject(m_endpoint, m_model, m_clock.nowUtc(), {}, true);
    addEnd(last, outcome.finishReasons.value(0, core::FinishReason::Stop), outcome.usage,
           {.total = total, .untilFirst = m_untilFirst == 0 ? total : m_untilFirst});
    out.append(lineOf(last));
    return out;
}

QByteArrayList AnswerLines::broken(const core::Error &error)
{
    return {problemBody(m_begun ? brokenAnswer(error) : problemOf(error)) + '\n'};
}

ProblemBody AnswerLines::problems() const
{
    return problemBody;
}

} // namespace gateway::ollama
