// SPDX-License-Identifier: MIT
#include "oci/config/privatefile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryFile>

#include <filesystem>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::Result;

namespace oci {

namespace {

std::unexpected<Error> failed(ErrorCode code, const QString &path, const QString &why)
{
    return std::unexpected(Error{.code = code, .message = u"The file %1 %2"_s.arg(path, why)});
}

QString permissionWarning(const QFile &file, const QProcessEnvironment &environment)
{
#ifdef Q_OS_WIN
    Q_UNUSED(file)
    Q_UNUSED(environment)
    return {};
#else
    const QString suppressed = environment.value(u"OCI_CLI_SUPPRESS_FILE_PERMISSIONS_WARNING"_s);
    if (suppressed.compare("true"_L1, Qt::CaseInsensitive) == 0)
        return {};
    using Permission = QFileDevice::Permission;
    constexpr QFileDevice::Permissions asItShouldBe =
            Permission::ReadOwner | Permission::WriteOwner;
    constexpr QFileDevice::Permissions mode = asItShouldBe | Permission::ExeOwner |
                                              Permission::ReadGroup | Permission::WriteGroup |
                                              Permission::ExeGroup | Permission::ReadOther |
                                              Permission::WriteOther | Permission::ExeOther;
    if (!(file.permissions() & mode & ~asItShouldBe))
        return {};
    return u"The file %1 is open to other users of this computer; 'chmod 600' closes it."_s.arg(
            file.fileName());
#endif
}

} // namespace

Result<PrivateFile> readPrivateFile(const QString &path, qsizetype maxSize,
                                    const QProcessEnvironment &environment)
{
    const QFileInfo info(path);
    if (!info.exists())
        return failed(ErrorCode::NotFound, path, u"does not exist"_s);
    if (!info.isFile()) // a pipe would block
        return failed(ErrorCode::Unauthorized, path, u"is no regular file"_s);
    QFile file(path);
    // Unbuffered, so that no copy stays behind in a buffer of Qt's.
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return failed(ErrorCode::Unauthorized, path, u"cannot be read: "_s + file.errorString());
    if (file.size() > maxSize)
        return failed(ErrorCode::Unauthorized, path, u"is too large for what it should be"_s);

    QByteArray bytes = file.read(maxSize + 1);
    if (file.error() != QFileDevice::NoError)
        return failed(ErrorCode::Unauthorized, path, u"cannot be read: "_s + file.errorString());
    PrivateFile result{.bytes = core::Secret::take(std::move(bytes)),
                       .warning = permissionWarning(file, environment)};
    if (result.bytes.reveal().size() > maxSize)
        return failed(ErrorCode::Unauthorized, path, u"is too large for what it should be"_s);
    return result;
}

Result<void> writePrivateFile(const QString &path, const core::Secret &bytes)
{
    const QString linked = QFileInfo(path).isSymLink() ? QFileInfo(path).canonicalFilePath() : path;
    const QString target = linked.isEmpty() ? path : linked;
    QTemporaryFile file(target + u".XXXXXX"_s); // made with mode 0600
    const QByteArrayView content = bytes.reveal();
    if (!file.open() || file.write(content.data(), content.size()) != content.size() ||
        !file.flush())
        return failed(ErrorCode::Internal, path, u"cannot be written: "_s + file.errorString());
#ifdef Q_OS_UNIX
    if (::fsync(file.handle()) != 0) // or a power cut could leave an empty file in its place
        return failed(ErrorCode::Internal, path, u"cannot be written to the disk"_s);
#endif
    const QString written = file.fileName();
    file.close();
    // QFile::rename() does not replace.
    std::error_code error;
    std::filesystem::rename(QFileInfo(written).filesystemFilePath(),
                            QFileInfo(target).filesystemFilePath(), error);
    if (error) {
        return failed(ErrorCode::Internal, path,
                      u"cannot be replaced: "_s + QString::fromStdString(error.message()));
    }
    file.setAutoRemove(false);
    return {};
}

Result<void> makePrivateFolder(const QString &path)
{
    if (QFileInfo(path).isDir())
        return {};
    const QString parent = QFileInfo(path).absolutePath();
    constexpr auto ownerOnly =
            QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner;
    const bool isMade = QDir().mkpath(parent) && QDir().mkdir(path, ownerOnly);
    if (!isMade && !QFileInfo(path).isDir()) { // else another process was faster
        return std::unexpected(Error{.code = ErrorCode::Internal,
                                     .message = u"The folder %1 cannot be made"_s.arg(path)});
    }
    return {};
}

} // namespace oci
