// SPDX-License-Identifier: MIT
//
// The forms that a PrivateKey is written in.

#include "oci/auth/opensslkey.h"

#include <QRandomGenerator>

#include <openssl/pem.h>
#include <openssl/x509.h>

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::Result;
using core::Secret;
using oci::openssl::Bio;
using oci::openssl::ErrorQueue;

namespace oci {

namespace {

constexpr qsizetype longestPassphrase = 1024; // what OpenSSL reads again

using Certificate = std::unique_ptr<X509, openssl::Free<X509_free>>;

QByteArrayView written(BIO *bio)
{
    char *bytes = nullptr;
    const long size = BIO_get_mem_data(bio, &bytes);
    return {bytes, qsizetype(size)};
}

bool addToName(X509_NAME *name, const char *field, const QByteArray &value)
{
    return X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8,
                                      reinterpret_cast<const unsigned char *>(value.constData()),
                                      int(value.size()), -1, 0) == 1;
}

} // namespace

QByteArray openssl::derOf(EVP_PKEY *key)
{
    const ErrorQueue errors;
    unsigned char *der = nullptr;
    const int size = i2d_PUBKEY(key, &der);
    if (size <= 0)
        return {};
    const QByteArray bytes(reinterpret_cast<const char *>(der), size);
    OPENSSL_free(der);
    return bytes;
}

Result<Secret> PrivateKey::toPem() const
{
    const ErrorQueue errors;
    const Bio bio(BIO_new(BIO_s_mem())); // cleanses its memory when it grows and when it is freed
    if (!bio || PEM_write_bio_PKCS8PrivateKey(bio.get(), m_key->handle.get(), nullptr, nullptr, 0,
                                              nullptr, nullptr) != 1) {
        return std::unexpected(Error{.code = ErrorCode::Internal,
                                     .message = u"Could not write the private key as PEM"_s});
    }
    return Secret(written(bio.get()));
}

Result<Secret> PrivateKey::toEncryptedPem(const Secret &passphrase) const
{
    const ErrorQueue errors;
    const Bio bio(BIO_new(BIO_s_mem()));
    const QByteArrayView word = passphrase.reveal();
    if (!bio || word.isEmpty() || word.size() > longestPassphrase ||
        PEM_write_bio_PKCS8PrivateKey(bio.get(), m_key->handle.get(), EVP_aes_256_cbc(),
                                      word.data(), int(word.size()), nullptr, nullptr) != 1) {
        return std::unexpected(Error{.code = ErrorCode::Internal,
                                     .message = u"Could not encrypt the private key"_s});
    }
    return Secret(written(bio.get()));
}

QByteArray PrivateKey::publicKeyPem() const
{
    const ErrorQueue errors;
    const Bio bio(BIO_new(BIO_s_mem()));
    if (!bio || PEM_write_bio_PUBKEY(bio.get(), m_key->handle.get()) != 1)
        return {};
    return written(bio.get()).toByteArray();
}

QByteArray PrivateKey::publicKeyDer() const
{
    return openssl::derOf(m_key->handle.get());
}

Result<QByteArray> PrivateKey::selfSignedCertificate(const QByteArray &commonName,
                                                     const QByteArrayList &units,
                                                     const QDateTime &from,
                                                     const QDateTime &to) const
{
    const ErrorQueue errors;
    EVP_PKEY *key = m_key->handle.get();
    const Certificate certificate(X509_new());
    const Bio bio(BIO_new(BIO_s_mem()));
    bool good = certificate && bio;
    if (good) {
        X509 *made = certificate.get();
        X509_NAME *name = X509_get_subject_name(made);
        good = X509_set_version(made, X509_VERSION_3) == 1 &&
               ASN1_INTEGER_set_uint64(X509_get_serialNumber(made),
                                       QRandomGenerator::system()->generate64() >> 1) == 1 &&
               ASN1_TIME_set(X509_getm_notBefore(made), time_t(from.toSecsSinceEpoch())) &&
               ASN1_TIME_set(X509_getm_notAfter(made), time_t(to.toSecsSinceEpoch())) &&
               addToName(name, "CN", commonName);
        for (const QByteArray &unit : units)
            good = good && addToName(name, "OU", unit);
        good = good && X509_set_issuer_name(made, name) == 1 && X509_set_pubkey(made, key) == 1 &&
               X509_sign(made, key, EVP_sha256()) > 0 && PEM_write_bio_X509(bio.get(), made) == 1;
    }
    if (!good) {
        return std::unexpected(
                Error{.code = ErrorCode::Internal, .message = u"Could not make a certificate"_s});
    }
    return written(bio.get()).toByteArray();
}

} // namespace oci
