// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/modelcatalog.h"
#include "gateway/routing/routingsettings.h"

#include <QSet>

#include <functional>

namespace gateway::routing {

//! A catalogue as clients of the gateway see it: without what is hidden or not allowed, and with
//! each alias as a model of its own that has the facts of its first listed target. Once no list
//! could be read, aliases and the names of the settings stand in. Lives in the thread of the inner
//! catalogue, which outlives it.
class AliasedCatalog final : public core::ModelCatalog
{
    Q_OBJECT

public:
    //! Whether there is a model of this name that the list does not have, as it is of those alone
    //! that can chat.
    using Knows = std::function<bool(const QString &name)>;

    explicit AliasedCatalog(core::ModelCatalog &inner, Knows knows = {}, QObject *parent = nullptr);

    void setSettings(const RoutingSettings &settings);
    [[nodiscard]] const RoutingSettings &settings() const { return m_settings; }
    //! As of targetsFor(); what the inner catalogue has, or is known beside it, is listed.
    [[nodiscard]] core::Result<QStringList> targetsOf(const QString &name) const;

    [[nodiscard]] QList<core::ModelInfo> models() const override { return m_models; }
    [[nodiscard]] bool isLoaded() const override;
    QFuture<core::Result<QList<core::ModelInfo>>> refresh() override;
    [[nodiscard]] bool isComplete() const override;
    [[nodiscard]] QStringList problems() const override { return m_inner.problems(); }
    [[nodiscard]] QDateTime asOf() const override { return m_inner.asOf(); }

private:
    void collect();
    [[nodiscard]] QList<core::ModelInfo> seenByClients() const;

    core::ModelCatalog &m_inner;
    Knows m_knows;
    RoutingSettings m_settings;
    QSet<QString> m_names; //!< of the inner catalogue
    QList<core::ModelInfo> m_models;
    bool m_hasFailed = false; //!< the last refresh
};

} // namespace gateway::routing
