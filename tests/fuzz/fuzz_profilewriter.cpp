// SPDX-License-Identifier: MIT
#include "oci/config/configfile.h"
#include "oci/config/profilewriter.h"

#include <cstdlib>

namespace {

void expect(bool isSo)
{
    if (!isSo)
        std::abort();
}

} // namespace

// A configuration that can be read can still be read afterwards, has the entries, keeps its other
// profiles with their secrets, and does not change when the same is written again.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray before(reinterpret_cast<const char *>(data), qsizetype(size));
    const auto read = oci::ConfigFile::parse(before, {});
    if (!read)
        return 0;
    const QString name = QStringLiteral("WORK");
    const oci::ProfileEntries entries{{QStringLiteral("region"), QStringLiteral("r")},
                                      {QStringLiteral("x_new"), QStringLiteral("y")},
                                      {QStringLiteral("user"), std::nullopt}};
    const QByteArray after = oci::withProfile(before, name, entries);
    const auto written = oci::ConfigFile::parse(after, {});
    expect(written.has_value());
    expect(oci::withProfile(after, name, entries) == after);
    const auto profile = written->profile(name);
    expect(profile && profile->region == QStringLiteral("r") &&
           profile->values.value(QStringLiteral("x_new")) == QStringLiteral("y"));
    for (const QString &other : read->profileNames()) {
        if (other == name)
            continue;
        expect(written->profile(other) == read->profile(other));
        expect(written->passPhrase(other).equals(read->passPhrase(other).reveal()));
        expect(written->keyContent(other).equals(read->keyContent(other).reveal()));
    }
    return 0;
}
