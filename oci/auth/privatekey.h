// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"
#include "core/secret.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QByteArrayView>
#include <QDateTime>

#include <memory>
#include <optional>

namespace oci {

//! The public half of an RSA key: enough to check signatures. Immutable, so usable from any
//! thread.
class PublicKey
{
public:
    //! Reads "-----BEGIN PUBLIC KEY-----"; RSA of at least 2048 bits.
    [[nodiscard]] static core::Result<PublicKey> fromPem(QByteArrayView pem);

    //! The key of an X.509 certificate (DER). QSslCertificate::publicKey() would crash where the
    //! certificate holds a key that cannot be read (Qt 6.8).
    [[nodiscard]] static core::Result<PublicKey> ofCertificate(QByteArrayView der);

    //! The RSA key with this modulus (big-endian) and the exponent 65537, as a JWK has it.
    [[nodiscard]] static core::Result<PublicKey> fromModulus(QByteArrayView modulus);

    //! Whether `signature` (RSASSA-PKCS1-v1_5 with SHA-256) is this key's for `message`.
    [[nodiscard]] bool verifies(QByteArrayView message, QByteArrayView signature) const;
    //! As PrivateKey::fingerprint().
    [[nodiscard]] QByteArray fingerprint() const;
    //! Big-endian, without leading zeros: what a JWK has as `n` (RFC 7518, 6.3.1).
    [[nodiscard]] QByteArray modulus() const;

private:
    struct Key;
    friend class PrivateKey;

    explicit PublicKey(std::shared_ptr<const Key> key) : m_key(std::move(key)) { }

    std::shared_ptr<const Key> m_key;
};

//! An RSA key that signs: loaded once, then shared. Immutable, so usable from any thread.
//!
//! The only part of the program that sees OpenSSL: this, privatekeyforms.cpp and opensslkey.h.
class PrivateKey
{
public:
    //! What a failed load is about, in Error::reason, so that a passphrase can be asked for.
    static constexpr auto passphraseMissing = "passphrase_missing";
    static constexpr auto passphraseWrong = "passphrase_wrong";

    //! Reads PKCS#1 and PKCS#8, plain or encrypted; text before and after the key, CRLF and
    //! literal "\n" do no harm; a passphrase for a plain key is ignored (protocol reference, 1.5).
    [[nodiscard]] static core::Result<PrivateKey> fromPem(QByteArrayView pem,
                                                          const core::Secret &passphrase = {});
    //! A new key, for tests, the demo and key creation. Takes about 100 ms of CPU at 2048 bits.
    [[nodiscard]] static core::Result<PrivateKey> generate(int bits = 2048);

    //! RSASSA-PKCS1-v1_5 with SHA-256, 256 bytes for a 2048-bit key; about 0.7 ms of CPU.
    [[nodiscard]] core::Result<QByteArray> sign(QByteArrayView message) const;
    //! Whether `signature` is this key's for `message`.
    [[nodiscard]] bool verifies(QByteArrayView message, QByteArrayView signature) const;
    //! MD5 of the public key's SubjectPublicKeyInfo, "f7:60:…" (protocol reference, 1.4).
    [[nodiscard]] QByteArray fingerprint() const;
    //! PKCS#8, unencrypted: a secret.
    [[nodiscard]] core::Result<core::Secret> toPem() const;
    //! PKCS#8, encrypted by a passphrase that is not empty (PBES2, PBKDF2, AES-256-CBC). Takes
    //! some milliseconds of CPU on purpose.
    [[nodiscard]] core::Result<core::Secret> toEncryptedPem(const core::Secret &passphrase) const;
    //! "-----BEGIN PUBLIC KEY-----…"
    [[nodiscard]] QByteArray publicKeyPem() const;
    //! The public key's SubjectPublicKeyInfo. Its base64 is the PEM without BEGIN, END and line
    //! ends, as the federation calls have it (protocol reference, 4.2).
    [[nodiscard]] QByteArray publicKeyDer() const;
    [[nodiscard]] PublicKey publicKey() const;

    //! A certificate (PEM) that this key has signed for itself, with a random serial number. For
    //! the embedded demo service and for tests. `units` become OU attributes of its subject.
    [[nodiscard]] core::Result<QByteArray> selfSignedCertificate(const QByteArray &commonName,
                                                                 const QByteArrayList &units,
                                                                 const QDateTime &from,
                                                                 const QDateTime &to) const;

private:
    using Key = PublicKey::Key;

    explicit PrivateKey(std::shared_ptr<const Key> key) : m_key(std::move(key)) { }

    std::shared_ptr<const Key> m_key;
};

//! Standard base64 of the SHA-256 of the bytes, as `x-content-sha256` has it.
[[nodiscard]] QByteArray contentSha256(QByteArrayView body);

} // namespace oci
