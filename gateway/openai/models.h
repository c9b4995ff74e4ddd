// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/modelinfo.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace gateway::openai {

//! The body of GET /v1/models. `ownedBy` is for models that do not say it. Besides OpenAI's fields
//! each model has what tools ask for: context length, longest answer, capabilities, modalities,
//! region, serving mode, announced ends.
[[nodiscard]] QByteArray modelList(const QList<core::ModelInfo> &models, const QByteArray &ownedBy);
//! The body of GET /v1/models/{id}.
[[nodiscard]] QByteArray modelBody(const core::ModelInfo &model, const QByteArray &ownedBy);
//! The model that a client calls by this name: its id or OCID, also as oci/NAME and oci:NAME.
[[nodiscard]] std::optional<core::ModelInfo> modelNamed(const QList<core::ModelInfo> &models,
                                                        const QString &name);

} // namespace gateway::openai
