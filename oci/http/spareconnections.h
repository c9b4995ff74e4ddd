// SPDX-License-Identifier: MIT
#pragma once

#include <QNetworkAccessManager>
#include <QNetworkRequest>
#include <QObject>

#include <chrono>
#include <map>

namespace oci {

//! Keeps one connection to a host ready beyond those that are in use, so that a request beside
//! others seldom waits for a TLS handshake.
//!
//! A spare one is opened where more requests are under way than lately, and anew from time to time
//! while there are requests, since servers close what is idle. One that is still there is not
//! opened again. Failures show when a request meets them. Lives in the thread of the managers.
class SpareConnections final : public QObject
{
public:
    //! A request under way; it has ended when this is destroyed. Must not outlive the spares.
    class Use
    {
    public:
        Use() = default;
        Use(Use &&other) noexcept : m_underWay(std::exchange(other.m_underWay, nullptr)) { }
        Use &operator=(Use &&other) noexcept
        {
            std::swap(m_underWay, other.m_underWay);
            return *this;
        }
        ~Use()
        {
            if (m_underWay)
                --*m_underWay;
        }

        explicit operator bool() const { return m_underWay; }

    private:
        friend class SpareConnections;
        explicit Use(int &underWay) : m_underWay(&underWay) { ++*m_underWay; }

        int *m_underWay = nullptr;
    };

    //! `renewal`: after so long a spare connection may have been closed.
    explicit SpareConnections(std::chrono::milliseconds renewal = std::chrono::seconds(30));

    //! When `request` has got its connection from this manager, which lives as long as the spares:
    //! before, the spare one would be taken for it. The attributes of the request count, since with
    //! others it would be another connection to Qt.
    [[nodiscard]] Use use(QNetworkAccessManager &manager, const QNetworkRequest &request);

private:
    struct Host {
        int underWay = 0;
        int most = 0;       //!< at once since the last renewal
        int mostBefore = 0; //!< and in the time before that
        bool isOpening = false;
        std::chrono::steady_clock::time_point renewed = {};
    };

    void open(Host &host, QNetworkAccessManager &manager, QNetworkRequest request);

    std::chrono::milliseconds m_renewal;
    std::map<QString, Host> m_hosts; //!< by host and port
};

} // namespace oci
