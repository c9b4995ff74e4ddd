// SPDX-License-Identifier: MIT
#include "app/common/modelfile/modelfilewatcher.h"

#include "app/common/modelfile/yamlnode.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QLoggingCategory>

using namespace Qt::StringLiterals;
using core::Result;

namespace app {

namespace {

Q_LOGGING_CATEGORY(log, "app.models")

constexpr qsizetype mostWarnings = 50; // in the log, of one reading

//! Empty: it cannot be read.
QByteArray digestOf(const QString &fileName)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QCryptographicHash::hash(file.read(YamlLimits().bytes + 1), QCryptographicHash::Sha256);
}

} // namespace

ModelFileWatcher::ModelFileWatcher(QString fileName, const QProcessEnvironment &environment,
                                   QObject *parent, std::chrono::milliseconds quiet)
    : QObject(parent)
    , m_fileName(std::move(fileName))
    , m_environment(environment)
{
    m_quiet.setSingleShot(true);
    m_quiet.setInterval(quiet);
    m_quiet.callOnTimeout(this, [this] {
        follow();
        if (digestOf(m_fileName) != m_digest)
            read();
    });
    // The folder tells of a file that is put in the place of another, which is how editors write
    // and how Kubernetes changes what it mounts.
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, [this] { m_quiet.start(); });
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, [this] { m_quiet.start(); });
}

Result<void> ModelFileWatcher::load()
{
    m_digest = digestOf(m_fileName);
    auto file = loadModelFile(m_fileName, m_environment);
    if (!file)
        return std::unexpected(file.error());
    m_current = *std::move(file);
    tell();
    return {};
}

void ModelFileWatcher::watch()
{
    m_watcher.addPath(QFileInfo(m_fileName).absolutePath());
    follow();
}

void ModelFileWatcher::follow()
{
    // A file that was replaced is watched no longer.
    if (QFileInfo::exists(m_fileName) && !m_watcher.files().contains(m_fileName))
        m_watcher.addPath(m_fileName);
}

void ModelFileWatcher::reload()
{
    m_quiet.stop();
    read();
}

void ModelFileWatcher::read()
{
    m_digest = digestOf(m_fileName);
    auto file = loadModelFile(m_fileName, m_environment);
    if (!file) {
        qCCritical(log).noquote() << file.error().message + u" What it said before still counts."_s;
        return;
    }
    m_current = *std::move(file);
    tell();
    emit changed();
}

void ModelFileWatcher::tell() const
{
    qCInfo(log).noquote() << u"%1: %2 models and %3 connections taken over"_s.arg(
            m_fileName, QString::number(m_current.models.size()),
            QString::number(m_current.connections.size()));
    for (const QString &line : m_current.taken)
        qCDebug(log).noquote() << "taken:" << line;
    for (const QString &line :
         m_current.passedOver.first(std::min(mostWarnings, m_current.passedOver.size())))
        qCWarning(log).noquote() << "not taken:" << line;
    if (m_current.passedOver.size() > mostWarnings)
        qCWarning(log) << "and" << m_current.passedOver.size() - mostWarnings
                       << "more; --check-config lists all";
}

} // namespace app
