// SPDX-License-Identifier: MIT
#pragma once

#include "oci/auth/privatekey.h"

#include <QByteArray>
#include <QString>
#include <QUrl>

//! The pages of a sign-in with a browser (protocol reference, 3.4).
namespace oci::signin {

//! What the address of OCI's page is made of.
struct Page {
    QUrl loginBase;
    QString redirect; //!< "http://localhost:8181", where the listener is
    QString nonce;
    QString tenancy; //!< name of the tenancy; empty: the page asks for it
};

//! The page at which the person signs in, for a session with this key.
[[nodiscard]] QUrl address(const Page &page, const PublicKey &key);

//! What the listener shows: its script hands the result, which stands in the fragment of the
//! address and so reaches no server, over to the listener. `secret` shows that it was this page.
[[nodiscard]] QByteArray handover(const QByteArray &secret);

} // namespace oci::signin
