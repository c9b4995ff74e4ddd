// SPDX-License-Identifier: MIT
#include "gateway/openai/completionrequest.h"

#include "gateway/fields/fields.h"
#include "gateway/fields/reading.h"
#include "gateway/openai/sampling.h"

using namespace Qt::StringLiterals;
using boost::json::object;
using boost::json::value;
using core::Result;

namespace gateway::openai {

namespace {

constexpr qint64 mostAnswers = 128; // OpenAI's own bound
constexpr qint64 mostLogProbs = 20;

std::unexpected<core::Error> tokens(const QString &param)
{
    return fields::invalid(param,
                           u"Tokens cannot be completed, only texts: send the prompt as a string"_s,
                           u"unsupported_value"_s);
}

Result<QStringList> readPrompts(const object &body, bool mayBeEmpty)
{
    const value *prompt = core::json::find(body, "prompt");
    if (!prompt)
        return fields::invalid(u"prompt"_s, u"A text or an array of texts is required"_s);
    const auto read = [mayBeEmpty](const value &item, const QString &path) -> Result<QString> {
        if (item.is_number() || item.is_array())
            return tokens(path);
        const auto *text = item.if_string();
        if (!text || (text->empty() && !mayBeEmpty))
            return fields::invalid(path, u"A non-empty string is required"_s);
        return core::json::text(*text);
    };
    const auto *list = prompt->if_array();
    if (!list) {
        return read(*prompt, u"prompt"_s).transform([](const QString &only) {
            return QStringList{only};
        });
    }
    if (list->empty())
        return fields::invalid(u"prompt"_s, u"Must not be empty"_s);
    if (list->front().is_number())
        return tokens(u"prompt"_s);
    QStringList all;
    for (const value &item : *list) {
        auto text = read(item, u"prompt[%1]"_s.arg(all.size()));
        if (!text)
            return std::unexpected(text.error());
        all.append(*std::move(text));
    }
    return all;
}

Result<std::optional<int>> readLogProbs(const object &body, bool echo)
{
    if (core::json::boolAt(body, "logprobs") == false)
        return std::nullopt;
    const auto wanted = fields::integer(body, {}, "logprobs", 0, mostLogProbs);
    if (!wanted)
        return std::unexpected(wanted.error());
    if (!*wanted)
        return std::nullopt;
    if (echo) {
        return fields::invalid(u"logprobs"_s,
                               u"There are none of a prompt, so they cannot go with 'echo'"_s,
                               u"unsupported_value"_s);
    }
    return int(**wanted);
}

Result<void> checkAnswers(const object &body, const CompletionCall &call)
{
    if (call.answers() > mostAnswers) {
        return fields::invalid(u"prompt"_s,
                               u"At most %1 answers are given at once: the prompts times n. Send "
                               "fewer prompts at a time."_s.arg(mostAnswers));
    }
    const auto bestOf = fields::integer(body, {}, "best_of", 1, mostAnswers);
    if (!bestOf)
        return std::unexpected(bestOf.error());
    if (bestOf->value_or(1) > call.request.choices) {
        return fields::invalid(u"best_of"_s,
                               u"The service does not choose among answers: leave 'best_of' out, "
                               "or ask for as many by 'n'"_s,
                               u"unsupported_value"_s);
    }
    return {};
}

} // namespace

bool CompletionCall::fillsGap(qsizetype prompt) const
{
    return !suffix.isEmpty() || gapIn(prompts[prompt]).has_value();
}

QList<core::Message> CompletionCall::messagesFor(qsizetype prompt) const
{
    const QString &text = prompts[prompt];
    if (!suffix.isEmpty())
        return openai::messagesFor(Gap{.before = text, .after = suffix});
    if (const auto gap = gapIn(text))
        return openai::messagesFor(*gap);
    return {core::textMessage(core::Role::User, text)};
}

Result<CompletionCall> readCompletionCall(const object &body)
{
    CompletionCall call;
    fields::Reading reading;
    reading.keep(call.request.model, fields::needed(body, {}, "model"));
    reading.into(call.suffix, fields::string(body, {}, "suffix"));
    reading.keep(call.prompts, readPrompts(body, !call.suffix.isEmpty()));
    reading.into(call.request.stream, fields::boolean(body, {}, "stream"));
    reading.keep(call.includeUsage, readIncludeUsage(body));
    reading.into(call.echo, fields::boolean(body, {}, "echo"));
    readSampling(reading, call.request, body);
    reading.into(call.request.topLogProbs, readLogProbs(body, call.echo));
    if (!reading.error) {
        if (const auto fine = checkAnswers(body, call); !fine)
            reading.error = fine.error();
    }
    if (reading.error)
        return std::unexpected(*std::move(reading.error));
    return call;
}

} // namespace gateway::openai
