// SPDX-License-Identifier: MIT
#include "oci/config/configfile.h"
#include "oci/config/profilewriter.h"

#include <cstdlib>

// A configuration that can be read can still be read afterwards, has the entries, keeps its other
// profiles, and does not change when the same is written again.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray before(reinterpret_cast<const char *>(data), qsizetype(size));
    const auto read = oci::ConfigFile::parse(before, {});
    if (!read)
        return 0;
    const QString name = QStringLiteral("WORK");
    const oci::ProfileEntries entries{{QStringLiteral("region"), QStringLiteral("r")},
                                      {QStringLiteral("x_new"), QStringLiteral("y")}};
    const QByteArray after = oci::withProfile(before, name, entries);
    const auto written = oci::ConfigFile::parse(after, {});
    if (!written || oci::withProfile(after, name, entries) != after)
        std::abort();
    const auto profile = written->profile(name);
    if (!profile || profile->region != QStringLiteral("r"))
        std::abort();
    for (const QString &other : read->profileNames()) {
        if (other != name && written->profile(other) != read->profile(other))
            std::abort();
    }
    return 0;
}
