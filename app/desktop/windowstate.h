// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

class QMainWindow;

namespace app {

//! Keeps a window's place and the person's last choices in an INI file of the data folder.
//! Nothing secret goes in.
class WindowState
{
public:
    explicit WindowState(QString fileName) : m_fileName(std::move(fileName)) { }

    void restore(QMainWindow &window) const;
    void save(const QMainWindow &window) const;

    [[nodiscard]] QString lastConnection() const;
    void setLastConnection(const QString &connectionId) const;

    //! Which port the person took instead of one that another program holds; `wanted` itself
    //! where there was no such choice.
    [[nodiscard]] quint16 portInsteadOf(quint16 wanted) const;
    void setPortInsteadOf(quint16 wanted, quint16 port) const;

private:
    QString m_fileName;
};

} // namespace app
