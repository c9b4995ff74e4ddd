// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/settings.h"
#include "core/models/modelinfo.h"

#include <QByteArrayView>
#include <QList>
#include <QProcessEnvironment>
#include <QStringList>

namespace app {

//! What another gateway's file of models says.
struct ModelFile {
    QList<core::ModelInfo> models;       //!< for the connection that signs; each name once
    QList<BearerConnection> connections; //!< each name once
    QStringList taken;                   //!< what was taken over, a line each
    QStringList passedOver;              //!< what was not, and why, a line each

    //! Of all models, also those of the connections.
    [[nodiscard]] QStringList names() const;
};

//! Reads the `models.yaml` of OCI_GenAI_access_gateway (a list of regions with their models) or
//! the `providers:` block of an Aurora config.yaml, whichever it is. `fileName` is for the lines.
//! `${NAME}` in a provider is the variable of that name, `${NAME:-text}` the text where it is not
//! set.
[[nodiscard]] core::Result<ModelFile> readModelFile(QByteArrayView yaml, const QString &fileName,
                                                    const QProcessEnvironment &environment);
//! The same of the file itself, of 1 MB at most.
[[nodiscard]] core::Result<ModelFile> loadModelFile(const QString &fileName,
                                                    const QProcessEnvironment &environment);

//! With the connections of a file beside its own, which count more.
[[nodiscard]] Settings withConnections(Settings settings, const ModelFile &file);

} // namespace app
