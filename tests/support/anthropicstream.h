// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayList>
#include <QString>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <map>

namespace tests {

//! A strict client of Anthropic's streams: puts the content blocks together and notes the first
//! event that such a stream cannot have at its place.
class AnthropicStream
{
public:
    //! Each of them is one whole event.
    void feed(const QByteArrayList &events);

    //! Empty: none so far.
    [[nodiscard]] QString problem() const { return m_problem; }
    //! The blocks that are complete. The `input` of a call is what its pieces parse to.
    [[nodiscard]] const boost::json::array &content() const { return m_content; }
    //! "text" or "thinking" of all blocks of that type, joined.
    [[nodiscard]] QString textOf(const char *type) const;
    //! The pieces of the call's input, joined.
    [[nodiscard]] QByteArray argumentsOf(const QString &id) const { return m_arguments.at(id); }
    //! The `type` of each event so far, without those of blocks.
    [[nodiscard]] const QByteArrayList &frame() const { return m_frame; }
    //! The last event of that type.
    [[nodiscard]] boost::json::object last(const QByteArray &type) const { return m_last.at(type); }

private:
    void take(const QByteArray &event);
    void start(const boost::json::object &json);
    void delta(const boost::json::object &json);
    void stop();
    void complain(const QString &what);

    QString m_problem;
    boost::json::array m_content;
    boost::json::object m_block;
    bool m_open = false;
    std::map<QString, QByteArray> m_arguments;
    QByteArrayList m_frame;
    std::map<QByteArray, boost::json::object> m_last;
};

} // namespace tests
