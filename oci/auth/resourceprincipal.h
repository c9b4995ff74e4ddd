// SPDX-License-Identifier: MIT
#pragma once

#include "core/secret.h"
#include "oci/auth/credentialsource.h"

#include <QProcessEnvironment>

#include <memory>

namespace oci {

//! What OCI_RESOURCE_PRINCIPAL_* say, version 2.2 (protocol reference, 4.4): text itself, or the
//! absolute path of a file that holds it.
struct ResourceSettings {
    std::shared_ptr<const core::Secret> token;      //!< OCI_RESOURCE_PRINCIPAL_RPST
    std::shared_ptr<const core::Secret> key;        //!< …_PRIVATE_PEM
    std::shared_ptr<const core::Secret> passphrase; //!< …_PRIVATE_PEM_PASSPHRASE; may be empty
    QString region;                                 //!< …_REGION, an identifier
};

//! Reads the variables. One that is missing, and a version that is not 2.2, are an
//! ErrorCode::InvalidRequest that names the variable.
[[nodiscard]] core::Result<ResourceSettings>
resourceSettings(const QProcessEnvironment &environment);

//! Signs in as the function, job or container that the program runs in. The platform exchanges
//! the files from time to time: they are read again when they have changed, when the token is
//! about to expire, and after a 401.
class ResourcePrincipal final : public CredentialSource
{
    Q_OBJECT

public:
    explicit ResourcePrincipal(ResourceSettings settings);

    //! At once; a few file reads and 2 ms of CPU. Error::reason is "token_unreadable" for a token
    //! that is not whole, as while its file is being written.
    QFuture<core::Result<PrincipalCredential>> fetch() override;
    QFuture<core::Result<PrincipalFacts>> facts() override;
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString advice() const override;
    [[nodiscard]] bool hasChanged() const override;

private:
    [[nodiscard]] core::Result<PrincipalCredential> read() const;
    //! Size and time of the files, as one text.
    [[nodiscard]] QByteArray stamp() const;

    ResourceSettings m_settings;
    QByteArray m_stamp; //!< when they were read
};

} // namespace oci
