// SPDX-License-Identifier: MIT
#include "gateway/http/grammar.h"

#include "gateway/http/headrules.h"

#include <algorithm>

namespace gateway::http {

namespace {

// Chunk extensions mean nothing to us; without a bound they are a way to send for ever.
constexpr qsizetype longestExtensions = 16 * 1024;
// A body of a known length gets its memory at once, but no more than this on a client's word.
constexpr quint64 trustedLength = 1024 * 1024;

} // namespace

RequestParser::Grammar::Grammar(const Limits &limits) : m_limits(limits)
{
    llhttp_init(&m_parser, HTTP_REQUEST, &callbacks());
    m_parser.data = this;
}

RequestParser::Grammar &RequestParser::Grammar::of(llhttp_t *parser)
{
    return *static_cast<Grammar *>(parser->data);
}

const llhttp_settings_t &RequestParser::Grammar::callbacks()
{
    static const llhttp_settings_t settings = [] {
        llhttp_settings_t all;
        llhttp_settings_init(&all);
        all.on_url = [](llhttp_t *p, const char *at, size_t n) {
            return of(p).onUrl({at, qsizetype(n)});
        };
        all.on_header_field = [](llhttp_t *p, const char *at, size_t n) {
            return of(p).onField({at, qsizetype(n)});
        };
        all.on_header_value = [](llhttp_t *p, const char *at, size_t n) {
            return of(p).onValue({at, qsizetype(n)});
        };
        all.on_header_value_complete = [](llhttp_t *p) { return of(p).onHeaderEnd(); };
        all.on_headers_complete = [](llhttp_t *p) { return of(p).onHeadersEnd(); };
        all.on_chunk_extension_name = [](llhttp_t *p, const char *at, size_t n) {
            return of(p).onExtension({at, qsizetype(n)});
        };
        all.on_chunk_extension_value = all.on_chunk_extension_name;
        all.on_chunk_header = [](llhttp_t *p) { return of(p).onChunk(); };
        all.on_body = [](llhttp_t *p, const char *at, size_t n) {
            return of(p).onBody({at, qsizetype(n)});
        };
        all.on_message_complete = [](llhttp_t *) { return int(HPE_PAUSED); };
        return all;
    }();
    return settings;
}

RequestParser::Step RequestParser::Grammar::feed(QByteArrayView bytes)
{
    switch (m_phase) {
    case Phase::Head: {
        // Never more than the bound into the grammar, so that the refusal does not depend on how
        // the bytes were cut.
        const qsizetype room = m_limits.requestLine + m_limits.headerBytes - m_headBytes;
        const Step step = execute(bytes.first(std::min(room, bytes.size())));
        m_headBytes += step.used;
        if (step.progress == Progress::NeedMore && step.used < bytes.size()) {
            refuse(431, "The head of the request is too long");
            return refused(step.used);
        }
        return step;
    }
    case Phase::JudgedHead:
        m_phase = Phase::Body;
        if (!acceptsBody())
            return refused(0);
        return execute(bytes);
    case Phase::Body:
        return execute(bytes);
    case Phase::Done:
        return {Progress::Request, 0};
    case Phase::Refused:
        break;
    }
    return {Progress::Refused, 0};
}

RequestParser::Step RequestParser::Grammar::execute(QByteArrayView bytes)
{
    // llhttp must not see a null pointer; a paused message ends without another byte.
    const char *begin = bytes.isEmpty() ? "" : bytes.data();
    const llhttp_errno error = llhttp_execute(&m_parser, begin, std::size_t(bytes.size()));
    if (error == HPE_OK) {
        hasBegun = hasBegun || !head.request.target.isEmpty() || !m_field.isEmpty() ||
                   std::ranges::any_of(bytes, [](char c) { return c != '\r' && c != '\n'; });
        return {Progress::NeedMore, bytes.size()};
    }
    const auto used = qsizetype(llhttp_get_error_pos(&m_parser) - begin);
    if (error != HPE_PAUSED) {
        explain(error);
        return refused(used);
    }
    hasBegun = true;
    llhttp_resume(&m_parser);
    if (m_phase == Phase::Head) {
        if (!readHead())
            return refused(used);
        m_phase = Phase::JudgedHead;
        return {Progress::Head, used};
    }
    if (m_inflater && !m_inflater->isComplete() && bodyBytes > 0) {
        refuse(400, "The compressed body ends too early");
        return refused(used);
    }
    m_phase = Phase::Done;
    return {Progress::Request, used};
}

core::http::Request RequestParser::Grammar::takeRequest()
{
    core::http::Request request = std::move(head.request);
    head = {};
    hasBegun = false;
    bodyBytes = 0;
    m_phase = Phase::Head;
    m_inTrailers = false;
    m_headBytes = m_headerBytes = m_extensionBytes = 0;
    m_headerCount = 0;
    m_inflater.reset();
    llhttp_reset(&m_parser);
    return request;
}

int RequestParser::Grammar::refuse(Refusal why)
{
    m_phase = Phase::Refused;
    refusal = std::move(why);
    return HPE_USER;
}

int RequestParser::Grammar::refuse(int status, const QByteArray &message)
{
    return refuse({.status = status, .message = message});
}

RequestParser::Step RequestParser::Grammar::refused(qsizetype used)
{
    m_phase = Phase::Refused;
    return {Progress::Refused, used};
}

void RequestParser::Grammar::explain(llhttp_errno error)
{
    if (m_phase == Phase::Refused)
        return; // one of ours, already explained
    switch (error) {
    case HPE_INVALID_VERSION:
        if (m_parser.http_major == 1 && m_parser.http_minor <= 1)
            break; // the version is good, its line's end is not
        [[fallthrough]];
    case HPE_PAUSED_H2_UPGRADE:
        refuse(505, "Only HTTP/1.0 and HTTP/1.1 are spoken here");
        return;
    case HPE_INVALID_METHOD:
        refuse(400, "This is not an HTTP request. The address starts with http://, not https://");
        return;
    default:
        break;
    }
    refuse(400, QByteArray("Malformed HTTP request: ") + llhttp_get_error_reason(&m_parser));
}

int RequestParser::Grammar::onUrl(QByteArrayView piece)
{
    const qsizetype room = m_limits.requestLine - head.request.target.size();
    head.request.target.append(piece.first(std::min(room, piece.size())));
    return piece.size() > room ? refuse(414, "The request target is too long") : 0;
}

bool RequestParser::Grammar::countHeaderBytes(qsizetype more)
{
    m_headerBytes += more;
    return m_headerBytes <= m_limits.headerBytes;
}

int RequestParser::Grammar::onField(QByteArrayView piece)
{
    if (!countHeaderBytes(piece.size()))
        return refuse(431, "The header fields are too large");
    m_field.append(piece);
    return 0;
}

int RequestParser::Grammar::onValue(QByteArrayView piece)
{
    if (!countHeaderBytes(piece.size()))
        return refuse(431, "The header fields are too large");
    m_value.append(piece);
    return 0;
}

int RequestParser::Grammar::onHeaderEnd()
{
    constexpr qsizetype separators = 4; // ": " and CRLF
    if (++m_headerCount > m_limits.headerCount)
        return refuse(431, "Too many header fields");
    if (!countHeaderBytes(separators))
        return refuse(431, "The header fields are too large");
    // Trailers are read over: merging them into the head could undo what was judged
    // (RFC 9110, 6.5.1).
    if (!m_inTrailers)
        head.request.headers.emplaceBack(std::move(m_field), std::move(m_value).trimmed());
    m_field = {};
    m_value = {};
    return 0;
}

int RequestParser::Grammar::onHeadersEnd()
{
    m_inTrailers = true;
    m_parser.upgrade = 0; // an offer of another protocol may be ignored (RFC 9110, 7.8)
    return HPE_PAUSED;
}

bool RequestParser::Grammar::readHead()
{
    // A literal of llhttp's, so it needs no copy.
    const char *method = llhttp_method_name(llhttp_method_t(m_parser.method));
    head.request.method = QByteArray::fromRawData(method, qsizetype(qstrlen(method)));
    head.minorVersion = m_parser.http_minor;
    if (m_parser.http_major != 1 || m_parser.http_minor > 1) {
        refuse(505, "Only HTTP/1.0 and HTTP/1.1 are spoken here");
        return false;
    }
    head.keepAlive = llhttp_should_keep_alive(&m_parser) != 0;
    head.chunked = (m_parser.flags & F_CHUNKED) != 0;
    if ((m_parser.flags & F_CONTENT_LENGTH) != 0)
        head.contentLength = m_parser.content_length;

    if (const auto checked = checkFields(head); !checked) {
        refuse(checked.error());
        return false;
    }
    return true;
}

bool RequestParser::Grammar::acceptsBody()
{
    if (!head.hasBody())
        return true;
    if (head.contentLength && *head.contentLength > quint64(m_limits.body)) {
        refuse(413, "The body is larger than " + QByteArray::number(m_limits.body) + " bytes");
        return false;
    }
    const auto compressed = isCompressed(head);
    if (!compressed) {
        refuse(compressed.error());
        return false;
    }
    if (*compressed)
        m_inflater.emplace(m_limits.body);
    head.request.body.reserve(qsizetype(std::min(head.contentLength.value_or(0), trustedLength)));
    return true;
}

int RequestParser::Grammar::onExtension(QByteArrayView piece)
{
    m_extensionBytes += piece.size();
    return m_extensionBytes > longestExtensions ? refuse(400, "Chunk extensions are too long") : 0;
}

int RequestParser::Grammar::onChunk()
{
    if (m_parser.content_length > quint64(m_limits.body - bodyBytes))
        return refuse(413,
                      "The body is larger than " + QByteArray::number(m_limits.body) + " bytes");
    return 0;
}

int RequestParser::Grammar::onBody(QByteArrayView piece)
{
    bodyBytes += piece.size();
    if (!m_inflater) {
        head.request.body.append(piece);
        return 0;
    }
    switch (m_inflater->feed(piece, head.request.body)) {
    case Inflater::Progress::Good:
        return 0;
    case Inflater::Progress::TooLarge:
        return refuse(413, "The body decompresses to more than " +
                                   QByteArray::number(m_limits.body) + " bytes");
    case Inflater::Progress::Corrupt:
        break;
    }
    return refuse(400, "The compressed body is damaged");
}

} // namespace gateway::http
