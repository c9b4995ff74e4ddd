// SPDX-License-Identifier: MIT
#include "oci/inference/finishreasons.h"

#include <QByteArrayView>

#include <algorithm>
#include <array>

using core::FinishReason;

namespace oci {

namespace {

struct Word {
    QByteArrayView name;
    FinishReason reason;
};

// Only what is not Stop; COMPLETE, STOP_SEQUENCE, END_TURN, EOS and USER_CANCEL are.
constexpr std::array words{
        Word{"LENGTH", FinishReason::Length},
        Word{"MAX_TOKENS", FinishReason::Length},
        Word{"ERROR_LIMIT", FinishReason::Length},
        Word{"TOOL_CALLS", FinishReason::ToolCalls},
        Word{"TOOL_CALL", FinishReason::ToolCalls},
        Word{"TOOL_USE", FinishReason::ToolCalls},
        Word{"FUNCTION_CALL", FinishReason::ToolCalls},
        Word{"ERROR_TOXIC", FinishReason::ContentFilter},
        Word{"CONTENT_FILTER", FinishReason::ContentFilter},
        Word{"SAFETY", FinishReason::ContentFilter},
        Word{"PROHIBITED_CONTENT", FinishReason::ContentFilter},
};

bool equal(QByteArrayView a, std::string_view b)
{
    return a.compare(QByteArrayView(b.data(), qsizetype(b.size())), Qt::CaseInsensitive) == 0;
}

} // namespace

FinishReason finishReasonFrom(std::string_view word, bool hasToolCalls)
{
    if (hasToolCalls)
        return FinishReason::ToolCalls;
    const auto found =
            std::ranges::find_if(words, [&](const Word &each) { return equal(each.name, word); });
    return found == words.end() ? FinishReason::Stop : found->reason;
}

bool saysStopSequence(std::string_view word)
{
    return equal("STOP_SEQUENCE", word);
}

bool saysError(std::string_view word)
{
    return equal("ERROR", word);
}

} // namespace oci
