// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatrequest.h"

#include <QStringView>

namespace core {

//! About how many tokens a text is, for clients that want to know before anybody has counted. OCI
//! has no token counter, and each family of models cuts text in its own way; what they have in
//! common is what is counted here, a little high rather than low:
//!
//! - a word of Latin letters is one token up to six letters and a fifth more with each further one;
//!   a capital letter within a word begins another (camelCase). English prose comes out at about
//!   four characters a token;
//! - three digits are a token, two signs of punctuation are one;
//! - the single space before a word is free, any other run of white space is one token;
//! - Greek and Cyrillic letters are a third of a token, Hebrew and Arabic ones half, those of India
//!   and South-East Asia three fifths; an ideograph is one, a Hangul syllable and a kana nearly so;
//! - an emoji is two.
//!
//! 0 for an empty text only. Takes time proportional to the text.
[[nodiscard]] qint64 estimateTokens(QStringView text);

//! The same for a whole request: all texts, calls and results with what marks them off, the tools
//! with their schemas, the response format, documents. A picture counts by its size (a token for
//! 750 pixels, at most 1600, what larger ones are scaled down to); a page of a PDF is taken for
//! 40 kB and 2000 tokens, a second of sound for 16 kB and 32 tokens, of film for 250 kB and 260.
[[nodiscard]] qint64 estimateTokens(const ChatRequest &request);

} // namespace core
