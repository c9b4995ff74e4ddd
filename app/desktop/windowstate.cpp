// SPDX-License-Identifier: MIT
#include "app/desktop/windowstate.h"

#include <QMainWindow>
#include <QSettings>

using namespace Qt::StringLiterals;

namespace app {

void WindowState::restore(QMainWindow &window) const
{
    const QSettings file(m_fileName, QSettings::IniFormat);
    // What does not fit (another version, another screen) is left as it is by Qt.
    if (!window.restoreGeometry(file.value("window/geometry"_L1).toByteArray()))
        window.resize(1120, 760);
    window.restoreState(file.value("window/state"_L1).toByteArray());
}

void WindowState::save(const QMainWindow &window) const
{
    QSettings file(m_fileName, QSettings::IniFormat);
    file.setValue("window/geometry"_L1, window.saveGeometry());
    file.setValue("window/state"_L1, window.saveState());
}

QString WindowState::lastConnection() const
{
    return QSettings(m_fileName, QSettings::IniFormat).value("connection/last"_L1).toString();
}

void WindowState::setLastConnection(const QString &connectionId) const
{
    QSettings(m_fileName, QSettings::IniFormat).setValue("connection/last"_L1, connectionId);
}

quint16 WindowState::portInsteadOf(quint16 wanted) const
{
    const QSettings file(m_fileName, QSettings::IniFormat);
    const uint port = file.value(u"gateway/insteadOf%1"_s.arg(wanted)).toUInt();
    return port == 0 || port > 65535 ? wanted : quint16(port);
}

void WindowState::setPortInsteadOf(quint16 wanted, quint16 port) const
{
    QSettings(m_fileName, QSettings::IniFormat)
            .setValue(u"gateway/insteadOf%1"_s.arg(wanted), uint(port));
}

} // namespace app
