// SPDX-License-Identifier: MIT
#pragma once

#include "core/inference/reranking.h"
#include "core/result.h"

#include <QByteArrayView>

namespace oci {

//! Reads a RerankTextResult (protocol reference, 7.16 and 13.11): best first whatever the order
//! on the wire, at most as many as were asked for, texts from the request where the service left
//! them out. A rank without a score, or of a document that was not sent or was ranked already, is
//! a Protocol error.
[[nodiscard]] core::Result<core::Reranking> readReranking(QByteArrayView body,
                                                          const core::RerankRequest &request);

} // namespace oci
