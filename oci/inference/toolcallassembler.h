// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatanswer.h"

#include <QHash>
#include <QList>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <functional>

namespace oci {

//! Makes an id that no other call has.
using MakeId = std::function<QString()>;
//! "call_" and 24 random hexadecimal digits.
[[nodiscard]] QString randomCallId();

//! Puts the pieces of one choice's tool calls together, in all the ways in which models send
//! them (protocol reference, 13.7): whole, in fragments with and without id, name and index,
//! several at one position, repeated at the end. Takes GENERIC's flat calls and OpenAI's nested
//! ones.
//!
//! A call is announced once, with an id and a name that never change after; fragments that come
//! before the name are held back. A call that is never named is dropped: nobody could make it.
class ToolCallAssembler
{
public:
    //! Calls beyond this are ignored.
    static constexpr qsizetype mostCalls = 128;

    explicit ToolCallAssembler(MakeId makeId) : m_makeId(std::move(makeId)) { }

    [[nodiscard]] QList<core::ToolCallDelta> add(const boost::json::array &calls);
    //! What is still to say at the end: `{}` for calls without arguments.
    [[nodiscard]] QList<core::ToolCallDelta> finish();
    [[nodiscard]] bool hasCalls() const { return m_announced > 0; }

private:
    struct Call {
        QString id;
        QString name;
        QByteArray arguments;
        int index = -1;       //!< as announced
        bool hasOwnId = true; //!< rather than one that was made here
    };
    struct Piece {
        QString id;
        QString name;
        QByteArray arguments;
    };

    static Piece readPiece(const boost::json::object &json);
    qsizetype placeOf(const boost::json::object &json, const Piece &piece, int position);
    qsizetype placeOfUnnamed(const Piece &piece, int position);
    qsizetype newCall(const QString &id);
    [[nodiscard]] bool isAnother(const Call &call, const Piece &piece) const;
    void addTo(Call &call, const Piece &piece, QList<core::ToolCallDelta> &out);

    MakeId m_makeId;
    QList<Call> m_calls;
    QHash<qint64, qsizetype> m_byIndex;
    QHash<QString, qsizetype> m_byId;
    QHash<int, qsizetype> m_current; //!< position in the event -> call
    int m_announced = 0;
};

} // namespace oci
