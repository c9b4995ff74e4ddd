// SPDX-License-Identifier: MIT
#include "gateway/openai/embeddinganswer.h"

#include "core/json/json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace gateway::openai {

namespace {

constexpr qsizetype longestNumber = 16; // "-1.1754944e-38,"

void append(QByteArray &out, float number)
{
    std::array<char, 32> digits{};
    // JSON has no other numbers, and a model has no use for them.
    const float finite = std::isfinite(number) ? number : 0.0F;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), finite).ptr;
    out.append(digits.data(), end - digits.data());
}

} // namespace

void appendNumbers(QByteArray &out, const QList<float> &vector)
{
    out.append('[');
    for (qsizetype i = 0; i < vector.size(); ++i) {
        if (i > 0)
            out.append(',');
        append(out, vector[i]);
    }
    out.append(']');
}

QByteArray embeddingAnswer(const core::Embeddings &embeddings, const QString &model, bool base64)
{
    qsizetype numbers = 0;
    for (const QList<float> &vector : embeddings.floats)
        numbers += vector.size();
    QByteArray out = "{\"object\":\"list\",\"data\":[";
    out.reserve(numbers * longestNumber + embeddings.floats.size() * 64 + 256);
    for (qsizetype i = 0; i < embeddings.floats.size(); ++i) {
        if (i > 0)
            out += ',';
        out += "{\"object\":\"embedding\",\"index\":" + QByteArray::number(i) + ",\"embedding\":";
        if (base64)
            out += '"' + core::base64Of(embeddings.floats[i]) + '"';
        else
            appendNumbers(out, embeddings.floats[i]);
        out += '}';
    }
    const qint64 tokens = embeddings.usage.promptTokens;
    const boost::json::object tail{
            {"model", core::json::string(model)},
            {"usage", {{"prompt_tokens", tokens}, {"total_tokens", tokens}}}};
    // The rest is one object: its members follow.
    return out + "]," + core::json::serialize(tail).sliced(1);
}

} // namespace gateway::openai
