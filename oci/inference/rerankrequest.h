// SPDX-License-Identifier: MIT
#pragma once

#include "core/inference/reranking.h"
#include "core/result.h"
#include "oci/inference/knownmodels.h"
#include "oci/inference/nativecall.h"

#include <QByteArray>

namespace oci {

//! Refuses what the service could not serve. `model` is what the table knows of the model, or
//! null: then the service is left to judge.
[[nodiscard]] core::Result<void> checkRerank(const core::RerankRequest &request,
                                             const KnownModel *model);

//! The body of POST /20231130/actions/rerankText (protocol reference, 7.16 and 13.11).
[[nodiscard]] QByteArray rerankBody(const core::RerankRequest &request, const NativeCall &call);

} // namespace oci
