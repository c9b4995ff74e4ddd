// SPDX-License-Identifier: MIT
#include "app/desktop/singleinstance.h"

#include <QCryptographicHash>
#include <QLocalServer>
#include <QLocalSocket>

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int answerTimeoutMs = 1000;

// A socket's path is short (108 bytes), a data folder's may be long.
QString socketNameFor(const QString &dataDir)
{
    const QByteArray digest =
            QCryptographicHash::hash(dataDir.toUtf8(), QCryptographicHash::Sha256);
    return u"gatehouse-"_s + QString::fromLatin1(digest.toHex().first(16));
}

} // namespace

SingleInstance::SingleInstance(const QString &dataDir, QObject *parent)
    : QObject(parent)
    , m_socketName(socketNameFor(dataDir))
    , m_lock(dataDir + u"/window.lock"_s)
{
    m_lock.setStaleLockTime(0); // only a dead owner makes it stale
}

SingleInstance::~SingleInstance() = default;

bool SingleInstance::claim()
{
    if (!m_lock.tryLock(0)) {
        QLocalSocket other;
        other.connectToServer(m_socketName);
        if (other.waitForConnected(answerTimeoutMs)) {
            other.write("show\n");
            other.waitForBytesWritten(answerTimeoutMs);
        }
        return false;
    }
    QLocalServer::removeServer(m_socketName); // left over by a process that was killed
    m_server = std::make_unique<QLocalServer>();
    m_server->setSocketOptions(QLocalServer::UserAccessOption);
    connect(m_server.get(), &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket *socket = m_server->nextPendingConnection()) {
            connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
            emit anotherStarted();
        }
    });
    m_server->listen(m_socketName);
    return true;
}

} // namespace app
