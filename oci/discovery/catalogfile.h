// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/modelinfo.h"
#include "core/result.h"

#include <QByteArrayView>
#include <QDateTime>
#include <QList>
#include <QString>

#include <optional>

namespace oci {

//! A catalogue as it is kept between runs.
struct SavedCatalog {
    QDateTime asOf; //!< when the service said so
    QList<core::ModelInfo> models;

    bool operator==(const SavedCatalog &) const = default;
};

//! The text of the file: JSON with a version.
[[nodiscard]] QByteArray catalogText(const SavedCatalog &catalog);
//! Entries without a name are skipped. An error where it is no catalogue, or one of a version
//! that is newer than this program.
[[nodiscard]] core::Result<SavedCatalog> readCatalogText(QByteArrayView text);

//! Reads the file. Nothing where there is none; what cannot be used is passed over with a line in
//! the log: the list is fetched again anyway. For any thread.
[[nodiscard]] std::optional<SavedCatalog> loadCatalog(const QString &fileName);
//! Writes it whole or not at all, readable for its owner alone; makes the folder, too. A failure
//! is a line in the log.
void saveCatalog(const SavedCatalog &catalog, const QString &fileName);

} // namespace oci
