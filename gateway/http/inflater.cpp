// SPDX-License-Identifier: MIT
#include "gateway/http/inflater.h"

#include <array>

#include <zlib.h>

namespace gateway::http {

Inflater::Inflater(qsizetype limit) : m_stream(std::make_unique<z_stream_s>()), m_left(limit)
{
    // 32 more than the largest window: zlib tells gzip and zlib formats apart by itself.
    m_usable = inflateInit2(m_stream.get(), MAX_WBITS + 32) == Z_OK;
}

Inflater::~Inflater()
{
    if (m_usable)
        inflateEnd(m_stream.get());
}

Inflater::Progress Inflater::feed(QByteArrayView bytes, QByteArray &out)
{
    if (!m_usable)
        return Progress::Corrupt;
    m_stream->next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
    m_stream->avail_in = uInt(bytes.size());

    std::array<char, 16 * 1024> piece;
    bool more = !bytes.isEmpty();
    while (more) {
        // RFC 1952, 2.2: a gzip file may be several members, one behind the other.
        if (m_atEnd && inflateReset(m_stream.get()) != Z_OK)
            return Progress::Corrupt;
        m_atEnd = false;
        m_stream->next_out = reinterpret_cast<Bytef *>(piece.data());
        m_stream->avail_out = uInt(piece.size());
        const int status = inflate(m_stream.get(), Z_NO_FLUSH);
        if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
            return Progress::Corrupt;
        const auto count = qsizetype(piece.size() - m_stream->avail_out);
        if (count > m_left)
            return Progress::TooLarge;
        m_left -= count;
        out.append(piece.data(), count);
        m_atEnd = status == Z_STREAM_END;
        more = m_stream->avail_in > 0 || (!m_atEnd && m_stream->avail_out == 0);
    }
    return Progress::Good;
}

} // namespace gateway::http
