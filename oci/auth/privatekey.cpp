// SPDX-License-Identifier: MIT
#include "oci/auth/privatekey.h"

#include "oci/auth/opensslkey.h"
#include "oci/auth/pemtext.h"

#include <QCryptographicHash>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::Result;
using core::Secret;
using oci::openssl::Bio;
using oci::openssl::ErrorQueue;
using oci::openssl::EvpKey;

namespace oci {

namespace {

constexpr int minBits = 2048;
constexpr int maxBits = 16384;

using Cipher = std::unique_ptr<EVP_CIPHER, openssl::Free<EVP_CIPHER_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, openssl::Free<EVP_MD_CTX_free>>;
using BigNumber = std::unique_ptr<BIGNUM, openssl::Free<BN_free>>;
using Certificate = std::unique_ptr<X509, openssl::Free<X509_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, openssl::Free<EVP_PKEY_CTX_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, openssl::Free<OSSL_PARAM_free>>;
using ParameterBuilder = std::unique_ptr<OSSL_PARAM_BLD, openssl::Free<OSSL_PARAM_BLD_free>>;

std::unexpected<Error> refused(const QString &message, const char *reason = nullptr)
{
    return std::unexpected(Error{.code = ErrorCode::Unauthorized,
                                 .message = message,
                                 .reason = QString::fromLatin1(reason)});
}

//! Hands the passphrase over. Without this callback OpenSSL would ask on the terminal.
int passphraseCallback(char *buffer, int size, int /*writing*/, void *secret)
{
    const QByteArrayView passphrase = static_cast<const Secret *>(secret)->reveal();
    if (passphrase.isEmpty() || passphrase.size() > size)
        return -1;
    std::ranges::copy(passphrase, buffer);
    return int(passphrase.size());
}

//! Whether the failure to read an encrypted key was about a cipher that OpenSSL does not have.
bool isUnsupportedEncryption(const PemText::Block &block)
{
    if (const QByteArrayView info = block.field("DEK-Info"); !info.isEmpty()) {
        const QByteArray name = info.toByteArray().split(',').first();
        return !Cipher(EVP_CIPHER_fetch(nullptr, name.constData(), nullptr));
    }
    const unsigned long last = ERR_peek_last_error();
    return ERR_GET_LIB(last) == ERR_LIB_EVP && ERR_GET_REASON(last) == ERR_R_UNSUPPORTED;
}

Bio readFrom(QByteArrayView bytes)
{
    return Bio(BIO_new_mem_buf(bytes.data(), int(bytes.size())));
}

bool verifiesWith(EVP_PKEY *key, QByteArrayView message, QByteArrayView signature)
{
    const ErrorQueue errors;
    const DigestContext context(EVP_MD_CTX_new());
    return context &&
           EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
           EVP_DigestVerify(context.get(),
                            reinterpret_cast<const unsigned char *>(signature.data()),
                            std::size_t(signature.size()),
                            reinterpret_cast<const unsigned char *>(message.data()),
                            std::size_t(message.size())) == 1;
}

QByteArray fingerprintOf(EVP_PKEY *key)
{
    const QByteArray der = openssl::derOf(key);
    return der.isEmpty() ? der : QCryptographicHash::hash(der, QCryptographicHash::Md5).toHex(':');
}

std::optional<Error> unfit(EVP_PKEY *key)
{
    if (!EVP_PKEY_is_a(key, "RSA")) {
        return Error{.code = ErrorCode::Unauthorized,
                     .message = u"This is no RSA key; OCI signs requests with RSA keys only"_s};
    }
    const int bits = EVP_PKEY_get_bits(key);
    if (bits < minBits || bits > maxBits) {
        return Error{.code = ErrorCode::Unauthorized,
                     .message = u"The RSA key has %1 bits; OCI takes 2048 or more, 4096 at most "
                                "for a user's API key"_s.arg(bits)};
    }
    return {};
}

} // namespace

Result<PublicKey> PublicKey::fromPem(QByteArrayView pem)
{
    const ErrorQueue errors;
    if (pem.size() > PemText::maxSize)
        return refused(u"This is no public key: it is larger than 64 KiB"_s);
    const PemText text(pem);
    const auto block = text.publicKey();
    if (!block)
        return std::unexpected(block.error());
    const Secret tidy = block->tidied();
    EvpKey key(PEM_read_bio_PUBKEY(readFrom(tidy.reveal()).get(), nullptr, nullptr, nullptr));
    if (!key)
        return refused(u"The public key is damaged"_s);
    if (auto problem = unfit(key.get()))
        return std::unexpected(*std::move(problem));
    return PublicKey(std::make_shared<const Key>(std::move(key)));
}

Result<PublicKey> PublicKey::ofCertificate(QByteArrayView der)
{
    const ErrorQueue errors;
    const auto *bytes = reinterpret_cast<const unsigned char *>(der.data());
    const Certificate certificate(d2i_X509(nullptr, &bytes, long(der.size())));
    EvpKey key(certificate ? X509_get_pubkey(certificate.get()) : nullptr);
    if (!key)
        return refused(u"The certificate holds no readable public key"_s);
    if (auto problem = unfit(key.get()))
        return std::unexpected(*std::move(problem));
    return PublicKey(std::make_shared<const Key>(std::move(key)));
}

Result<PublicKey> PublicKey::fromModulus(QByteArrayView modulus)
{
    const ErrorQueue errors;
    const BigNumber n(modulus.size() > maxBits / 8
                              ? nullptr
                              : BN_bin2bn(reinterpret_cast<const unsigned char *>(modulus.data()),
                                          int(modulus.size()), nullptr));
    const BigNumber e(BN_new());
    const ParameterBuilder builder(OSSL_PARAM_BLD_new());
    const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
    if (!n || !e || !builder || !context || BN_set_word(e.get(), RSA_F4) != 1 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1)
        return refused(u"This is no modulus of an RSA key"_s);
    const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
    EVP_PKEY *made = nullptr;
    if (!parameters || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
        return refused(u"This is no modulus of an RSA key"_s);
    EvpKey key(made);
    if (auto problem = unfit(key.get()))
        return std::unexpected(*std::move(problem));
    return PublicKey(std::make_shared<const Key>(std::move(key)));
}

bool PublicKey::verifies(QByteArrayView message, QByteArrayView signature) const
{
    return verifiesWith(m_key->handle.get(), message, signature);
}

QByteArray PublicKey::fingerprint() const
{
    return fingerprintOf(m_key->handle.get());
}

QByteArray PublicKey::modulus() const
{
    const ErrorQueue errors;
    BIGNUM *number = nullptr;
    if (EVP_PKEY_get_bn_param(m_key->handle.get(), OSSL_PKEY_PARAM_RSA_N, &number) != 1)
        return {};
    const BigNumber owned(number);
    QByteArray bytes(BN_num_bytes(number), Qt::Uninitialized);
    BN_bn2bin(number, reinterpret_cast<unsigned char *>(bytes.data()));
    return bytes;
}

Result<PrivateKey> PrivateKey::fromPem(QByteArrayView pem, const Secret &passphrase)
{
    const ErrorQueue errors;
    if (pem.size() > PemText::maxSize)
        return refused(u"This is no private key: it is larger than 64 KiB"_s);
    const PemText text(pem);
    const auto block = text.privateKey();
    if (!block)
        return std::unexpected(block.error());
    const bool isEncrypted = block->isEncrypted();
    if (isEncrypted && passphrase.isEmpty())
        return refused(u"The private key is encrypted and needs its passphrase"_s,
                       passphraseMissing);

    const Secret tidy = block->tidied();
    EvpKey key(PEM_read_bio_PrivateKey(readFrom(tidy.reveal()).get(), nullptr, passphraseCallback,
                                       const_cast<Secret *>(&passphrase)));
    if (!key && isEncrypted && isUnsupportedEncryption(*block))
        return refused(
                u"The private key is encrypted in a way that is not supported; encrypt it anew "
                "with 'openssl pkcs8 -topk8 -in KEY -out NEW'"_s);
    if (!key && isEncrypted)
        return refused(u"The passphrase does not fit the private key"_s, passphraseWrong);
    if (!key)
        return refused(u"The private key is damaged: it cannot be read"_s);
    if (auto problem = unfit(key.get()))
        return std::unexpected(*std::move(problem));

    PrivateKey loaded(std::make_shared<const Key>(std::move(key)));
    // One trial tells a key whose numbers do not belong together from a good one.
    const auto trial = loaded.sign("trial");
    if (!trial || !loaded.verifies("trial", *trial))
        return refused(u"The private key is damaged: its parts do not belong together"_s);
    return loaded;
}

Result<PrivateKey> PrivateKey::generate(int bits)
{
    const ErrorQueue errors;
    if (bits < minBits || bits > maxBits)
        return refused(u"An RSA key has 2048 to 16384 bits"_s);
    EvpKey key(EVP_RSA_gen(unsigned(bits)));
    if (!key) {
        return std::unexpected(
                Error{.code = ErrorCode::Internal, .message = u"Could not make an RSA key"_s});
    }
    return PrivateKey(std::make_shared<const Key>(std::move(key)));
}

Result<QByteArray> PrivateKey::sign(QByteArrayView message) const
{
    const ErrorQueue errors;
    EVP_PKEY *key = m_key->handle.get();
    const auto *bytes = reinterpret_cast<const unsigned char *>(message.data());
    std::size_t size = std::size_t(EVP_PKEY_get_size(key));
    QByteArray signature(qsizetype(size), Qt::Uninitialized);
    const DigestContext context(EVP_MD_CTX_new());
    if (!context || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) != 1 ||
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char *>(signature.data()), &size,
                       bytes, std::size_t(message.size())) != 1) {
        return std::unexpected(Error{.code = ErrorCode::Internal,
                                     .message = u"Could not sign with the private key"_s});
    }
    signature.resize(qsizetype(size));
    return signature;
}

bool PrivateKey::verifies(QByteArrayView message, QByteArrayView signature) const
{
    return verifiesWith(m_key->handle.get(), message, signature);
}

QByteArray PrivateKey::fingerprint() const
{
    return fingerprintOf(m_key->handle.get());
}

PublicKey PrivateKey::publicKey() const
{
    return PublicKey(m_key);
}

QByteArray contentSha256(QByteArrayView body)
{
    const ErrorQueue errors;
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    if (EVP_Digest(body.data(), std::size_t(body.size()), digest.data(), &size, EVP_sha256(),
                   nullptr) != 1)
        return QCryptographicHash::hash(body, QCryptographicHash::Sha256).toBase64();
    return QByteArray(reinterpret_cast<const char *>(digest.data()), qsizetype(size)).toBase64();
}

} // namespace oci
