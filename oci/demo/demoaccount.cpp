// SPDX-License-Identifier: MIT
#include "oci/demo/demoaccount.h"

#include <QRandomGenerator>

#include <algorithm>
#include <array>

namespace oci::demo {

namespace {

core::Secret newBearerKey()
{
    std::array<quint32, 6> random{};
    QRandomGenerator::system()->fillRange(random.data(), qsizetype(random.size()));
    const QByteArrayView bytes(reinterpret_cast<const char *>(random.data()), sizeof random);
    return core::Secret::take("sk-demo-" + bytes.toByteArray().toHex());
}

} // namespace

core::Result<DemoAccount> DemoAccount::create()
{
    return PrivateKey::generate().transform([](const PrivateKey &key) { return DemoAccount(key); });
}

DemoAccount::DemoAccount(PrivateKey key) : m_key(std::move(key)), m_sessions(m_key)
{
    m_bearerKeys.push_back(newBearerKey());
    trust(keyId(), m_key.publicKey());
    permit(compartment());
    permit(researchCompartment());
}

QByteArray DemoAccount::region()
{
    return "us-chicago-1";
}

QByteArray DemoAccount::tenancy()
{
    return "ocid1.tenancy.oc1..demotenancy";
}

QByteArray DemoAccount::user()
{
    return "ocid1.user.oc1..demouser";
}

QByteArray DemoAccount::project()
{
    return "ocid1.generativeaiproject.oc1.us-chicago-1.demoproject";
}

QByteArray DemoAccount::compartment()
{
    return "ocid1.compartment.oc1..democompartment";
}

QByteArray DemoAccount::researchCompartment()
{
    return "ocid1.compartment.oc1..demoresearch";
}

QByteArray DemoAccount::keyId() const
{
    return tenancy() + '/' + user() + '/' + m_key.fingerprint();
}

void DemoAccount::trust(const QByteArray &keyId, const PublicKey &key)
{
    m_keys.insert(keyId, key);
    if (const qsizetype slash = keyId.indexOf('/'); slash > 0)
        permit(keyId.first(slash));
}

std::optional<PublicKey> DemoAccount::keyOf(const QByteArray &keyId) const
{
    const auto found = m_keys.constFind(keyId);
    return found == m_keys.cend() ? std::nullopt : std::optional(*found);
}

bool DemoAccount::admitsBearer(QByteArrayView key, QByteArrayView where, const QDateTime &now)
{
    // Every key is compared, so that the time tells nothing.
    const bool isOwn = std::ranges::count_if(m_bearerKeys, [&](const core::Secret &known) {
                           return known.equals(key);
                       }) > 0;
    return m_apiKeys.use(key, where, now) || (isOwn && where == region());
}

} // namespace oci::demo
