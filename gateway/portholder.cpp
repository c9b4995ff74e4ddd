// SPDX-License-Identifier: MIT
#include "gateway/portholder.h"

#include <QByteArrayList>
#include <QDir>
#include <QFile>
#include <QSet>

using namespace Qt::StringLiterals;

namespace gateway {

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

//! The inodes of the sockets that listen on the port (proc(5), /proc/net/tcp).
QSet<QString> listeningSockets(quint16 port)
{
    constexpr qsizetype addressColumn = 1;
    constexpr qsizetype stateColumn = 3;
    constexpr qsizetype inodeColumn = 9;
    const QByteArray suffix = ':' + QByteArray::number(port, 16).rightJustified(4, '0').toUpper();
    QSet<QString> inodes;
    for (const auto &table : {u"/proc/net/tcp"_s, u"/proc/net/tcp6"_s}) {
        for (const QByteArray &line : contentOf(table).split('\n')) {
            const QByteArrayList columns = line.simplified().split(' ');
            if (columns.size() > inodeColumn && columns[addressColumn].endsWith(suffix) &&
                columns[stateColumn] == "0A") {
                inodes.insert(u"socket:[%1]"_s.arg(QString::fromLatin1(columns[inodeColumn])));
            }
        }
    }
    return inodes;
}

bool holdsOneOf(const QString &process, const QSet<QString> &sockets)
{
    const QDir folder(u"/proc/%1/fd"_s.arg(process));
    for (const QString &name : folder.entryList(QDir::System | QDir::AllEntries | QDir::Hidden)) {
        // The raw text, e.g. "socket:[12345]": it is no path.
        const QString target = QFileInfo(folder.filePath(name)).readSymLink();
        if (sockets.contains(target))
            return true;
    }
    return false;
}

} // namespace

QString portHolder(quint16 port)
{
    const QSet<QString> sockets = listeningSockets(port);
    if (sockets.isEmpty())
        return {};
    for (const QString &process : QDir(u"/proc"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (!process.front().isDigit() || !holdsOneOf(process, sockets))
            continue;
        const QString name = QString::fromUtf8(contentOf(u"/proc/%1/comm"_s.arg(process)));
        return u"%1 (process %2)"_s.arg(name.trimmed(), process);
    }
    return {};
}

} // namespace gateway
