// SPDX-License-Identifier: MIT
#include "tests/support/fixtures.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace tests {

QString testFile(const QString &path)
{
    const QString folder = qEnvironmentVariable("GATEHOUSE_TESTS_DIR");
    if (folder.isEmpty())
        qFatal("GATEHOUSE_TESTS_DIR is not set; run the tests with ctest");
    return folder + u'/' + path;
}

QByteArray readTestFile(const QString &path)
{
    QFile file(testFile(path));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("Cannot read %ls", qUtf16Printable(file.fileName()));
    return file.readAll();
}

QString differenceFromGolden(const QString &name, const QByteArray &actual)
{
    const QString path = testFile(u"golden/"_s + name);
    if (qEnvironmentVariableIntValue("GATEHOUSE_UPDATE_GOLDEN") == 1) {
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(actual) != actual.size())
            return u"Cannot write %1"_s.arg(path);
        return {};
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return u"Missing: %1"_s.arg(path);
    const QByteArray expected = file.readAll();
    if (expected == actual)
        return {};
    return u"%1\n--- expected\n%2\n--- actual\n%3"_s.arg(name, QString::fromUtf8(expected),
                                                         QString::fromUtf8(actual));
}

QByteArray json(const char *text)
{
    return QByteArray(text).replace('\'', '"').replace("^", "\\\"");
}

} // namespace tests
