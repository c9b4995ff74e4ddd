// SPDX-License-Identifier: MIT
#include "core/chat/tokenestimate.h"

#include "core/chat/imagesize.h"
#include "core/json/json.h"

#include <algorithm>
#include <array>

namespace core {

namespace {

// Costs are hundredths of a token.
constexpr qint64 oneToken = 100;
constexpr qint64 lettersOfOneToken = 6;
constexpr qint64 furtherLetter = 20;
constexpr qint64 accentedLetter = 40;
constexpr qint64 digit = 34;
constexpr qint64 sign = 50;
constexpr qint64 emoji = 200;

//! Scripts whose letters cost the same wherever they stand in a word; by their last code point.
struct Script {
    char32_t first;
    char32_t last;
    qint64 cost;
};

constexpr std::array scripts{
        Script{0x0370, 0x058f, 35}, // Greek, Cyrillic, Armenian
        Script{0x0590, 0x08ff, 45}, // Hebrew, Arabic, Syriac
        Script{0x0900, 0x109f, 60}, // India, Thai, Lao, Tibetan, Burmese
        Script{0x10a0, 0x10ff, 35}, // Georgian
        Script{0x1100, 0x11ff, 60}, // single Hangul letters
        Script{0x1200, 0x1dff, 60}, // Ethiopic, Khmer, Mongolian and others
        Script{0x1f00, 0x1fff, 45}, // Greek with accents
        Script{0x200b, 0x200f, 50}, // joiners
        Script{0x3040, 0x30ff, 80}, // Hiragana, Katakana
        Script{0xac00, 0xd7af, 90}, // Hangul
        Script{0xfe00, 0xfe0f, 50}, // variation selectors
        Script{0x1f000, 0x1faff, emoji}, Script{0x20000, 0x3ffff, emoji}, // rare ideographs
        Script{0xe0000, 0xe0fff, 50},                                     // tags of flags
};

qint64 costOf(char32_t c)
{
    for (const Script &script : scripts) {
        if (c < script.first)
            break;
        if (c <= script.last)
            return script.cost;
    }
    return oneToken; // ideographs, symbols, what nobody knows
}

bool isAscii(char32_t c, char32_t from, char32_t to)
{
    return c >= from && c <= to;
}

bool isSpace(char32_t c)
{
    return c == U' ' || isAscii(c, U'\t', U'\r') || c == 0xa0 || c == 0x3000;
}

bool isAccented(char32_t c)
{
    return (c >= 0xc0 && c <= 0x24f && c != 0xd7 && c != 0xf7) || (c >= 0x1e00 && c <= 0x1eff);
}

bool isLatin(char32_t c)
{
    return isAscii(c, U'a', U'z') || isAscii(c, U'A', U'Z') || isAccented(c);
}

//! Adds up a text, one code point after another.
class Count
{
public:
    void take(char32_t c)
    {
        const Kind kind = isLatin(c)               ? Kind::Word
                          : isAscii(c, U'0', U'9') ? Kind::Digits
                          : isSpace(c)             ? Kind::Space
                          : isAscii(c, U'!', U'~') ? Kind::Signs
                                                   : Kind::Other;
        const bool capital = isAscii(c, U'A', U'Z');
        const bool hump = kind == Kind::Word && capital && !m_wasCapital;
        if (kind != m_kind || hump)
            begin(kind);
        ++m_length;
        m_wasCapital = capital;
        m_run += costIn(kind, c);
    }

    [[nodiscard]] qint64 tokens()
    {
        begin(Kind::None);
        return (m_total + oneToken - 1) / oneToken;
    }

private:
    enum class Kind { None, Word, Digits, Space, Signs, Other };

    void begin(Kind kind)
    {
        switch (m_kind) {
        case Kind::None:
            break;
        case Kind::Word:
        case Kind::Digits:
        case Kind::Signs:
        case Kind::Other:
            m_total += std::max(m_run, m_kind == Kind::Other ? 0 : oneToken);
            break;
        case Kind::Space:
            // One space belongs to the word that follows.
            m_total += m_length == 1 && m_run == 0 ? 0 : oneToken;
            break;
        }
        m_kind = kind;
        m_run = 0;
        m_length = 0;
        m_wasCapital = false;
    }

    [[nodiscard]] qint64 costIn(Kind kind, char32_t c) const
    {
        switch (kind) {
        case Kind::Word:
            if (isAccented(c))
                return accentedLetter;
            return m_length == 1 ? oneToken : m_length > lettersOfOneToken ? furtherLetter : 0;
        case Kind::Digits:
            return digit;
        case Kind::Signs:
            return sign;
        case Kind::Space:
            return c == U' ' ? 0 : oneToken;
        case Kind::None:
        case Kind::Other:
            break;
        }
        return costOf(c);
    }

    Kind m_kind = Kind::None;
    qint64 m_total = 0;
    qint64 m_run = 0;
    qint64 m_length = 0;
    bool m_wasCapital = false;
};

qint64 tokensOf(const QByteArray &utf8)
{
    return estimateTokens(QString::fromUtf8(utf8));
}

qint64 tokensOf(const boost::json::value &json)
{
    return tokensOf(json::serialize(json));
}

qint64 tokensOf(const ImagePart &image)
{
    constexpr qint64 most = 1600;
    constexpr qint64 unknown = 1200;
    constexpr qint64 least = 85;
    constexpr qint64 pixelsOfAToken = 750;
    if (image.detail == QLatin1StringView("low"))
        return least;
    const auto size = imageSizeOfDataUri(image.url);
    if (!size)
        return unknown;
    return std::clamp(qint64(size->width()) * size->height() / pixelsOfAToken, least, most);
}

qint64 tokensOf(const FilePart &file)
{
    const qint64 bytes = file.dataUri.size() / 4 * 3;
    const auto rate = [bytes](qint64 tokens, qint64 of) { return (bytes / of + 1) * tokens; };
    switch (file.kind) {
    case FilePart::Kind::Document:
        return rate(2000, 40'000);
    case FilePart::Kind::Audio:
        return rate(32, 16'000);
    case FilePart::Kind::Video:
        return rate(260, 250'000);
    }
    return 0;
}

qint64 tokensOf(const Message &message)
{
    constexpr qint64 marks = 4; // of the role, and of where it begins and ends
    qint64 all = marks + estimateTokens(message.name) + estimateTokens(message.reasoning) +
                 estimateTokens(message.refusal);
    for (const ContentPart &part : message.content) {
        if (const auto *text = std::get_if<TextPart>(&part))
            all += estimateTokens(text->text);
        else if (const auto *image = std::get_if<ImagePart>(&part))
            all += tokensOf(*image);
        else
            all += tokensOf(std::get<FilePart>(part));
    }
    for (const ToolCall &call : message.toolCalls)
        all += 2 * marks + estimateTokens(call.name) + tokensOf(call.arguments);
    return all;
}

qint64 tokensOf(const Tool &tool)
{
    constexpr qint64 marks = 8;
    return marks + estimateTokens(tool.name) + estimateTokens(tool.description) +
           tokensOf(boost::json::value(tool.parameters));
}

} // namespace

qint64 estimateTokens(QStringView text)
{
    Count count;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        const bool pair =
                c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
        count.take(pair ? QChar::surrogateToUcs4(c, text[++i]) : char32_t(c.unicode()));
    }
    return text.isEmpty() ? 0 : std::max<qint64>(1, count.tokens());
}

qint64 estimateTokens(const ChatRequest &request)
{
    qint64 all = 3; // what opens the answer
    for (const Message &message : request.messages)
        all += tokensOf(message);
    for (const Tool &tool : request.tools)
        all += tokensOf(tool);
    if (request.responseFormat && request.responseFormat->schema)
        all += tokensOf(boost::json::value(*request.responseFormat->schema));
    if (!request.documents.empty())
        all += tokensOf(boost::json::value(request.documents));
    return all;
}

} // namespace core
