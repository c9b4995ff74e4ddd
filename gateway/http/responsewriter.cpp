// SPDX-License-Identifier: MIT
#include "gateway/http/responsewriter.h"

#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace gateway::http {

namespace {

QByteArrayView phrase(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 204:
        return "No Content";
    case 302:
        return "Found";
    case 304:
        return "Not Modified";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 402:
        return "Payment Required";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 409:
        return "Conflict";
    case 412:
        return "Precondition Failed";
    case 413:
        return "Content Too Large";
    case 414:
        return "URI Too Long";
    case 415:
        return "Unsupported Media Type";
    case 417:
        return "Expectation Failed";
    case 422:
        return "Unprocessable Content";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 502:
        return "Bad Gateway";
    case 503:
        return "Service Unavailable";
    case 504:
        return "Gateway Timeout";
    case 505:
        return "HTTP Version Not Supported";
    default:
        return "Status"; // the phrase carries no meaning (RFC 9112, 4)
    }
}

void appendSafely(QByteArray &out, QByteArrayView text)
{
    const qsizetype from = out.size();
    out.append(text);
    for (qsizetype i = from; i < out.size(); ++i) {
        if (const char c = out.at(i); c == '\r' || c == '\n' || c == '\0')
            out[i] = ' ';
    }
}

void appendField(QByteArray &out, QByteArrayView name, QByteArrayView value)
{
    appendSafely(out, name);
    out.append(": ");
    appendSafely(out, value);
    out.append("\r\n");
}

} // namespace

void appendHead(QByteArray &out, const core::http::Response &response, const Framing &framing,
                const core::http::Headers &more)
{
    const bool bodyless = response.status == 204 || response.status == 304;
    out.append("HTTP/1.1 ").append(QByteArray::number(response.status)).append(' ');
    out.append(phrase(response.status)).append("\r\n");
    if (!bodyless && !response.contentType.isEmpty())
        appendField(out, "Content-Type", response.contentType);
    if (framing.length && !bodyless) // RFC 9110, 8.6: never with 204
        appendField(out, "Content-Length", QByteArray::number(*framing.length));
    else if (!framing.length && framing.chunked)
        out.append("Transfer-Encoding: chunked\r\n");
    if (core::http::headerValue(response.headers, "Date").isEmpty())
        appendField(out, "Date", framing.date);
    out.append(framing.keepAlive ? "Connection: keep-alive\r\n" : "Connection: close\r\n");
    for (const auto &[name, value] : response.headers)
        appendField(out, name, value);
    for (const auto &[name, value] : more)
        appendField(out, name, value);
    out.append("\r\n");
}

void appendChunk(QByteArray &out, QByteArrayView bytes)
{
    if (bytes.isEmpty())
        return; // a chunk of no bytes would be the end
    out.append(QByteArray::number(bytes.size(), 16)).append("\r\n");
    out.append(bytes).append("\r\n");
}

QByteArrayView DateHeader::now()
{
    const qint64 second = QDateTime::currentSecsSinceEpoch();
    if (second != m_second) {
        m_second = second;
        const auto time = QDateTime::fromSecsSinceEpoch(second, QTimeZone::UTC);
        m_text = QLocale::c().toString(time, u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s).toLatin1();
    }
    return m_text;
}

} // namespace gateway::http
