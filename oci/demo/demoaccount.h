// SPDX-License-Identifier: MIT
#pragma once

#include "core/secret.h"
#include "oci/auth/privatekey.h"
#include "oci/demo/apikeystore.h"
#include "oci/demo/sessions.h"

#include <QByteArray>
#include <QHash>
#include <QSet>

#include <optional>
#include <vector>

namespace oci::demo {

//! Who the demo's customer is: a tenancy that exists nowhere, with a key made for this run.
//!
//! Placeholders by design: nothing here is valid at Oracle.
class DemoAccount
{
public:
    //! Makes a new signing key (about 100 ms of CPU) and a new bearer key.
    [[nodiscard]] static core::Result<DemoAccount> create();

    [[nodiscard]] static QByteArray region();
    [[nodiscard]] static QByteArray tenancy();
    [[nodiscard]] static QByteArray user();
    //! A compartment below the root.
    [[nodiscard]] static QByteArray compartment();
    //! What the Responses API wants named.
    [[nodiscard]] static QByteArray project();
    //! One below that.
    [[nodiscard]] static QByteArray researchCompartment();

    [[nodiscard]] const PrivateKey &key() const { return m_key; }
    //! "<tenancy>/<user>/<fingerprint>"
    [[nodiscard]] QByteArray keyId() const;
    [[nodiscard]] const core::Secret &bearerKey() const { return m_bearerKeys.front(); }

    //! Signatures by this key count, too. The tenancy that the keyId begins with becomes a root
    //! compartment of the demo.
    void trust(const QByteArray &keyId, const PublicKey &key);
    void trustBearer(core::Secret key) { m_bearerKeys.push_back(std::move(key)); }
    void permit(const QByteArray &compartmentId) { m_compartments.insert(compartmentId); }

    //! Whose tokens are accepted, too, with signatures by their keys.
    [[nodiscard]] Sessions &sessions() { return m_sessions; }
    [[nodiscard]] const Sessions &sessions() const { return m_sessions; }

    //! Nothing: nobody we know.
    [[nodiscard]] std::optional<PublicKey> keyOf(const QByteArray &keyId) const;
    //! Whether it is the demo's own bearer key or an active one that was made at it, in its region.
    [[nodiscard]] bool admitsBearer(QByteArrayView key, QByteArrayView region,
                                    const QDateTime &now);
    [[nodiscard]] ApiKeyStore &apiKeys() { return m_apiKeys; }
    //! Whether calls may be made in this compartment; OCI answers 404 where they may not.
    [[nodiscard]] bool permits(const QByteArray &compartmentId) const
    {
        return m_compartments.contains(compartmentId);
    }

private:
    explicit DemoAccount(PrivateKey key);

    PrivateKey m_key;
    Sessions m_sessions;
    QHash<QByteArray, PublicKey> m_keys; //!< by keyId
    QSet<QByteArray> m_compartments;
    std::vector<core::Secret> m_bearerKeys; //!< of the home region, without an end
    ApiKeyStore m_apiKeys;
};

} // namespace oci::demo
