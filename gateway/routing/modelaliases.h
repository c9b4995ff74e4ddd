// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

namespace gateway::routing {

//! A name that clients use, and the models that it stands for, to be asked in that order.
struct Alias {
    QString name; //!< `*` in it stands for any text
    QStringList targets;

    bool operator==(const Alias &) const = default;
};

//! Which models a name stands for.
//!
//! A name without `*` beats one with, an earlier line a later one. A pattern without a slash fits
//! no name with one ("region/NAME" keeps its meaning), and none fits an OCID. A target that is an
//! alias stands for that one's targets; one that is the alias itself is the model of that name, so
//! that it can be asked first and others after it. Patterns are for what clients send: a target
//! never follows one.
class ModelAliases
{
public:
    static constexpr qsizetype most = 1000;
    static constexpr qsizetype mostTargets = 16;

    ModelAliases() = default;
    //! InvalidRequest that names the alias: it is empty or twice there, has no target, leads in a
    //! circle, or a target has a `*`.
    [[nodiscard]] static core::Result<ModelAliases> from(const QList<Alias> &aliases);

    //! Of an alias without `*`; empty: there is none of this name.
    [[nodiscard]] QStringList exactly(const QString &name) const { return m_exact.value(name); }
    //! Of the first pattern that fits; empty: none does.
    [[nodiscard]] QStringList byPattern(const QString &name) const;
    //! Those without `*`, in the order of the table, with the targets that they come to.
    [[nodiscard]] QList<Alias> named() const;
    [[nodiscard]] bool hasPatterns() const { return !m_patterns.isEmpty(); }

    bool operator==(const ModelAliases &) const = default;

private:
    QHash<QString, QStringList> m_exact;
    QStringList m_order; //!< of `m_exact`
    QList<Alias> m_patterns;
};

} // namespace gateway::routing
