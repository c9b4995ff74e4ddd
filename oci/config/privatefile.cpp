// SPDX-License-Identifier: MIT
#include "oci/config/privatefile.h"

#include <QFile>
#include <QFileInfo>

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

} // namespace oci
