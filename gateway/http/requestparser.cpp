// SPDX-License-Identifier: MIT
#include "gateway/http/requestparser.h"

#include "gateway/http/grammar.h"

namespace gateway::http {

RequestParser::RequestParser(const Limits &limits)
    : m_grammar(std::make_unique<Grammar>(limits)) { }

RequestParser::~RequestParser() = default;

RequestParser::Step RequestParser::feed(QByteArrayView bytes)
{
    return m_grammar->feed(bytes);
}

const Head &RequestParser::head() const
{
    return m_grammar->head;
}

core::http::Request RequestParser::takeRequest()
{
    return m_grammar->takeRequest();
}

const Refusal &RequestParser::refusal() const
{
    return m_grammar->refusal;
}

bool RequestParser::hasBegun() const
{
    return m_grammar->hasBegun;
}

qsizetype RequestParser::bodyBytes() const
{
    return m_grammar->bodyBytes;
}

} // namespace gateway::http
