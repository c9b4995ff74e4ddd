// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QString>

namespace oci {

//! A line of the OCI configuration file (protocol reference, 1.2). What reads the file and what
//! writes into it see the same in it.
struct ConfigLine {
    enum class Kind {
        Nothing, //!< empty, or a comment
        Profile, //!< "[NAME]"
        Entry,   //!< "key=value" or "key: value"
        Fault,
    };

    Kind kind = Kind::Nothing;
    QString name; //!< of the profile; or the key, in lower case and with one spelling for each
    QByteArrayView value; //!< of an entry, without blanks around it; points into the line
    QString fault;        //!< what is wrong; never repeats the line

    bool operator==(const ConfigLine &) const = default;
};

//! The result is good as long as the bytes of the line are.
[[nodiscard]] ConfigLine readConfigLine(QByteArrayView line);

//! Without the byte order mark that some editors put before the first line.
[[nodiscard]] QByteArrayView withoutByteOrderMark(QByteArrayView bytes);

} // namespace oci
