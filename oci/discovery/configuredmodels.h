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

//! Those that a bearer key reaches (protocol reference, 8.3): what chats on demand on the
//! OpenAI-compatible endpoints, which serve neither Cohere's models nor dedicated clusters.
[[nodiscard]] QStringList namesForBearers(const QList<core::ModelInfo> &models);

} // namespace oci
