// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/profilesource.h"
#include "core/ports/signingkeys.h"
#include "oci/config/profile.h"

#include <QThreadPool>

#include <optional>
#include <utility>

namespace app {

//! Makes API signing keys in the person's OCI folder.
class SigningKeyService final : public core::SigningKeys
{
    Q_OBJECT

public:
    //! Where things are kept; tests have folders of their own.
    struct Places {
        QString configFile;
        QString keysFolder; //!< `~/.oci/keys`; each key has a folder of its own in it

        static Places usual(const ProfileSource &profiles);
    };

    //! All references outlive it.
    SigningKeyService(ProfileSource &profiles, const Settings &settings, Places places,
                      QObject *parent = nullptr);
    ~SigningKeyService() override;

    [[nodiscard]] core::SigningKeyDetails suggestion() const override;
    [[nodiscard]] Standing standing(const QString &profile) const override;
    [[nodiscard]] QStringList regions() const override;
    [[nodiscard]] QString configFile() const override { return m_places.configFile; }

    QFuture<core::Result<core::SigningKey>> make(core::SigningKeyDetails details) override;
    void use(bool addToConfig) override;

    //! Of the key in use since made(); empty: it has none, or it was taken.
    [[nodiscard]] core::Secret takePassPhrase() { return std::exchange(m_passPhrase, {}); }

signals:
    //! A profile that signs by a new key is there.
    void made(const QString &connectionId);
    //! Something about it that is worth a line.
    void noticed(const QString &notice);

private:
    //! The profile without its key, or what is wrong.
    [[nodiscard]] core::Result<oci::Profile> check(const core::SigningKeyDetails &details) const;
    [[nodiscard]] core::Result<void> write(const oci::Profile &profile) const;

    ProfileSource &m_profiles;
    const Settings &m_settings;
    Places m_places;
    QThreadPool m_pool;
    std::optional<oci::Profile> m_made; //!< that of the last key
    core::Secret m_passPhrase;
};

} // namespace app
