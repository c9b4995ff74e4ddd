// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/modelcatalog.h"

namespace app {

//! A catalogue with models by names of one's own before those that the service lists. They have
//! the facts of what they stand for, where the service lists that. Lives in the thread of the
//! inner catalogue, which outlives it.
class NamedModels final : public core::ModelCatalog
{
    Q_OBJECT

public:
    explicit NamedModels(core::ModelCatalog &inner, QObject *parent = nullptr);

    void setNamed(const QList<core::ModelInfo> &models);

    [[nodiscard]] QList<core::ModelInfo> models() const override { return m_models; }
    [[nodiscard]] bool isLoaded() const override
    {
        return m_inner.isLoaded() || !m_named.isEmpty();
    }
    QFuture<core::Result<QList<core::ModelInfo>>> refresh() override { return m_inner.refresh(); }
    [[nodiscard]] bool isComplete() const override { return m_inner.isComplete(); }
    [[nodiscard]] QStringList problems() const override { return m_inner.problems(); }
    [[nodiscard]] QDateTime asOf() const override { return m_inner.asOf(); }

private:
    void collect();

    core::ModelCatalog &m_inner;
    QList<core::ModelInfo> m_named;
    QList<core::ModelInfo> m_models;
};

} // namespace app
