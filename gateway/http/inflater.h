// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <memory>

struct z_stream_s;

namespace gateway::http {

//! Undoes `Content-Encoding: gzip` (RFC 1952) or `deflate` (RFC 1950), however the bytes were
//! cut, up to a bound: a small body that swells to gigabytes is stopped at the bound.
class Inflater
{
public:
    enum class Progress { Good, TooLarge, Corrupt };

    //! `limit`: of the bytes that come out, in total.
    explicit Inflater(qsizetype limit);
    ~Inflater();
    Inflater(const Inflater &) = delete;
    Inflater &operator=(const Inflater &) = delete;

    //! Appends what comes out to `out`. After anything but Good the inflater is of no more use.
    [[nodiscard]] Progress feed(QByteArrayView bytes, QByteArray &out);
    //! Whether the compressed text has come to its own end.
    [[nodiscard]] bool isComplete() const { return m_atEnd; }

private:
    std::unique_ptr<z_stream_s> m_stream;
    qsizetype m_left;
    bool m_usable = false;
    bool m_atEnd = false;
};

} // namespace gateway::http
