// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/settings.h"

#include <QProcessEnvironment>

#include <boost/json/value.hpp>

namespace app {

//! The settings that say which model a name means, as the settings file has them. `source` names
//! the key, for the errors.
[[nodiscard]] core::Result<void> readAliases(const boost::json::value &json, const QString &source,
                                             Settings &settings);
[[nodiscard]] core::Result<void> readHiddenModels(const boost::json::value &json,
                                                  const QString &source, Settings &settings);
[[nodiscard]] core::Result<void> readModelNames(const boost::json::value &json,
                                                const QString &source, Settings &settings);

[[nodiscard]] core::Result<ModelListMode> readModelListMode(const QString &text,
                                                            const QString &source);
[[nodiscard]] core::Result<core::Truncation> readTruncation(const QString &text,
                                                            const QString &source);

//! What the environment says of it: GATEHOUSE_MODELS, CONFIGURED_PROVIDER_MODELS_MODE,
//! KEEP_ONLY_ALIASES_AT_MODELS_ENDPOINT and EMBED_TRUNCATE.
[[nodiscard]] core::Result<void> applyRoutingEnvironment(const QProcessEnvironment &environment,
                                                         Settings &settings);

//! What the gateway is to be told. `fileModels`: names that a file of models adds to the list.
[[nodiscard]] gateway::routing::RoutingSettings routingOf(const Settings &settings,
                                                          const QStringList &fileModels = {});

} // namespace app
