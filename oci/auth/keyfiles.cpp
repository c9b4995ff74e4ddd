// SPDX-License-Identifier: MIT
#include "oci/auth/keyfiles.h"

#include "oci/config/privatefile.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::Result;
using core::Secret;

namespace oci {

Result<KeyFiles> writeKeyFiles(const PrivateKey &key, const QString &folder, ExistingKey existing,
                               const Secret &passphrase)
{
    if (const auto made = makePrivateFolder(folder); !made)
        return std::unexpected(made.error());
    KeyFiles files{.privateKey = QDir(folder).filePath(u"oci_api_key.pem"_s),
                   .publicKey = QDir(folder).filePath(u"oci_api_key_public.pem"_s),
                   .fingerprint = key.fingerprint()};
    for (const QString &path : {files.privateKey, files.publicKey}) {
        if (existing == ExistingKey::Refuse && QFileInfo::exists(path)) {
            return std::unexpected(Error{
                    .code = ErrorCode::InvalidRequest,
                    .message = u"There is a key in %1 already; choose another folder"_s.arg(path),
                    .reason = u"key_exists"_s});
        }
    }
    const auto pem = passphrase.isEmpty() ? key.toPem() : key.toEncryptedPem(passphrase);
    if (!pem)
        return std::unexpected(pem.error());
    const QByteArray publicPem = key.publicKeyPem();
    return writePrivateFile(files.privateKey, *pem)
            .and_then([&] { return writePrivateFile(files.publicKey, Secret(publicPem)); })
            .transform([&files] { return files; });
}

} // namespace oci
