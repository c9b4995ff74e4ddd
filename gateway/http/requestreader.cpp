// SPDX-License-Identifier: MIT
#include "gateway/http/requestreader.h"

#include <QIODevice>

#include <algorithm>
#include <array>
#include <utility>

namespace gateway::http {

namespace {

// What has come, in no more memory than that: QIODevice::readAll() takes 32 KB each time.
QByteArray readPiece(QIODevice &device)
{
    std::array<char, 16 * 1024> piece;
    const qint64 count = device.read(piece.data(), piece.size());
    return QByteArray(piece.data(), std::max(count, qint64(0)));
}

} // namespace

RequestParser::Progress RequestReader::next()
{
    using Progress = RequestParser::Progress;
    while (true) {
        if (m_piece.isEmpty() && !std::exchange(m_stopped, false)) {
            m_piece = readPiece(m_device);
            if (m_piece.isEmpty())
                return Progress::NeedMore;
        }
        const auto step = m_parser.feed(m_piece);
        if (step.used == m_piece.size())
            m_piece.clear(); // an answer may take minutes
        else
            m_piece.remove(0, step.used);
        m_stopped = step.progress == Progress::Head;
        if (step.progress != Progress::NeedMore)
            return step.progress;
    }
}

bool RequestReader::hasInput() const
{
    return !m_piece.isEmpty() || m_device.bytesAvailable() > 0;
}

void RequestReader::discard()
{
    m_piece.clear();
    m_device.skip(m_device.bytesAvailable());
}

} // namespace gateway::http
