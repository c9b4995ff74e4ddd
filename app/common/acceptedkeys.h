// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/clientkeystore.h"

#include <memory>

namespace app {

//! All keys that let a client into the headless gateway: those of the environment, those of
//! `keys.json`, and the one of `gateway.key`, which is made at the first start and stands in
//! `keys.json` as "default".
class AcceptedKeys final : public QObject
{
    Q_OBJECT

public:
    static constexpr auto defaultId = "default";

    using Configured = std::vector<std::shared_ptr<const core::Secret>>;

    //! The clock outlives it.
    AcceptedKeys(const QString &dataDir, const core::Clock &clock);

    //! Reads them anew. With `configured` keys none is made. A list that cannot be read is an
    //! error, and everything stays as it was: a key that was revoked must not come back.
    [[nodiscard]] core::Result<void> load(const Configured &configured);
    [[nodiscard]] QList<core::ClientKey> all() const;
    //! Where the default key lies; empty where it does not count.
    [[nodiscard]] QString keyFile() const;
    //! The default key, where `load()` has just made it; empty otherwise.
    [[nodiscard]] core::Secret takeFreshKey() { return std::move(m_fresh); }
    [[nodiscard]] ClientKeyStore &store() { return m_store; }

signals:
    void changed();

private:
    [[nodiscard]] core::Result<void> loadDefault();
    [[nodiscard]] const core::ClientKey *defaultKey() const;

    QString m_dataDir;
    QList<core::ClientKey> m_configured;
    core::Secret m_fresh;
    QString m_keyFile;
    ClientKeyStore m_store;
};

//! What is different, in words for the log, e.g. "made: Zed; revoked: Cline". Empty: nothing but
//! when keys were used.
[[nodiscard]] QString differenceOfKeys(const QList<core::ClientKey> &before,
                                       const QList<core::ClientKey> &after);

} // namespace app
