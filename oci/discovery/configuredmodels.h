// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/modelcatalog.h"

#include <QStringList>

namespace oci {

//! The models of a connection that cannot list any, by name from its configuration, in its
//! order and without repetitions.
class ConfiguredModels final : public core::ModelCatalog
{
    Q_OBJECT

public:
    explicit ConfiguredModels(const QStringList &names, const QString &region = {},
                              QObject *parent = nullptr);

    [[nodiscard]] QList<core::ModelInfo> models() const override { return m_models; }
    [[nodiscard]] bool isLoaded() const override { return true; }
    QFuture<core::Result<QList<core::ModelInfo>>> refresh() override;

private:
    QList<core::ModelInfo> m_models;
};

} // namespace oci
