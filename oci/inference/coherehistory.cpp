// SPDX-License-Identifier: MIT
#include "oci/inference/coherehistory.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using core::Message;
using core::Result;
using core::Role;
using Kind = oci::CohereEntry::Kind;

namespace oci {

namespace {

std::unexpected<core::Error> refused(const QString &param, const QString &message)
{
    return std::unexpected(core::Error{.code = core::ErrorCode::InvalidRequest,
                                       .message = message,
                                       .param = param,
                                       .reason = u"invalid_parameter"_s});
}

bool isSystem(const Message &message)
{
    return message.role == Role::System || message.role == Role::Developer;
}

//! 14.54: a text that is empty is refused.
QString spoken(const Message &message)
{
    QString text = textOf(message);
    if (!text.isEmpty())
        return text;
    return message.refusal.isEmpty() ? u" "_s : message.refusal;
}

//! A model may take what its tools said as its own words.
QString retold(const QList<AnsweredCall> &results)
{
    QStringList texts;
    for (const AnsweredCall &each : results)
        texts += each.results;
    const QString text = texts.join(u'\n');
    return text.trimmed().isEmpty() ? u" "_s : text;
}

//! The place of the call that a result is for; without an id the first that has none yet.
qsizetype callFor(const QList<AnsweredCall> &calls, const QString &id)
{
    const auto found = std::ranges::find_if(calls, [&id](const AnsweredCall &each) {
        return id.isEmpty() ? each.results.isEmpty() : each.call.id == id;
    });
    return found == calls.end() ? -1 : found - calls.begin();
}

class Teller
{
public:
    explicit Teller(const QList<Message> &messages) : m_messages(messages) { }

    Result<CohereHistory> tell()
    {
        QStringList preamble;
        for (qsizetype i = 0; i < m_messages.size(); ++i) {
            const Message &message = m_messages[i];
            if (isSystem(message)) {
                preamble += textOf(message);
                continue;
            }
            if (auto fine = add(message, i); !fine)
                return std::unexpected(fine.error());
        }
        m_told.preamble = preamble.join(u'\n');
        return finish();
    }

private:
    Result<void> add(const Message &message, qsizetype index)
    {
        if (message.role == Role::Tool)
            return addResult(message, index);
        closeRound();
        if (message.role == Role::User) {
            if (!m_told.entries.isEmpty() && m_told.entries.last().kind == Kind::Tool)
                m_told.entries.append(
                        {.kind = Kind::Chatbot, .text = retold(m_told.entries.last().results)});
            m_told.entries.append({.kind = Kind::User, .text = spoken(message)});
            return {};
        }
        m_told.entries.append(
                {.kind = Kind::Chatbot, .text = spoken(message), .calls = message.toolCalls});
        for (const core::ToolCall &call : message.toolCalls)
            m_round.append({.call = call});
        return {};
    }

    Result<void> addResult(const Message &message, qsizetype index)
    {
        const qsizetype place = callFor(m_round, message.toolCallId);
        if (place < 0) {
            return refused(
                    u"messages[%1].tool_call_id"_s.arg(index),
                    u"A tool's result must follow the assistant's message that called the tool; '%1' is no call of it"_s
                            .arg(message.toolCallId.left(100)));
        }
        const QString text = textOf(message);
        m_round[place].results += text.isEmpty() ? u" "_s : text;
        m_hasResults = true;
        return {};
    }

    //! The results of the calls before, as far as there were any calls.
    void closeRound()
    {
        if (m_round.isEmpty())
            return;
        m_told.entries.append({.kind = Kind::Tool, .results = completed()});
        m_round.clear();
        m_hasResults = false;
    }

    QList<AnsweredCall> completed() const
    {
        QList<AnsweredCall> results = m_round;
        for (AnsweredCall &each : results) {
            if (each.results.isEmpty())
                each.results += u"(no result)"_s;
        }
        return results;
    }

    Result<CohereHistory> finish()
    {
        if (m_hasResults) {
            m_told.results = completed();
            return std::move(m_told);
        }
        if (m_told.entries.isEmpty()) { // instructions alone are a question, too
            m_told.message = m_told.preamble.isEmpty() ? u" "_s : m_told.preamble;
            m_told.preamble.clear();
            return std::move(m_told);
        }
        if (m_told.entries.last().kind != Kind::User) {
            return refused(
                    u"messages"_s,
                    u"The conversation ends with the model's own words: this model needs a user's message or a tool's result at the end"_s);
        }
        m_told.message = m_told.entries.takeLast().text;
        return std::move(m_told);
    }

    const QList<Message> &m_messages;
    CohereHistory m_told;
    QList<AnsweredCall> m_round; //!< calls whose results may still come
    bool m_hasResults = false;
};

} // namespace

Result<CohereHistory> cohereHistory(const QList<Message> &messages)
{
    return Teller(messages).tell();
}

} // namespace oci
