// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"

#include <QByteArrayView>
#include <QList>
#include <QString>

#include <memory>
#include <utility>

namespace app {

struct YamlNode;
using YamlPointer = std::shared_ptr<const YamlNode>;

//! A part of a YAML document. What an alias (`*name`) stands for is shared, not copied.
struct YamlNode {
    enum class Kind { Null, Text, List, Map };

    Kind kind = Kind::Null;
    int line = 0;                                   //!< from 1
    QString text;                                   //!< as it stands there: "true", "8", "a b"
    QList<YamlPointer> items;                       //!< of a list
    QList<std::pair<QString, YamlPointer>> members; //!< of a map, in order; each name once

    //! The member, or null where it is absent or YAML's null.
    [[nodiscard]] const YamlNode *find(const QString &name) const;
    //! The member's text without white space around it; empty where it is absent or no text.
    [[nodiscard]] QString textAt(const QString &name) const;
};

//! Bounds of what is read. A document that is larger, or deeper, is refused before it takes memory.
struct YamlLimits {
    qsizetype bytes = 1024 * 1024;
    int nodes = 100'000; //!< what `<<` adds included
    int depth = 64;
};

//! Reads the first document (YAML 1.2 as yaml-cpp reads it, `<<` merges included). The error names
//! the line. Never null.
[[nodiscard]] core::Result<YamlPointer> readYaml(QByteArrayView text,
                                                 const YamlLimits &limits = {});

} // namespace app
