// SPDX-License-Identifier: MIT
#include "oci/auth/pemtext.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::Result;
using core::Secret;

namespace oci {

namespace {

std::unexpected<Error> refused(const QString &message)
{
    return std::unexpected(Error{.code = ErrorCode::Unauthorized, .message = message});
}

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

} // namespace

PemText::PemText(QByteArrayView text)
{
    text = text.first(std::min(text.size(), maxSize));
    m_text.reserve(text.size()); // never longer, so no copy stays behind
    for (qsizetype i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '\\' && i + 1 < text.size() && (text[i + 1] == 'n' || text[i + 1] == 'r'))
            c = text[++i] == 'n' ? '\n' : '\r';
        if (c == '\r' || (isBlank(c) && (m_text.isEmpty() || m_text.endsWith('\n'))))
            continue;
        while (c == '\n' && !m_text.isEmpty() && isBlank(m_text.back()))
            m_text.chop(1);
        m_text += c;
    }
}

PemText::~PemText()
{
    core::wipeMemory(m_text.data(), std::size_t(m_text.capacity()));
}

QList<PemText::Block> PemText::blocks() const
{
    constexpr QByteArrayView begin = "-----BEGIN ";
    constexpr QByteArrayView dashes = "-----";
    const QByteArrayView text = m_text;
    QList<Block> blocks;
    qsizetype at = 0;
    qsizetype end = 0;
    while ((at = text.indexOf(begin, at)) >= 0) {
        const qsizetype labelFrom = at + begin.size();
        const qsizetype labelEnd = text.indexOf(dashes, labelFrom);
        if (labelEnd < 0)
            break;
        const QByteArrayView label = text.sliced(labelFrom, labelEnd - labelFrom);
        const qsizetype from = labelEnd + dashes.size();
        // The next end of any kind: a search for this label's alone would make many beginnings
        // take quadratic time.
        if (end < from)
            end = text.indexOf("-----END ", from);
        if (end < 0)
            break;
        at = from;
        if (text.sliced(end + 9).startsWith(label.toByteArray() + "-----")) {
            blocks += {label, text.sliced(from, end - from)};
            at = end;
        }
    }
    return blocks;
}

Result<PemText::Block> PemText::privateKey() const
{
    const QList<Block> all = blocks();
    const auto found = std::ranges::find_if(
            all, [](const Block &block) { return block.label.endsWith("PRIVATE KEY"); });
    if (found != all.end() && found->label == "OPENSSH PRIVATE KEY") {
        return refused(u"This is a private key in OpenSSH's own format; convert a copy of it with "
                       "'ssh-keygen -p -m PEM -f COPY'"_s);
    }
    if (found != all.end() &&
        (found->label == "EC PRIVATE KEY" || found->label == "DSA PRIVATE KEY"))
        return refused(u"This is no RSA key; OCI signs requests with RSA keys only"_s);
    if (found != all.end())
        return *found;

    const auto has = [&all](QByteArrayView label) {
        return std::ranges::contains(all, label, &Block::label);
    };
    if (has("PUBLIC KEY") || has("RSA PUBLIC KEY"))
        return refused(u"This is a public key; the private key made with it is needed"_s);
    if (has("CERTIFICATE"))
        return refused(u"This is a certificate; its private key is needed"_s);
    if (m_text.startsWith("ssh-"))
        return refused(u"This is a public SSH key; OCI needs an RSA private key in PEM format"_s);
    if (m_text.contains("PRIVATE KEY-----"))
        return refused(
                u"The private key is cut off: its '-----END … PRIVATE KEY-----' is missing"_s);
    return refused(u"This is no private key: there is no '-----BEGIN … PRIVATE KEY-----' in it"_s);
}

Result<PemText::Block> PemText::publicKey() const
{
    const QList<Block> all = blocks();
    const auto found = std::ranges::find(all, QByteArrayView("PUBLIC KEY"), &Block::label);
    if (found == all.end())
        return refused(u"There is no '-----BEGIN PUBLIC KEY-----' in it"_s);
    return *found;
}

QByteArrayView PemText::Block::field(QByteArrayView name) const
{
    const qsizetype at = content.indexOf('\n' + name.toByteArray() + ':');
    if (at < 0)
        return {};
    const QByteArrayView rest = content.sliced(at + name.size() + 2);
    const qsizetype end = rest.indexOf('\n');
    return rest.first(end < 0 ? rest.size() : end).trimmed();
}

bool PemText::Block::isEncrypted() const
{
    // RFC 7468, 11, and RFC 1421, 4.6.1.1
    return label == "ENCRYPTED PRIVATE KEY" || field("Proc-Type") == "4,ENCRYPTED";
}

Secret PemText::Block::tidied() const
{
    QByteArray out;
    out.reserve(content.size() * 2 + label.size() * 2 + 64); // a line end for every 64, two lines
    out += "-----BEGIN " + label.toByteArray() + "-----\n";
    QByteArrayView base64 = content;
    if (const qsizetype end = base64.indexOf("\n\n"); base64.contains(':') && end >= 0) {
        out += base64.first(end).trimmed();
        out += "\n\n";
        base64 = base64.sliced(end);
    }
    for (qsizetype column = 0; const char c : base64) {
        if (c == '\n' || isBlank(c))
            continue;
        if (column > 0 && column % 64 == 0)
            out += '\n';
        out += c;
        ++column;
    }
    out += "\n-----END " + label.toByteArray() + "-----\n";
    return Secret::take(std::move(out));
}

} // namespace oci
