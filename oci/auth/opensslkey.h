// SPDX-License-Identifier: MIT
#pragma once

#include "oci/auth/privatekey.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <memory>

// What the files of PrivateKey share, and nobody else includes: the handles of OpenSSL.
namespace oci {

namespace openssl {

template<auto function>
struct Free {
    template<typename T>
    void operator()(T *pointer) const
    {
        function(pointer);
    }
};
using EvpKey = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Bio = std::unique_ptr<BIO, Free<BIO_free_all>>;

//! Qt's TLS reads the same queue of errors in the same thread, so ours are taken off again.
class ErrorQueue
{
public:
    ErrorQueue() { ERR_set_mark(); }
    ~ErrorQueue() { ERR_pop_to_mark(); }
    Q_DISABLE_COPY_MOVE(ErrorQueue)
};

//! SubjectPublicKeyInfo; empty: it could not be written.
[[nodiscard]] QByteArray derOf(EVP_PKEY *key);

} // namespace openssl

struct PublicKey::Key {
    openssl::EvpKey handle; // OpenSSL counts uses and locks what is lazy, hence const for us
};

} // namespace oci
