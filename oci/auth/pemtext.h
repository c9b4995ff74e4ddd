// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"
#include "core/secret.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

namespace oci {

//! PEM text as files, variables and forms hold it (protocol reference, 1.5): with text around the
//! blocks, CRLF, the two characters "\n" for a line end, blanks around lines. Pure; its copy of
//! the text is overwritten when it ends.
class PemText
{
public:
    static constexpr qsizetype maxSize = 64 * 1024;

    //! One block; the views hold as long as the text.
    struct Block {
        QByteArrayView label;   //!< e.g. "RSA PRIVATE KEY"
        QByteArrayView content; //!< between the BEGIN and the END line

        //! The field of its header, e.g. "DEK-Info"; empty where there is none.
        [[nodiscard]] QByteArrayView field(QByteArrayView name) const;
        [[nodiscard]] bool isEncrypted() const;
        //! As a strict reader takes it: base64 in lines of 64.
        [[nodiscard]] core::Secret tidied() const;
    };

    //! Text longer than maxSize is cut.
    explicit PemText(QByteArrayView text);
    ~PemText();
    Q_DISABLE_COPY_MOVE(PemText)

    [[nodiscard]] QList<Block> blocks() const;
    //! The first private key of a kind that may be RSA; otherwise an ErrorCode::Unauthorized that
    //! says what the text is instead.
    [[nodiscard]] core::Result<Block> privateKey() const;
    [[nodiscard]] core::Result<Block> publicKey() const;

private:
    QByteArray m_text;
};

} // namespace oci
