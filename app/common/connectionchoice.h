// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/modelinfo.h"

#include <QList>
#include <QString>

#include <memory>
#include <vector>

namespace app {

class OciConnection;

using SharedConnections = std::vector<std::shared_ptr<OciConnection>>;

//! Of whom something is asked.
struct ConnectionChoice {
    std::shared_ptr<OciConnection> connection;
    QString model; //!< as that connection is told
};

//! Whether one of them lists a model of this name or OCID. There may be none.
[[nodiscard]] bool lists(const SharedConnections &all, const QString &model);
//! Gives models by names of one's own to the first that signs, if there is one.
void giveNames(const SharedConnections &all, const QList<core::ModelInfo> &models);
//! The connection whose name stands before the model, else the first that lists it, else one in the
//! region that stands before it or in its OCID, else one that may have it without our knowing.
//! `all` is not empty, here and below.
[[nodiscard]] ConnectionChoice chooseConnection(const SharedConnections &all, const QString &model);
//! The same for what a bearer key does not reach, unless its connection is named.
[[nodiscard]] ConnectionChoice chooseSigned(const SharedConnections &all, const QString &model);
//! The first that signs, else the first.
[[nodiscard]] std::shared_ptr<OciConnection> firstSigned(const SharedConnections &all);

} // namespace app
