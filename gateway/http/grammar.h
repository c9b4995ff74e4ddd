// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/http/inflater.h"
#include "gateway/http/requestparser.h"

#include <llhttp.h>

#include <optional>

namespace gateway::http {

//! What llhttp calls back into: collects the pieces of one request and watches the bounds.
class RequestParser::Grammar
{
public:
    explicit Grammar(const Limits &limits);

    [[nodiscard]] Step feed(QByteArrayView bytes);
    [[nodiscard]] core::http::Request takeRequest();

    Head head;
    Refusal refusal;
    bool hasBegun = false;
    qsizetype bodyBytes = 0;

private:
    enum class Phase { Head, JudgedHead, Body, Done, Refused };

    static const llhttp_settings_t &callbacks();
    static Grammar &of(llhttp_t *parser);

    int onUrl(QByteArrayView piece);
    int onField(QByteArrayView piece);
    int onValue(QByteArrayView piece);
    int onHeaderEnd();
    int onHeadersEnd();
    int onExtension(QByteArrayView piece);
    int onChunk();
    int onBody(QByteArrayView piece);

    int refuse(Refusal why);
    int refuse(int status, const QByteArray &message);
    bool countHeaderBytes(qsizetype more);
    bool readHead();
    bool acceptsBody();
    [[nodiscard]] Step refused(qsizetype used);
    [[nodiscard]] Step execute(QByteArrayView bytes);
    void explain(llhttp_errno error);

    const Limits &m_limits;
    llhttp_t m_parser;
    Phase m_phase = Phase::Head;
    bool m_inTrailers = false;
    QByteArray m_field;
    QByteArray m_value;
    qsizetype m_headBytes = 0; //!< of anything that came before the end of the head
    qsizetype m_headerBytes = 0;
    int m_headerCount = 0;
    qsizetype m_extensionBytes = 0;
    std::optional<Inflater> m_inflater;
};

} // namespace gateway::http
