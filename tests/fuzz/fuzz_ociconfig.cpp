// SPDX-License-Identifier: MIT
#include "oci/config/configfile.h"
#include "oci/config/profilecheck.h"

#include <cstdlib>

// Beyond "does not crash": every profile that is named can be had, CRLF means the same as LF,
// and a passphrase never comes out among the values.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    const auto file = oci::ConfigFile::parse(bytes, QStringLiteral("/home/x"));

    QByteArray withCrLf = bytes;
    withCrLf.replace("\n", "\r\n");
    const auto other = oci::ConfigFile::parse(withCrLf, QStringLiteral("/home/x"));
    if (file.has_value() != other.has_value())
        std::abort();
    if (!file)
        return file.error().message.isEmpty() ? std::abort(), 0 : 0;

    const QStringList names = file->profileNames();
    for (const QString &name : names) {
        const auto profile = file->profile(name);
        if (!profile || other->profile(name) != profile)
            std::abort();
        if (profile->values.contains(QStringLiteral("pass_phrase")) ||
            profile->hasPassPhrase == file->passPhrase(name).isEmpty())
            std::abort();
        (void)oci::checkForApiKey(*profile);
    }
    return 0;
}
