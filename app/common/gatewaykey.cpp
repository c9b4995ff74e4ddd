// SPDX-License-Identifier: MIT
#include "app/common/gatewaykey.h"

#include "app/common/settingsloader.h"

#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QTemporaryFile>

#include <array>

using namespace Qt::StringLiterals;
using core::Result;
using core::Secret;

namespace app {

namespace {

constexpr auto onlyMe = QFile::ReadOwner | QFile::WriteOwner;
constexpr qint64 longestKeyFile = 4096;
constexpr qsizetype shortestKey = 8;

std::unexpected<core::Error> failed(const QString &fileName, const QString &why)
{
    return std::unexpected(
            core::Error{.code = core::ErrorCode::Internal,
                        .message = u"The gateway's key file %1: %2"_s.arg(fileName, why)});
}

Result<Secret> readKey(const QString &fileName)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return failed(fileName, file.errorString());
    constexpr auto others =
            QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther;
    if (file.permissions() & others)
        file.setPermissions(onlyMe);
    QByteArray bytes = file.read(longestKeyFile);
    const Secret key(bytes.trimmed());
    core::wipeMemory(bytes.data(), std::size_t(bytes.size()));
    if (key.reveal().size() < shortestKey)
        return failed(fileName, u"it holds no key; delete it to have one made"_s);
    return key.clone();
}

// Written beside its place and then renamed, so that nobody reads half a key. QFile::rename()
// refuses to overwrite: whoever comes second reads the key of the first.
Result<void> writeKey(const Secret &key, const QString &fileName)
{
    QTemporaryFile file(fileName + u".XXXXXX"_s); // made with mode 0600
    if (!file.open() || file.write(key.reveal().data(), key.reveal().size()) < 0 ||
        file.write("\n") < 0 || !file.flush()) {
        return failed(fileName, file.errorString());
    }
    if (!file.rename(fileName)) {
        if (QFileInfo::exists(fileName))
            return {};
        return failed(fileName, file.errorString());
    }
    file.setAutoRemove(false);
    return {};
}

} // namespace

Secret newGatewayKey()
{
    std::array<quint32, 8> random;
    QRandomGenerator::system()->fillRange(random.data(), qsizetype(random.size()));
    QByteArray key =
            "gh-" +
            QByteArrayView(reinterpret_cast<const char *>(random.data()), sizeof random)
                    .toByteArray()
                    .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    core::wipeMemory(random.data(), sizeof random);
    return Secret::take(std::move(key));
}

Result<StoredGatewayKey> loadOrMakeGatewayKey(const QString &dataDir)
{
    if (const auto folder = makePrivateFolder(dataDir); !folder)
        return std::unexpected(folder.error());
    const QString fileName = dataDir + u"/gateway.key"_s;
    const bool isNew = !QFileInfo::exists(fileName);
    if (isNew) {
        if (const auto written = writeKey(newGatewayKey(), fileName); !written)
            return std::unexpected(written.error());
    }
    auto key = readKey(fileName);
    if (!key)
        return std::unexpected(key.error());
    return StoredGatewayKey{.key = *std::move(key), .fileName = fileName, .isNew = isNew};
}

} // namespace app
