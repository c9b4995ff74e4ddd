// SPDX-License-Identifier: MIT
#pragma once

#include <QNetworkAccessManager>
#include <QNetworkProxy>

#include <memory>
#include <vector>

namespace oci {

//! As many network access managers as the answers under way need, the first one not before it is
//! needed: an idle process does not carry what it brings along.
//!
//! One manager opens 255 connections to a host at most, and a streamed answer holds one to its
//! end: request 256 would wait in silence. Managers fill up one after the other, so that
//! connections are used again. They live in the thread that asks for them, which must be one.
class NetworkPool final
{
public:
    //! A place in the pool; given back when it is destroyed. Must not outlive the pool.
    class Lease
    {
    public:
        Lease() = default;
        Lease(Lease &&other) noexcept : m_place(std::exchange(other.m_place, nullptr)) { }
        Lease &operator=(Lease &&other) noexcept
        {
            std::swap(m_place, other.m_place);
            return *this;
        }
        ~Lease()
        {
            if (m_place)
                --m_place->taken;
        }
        //! Valid unless default-made.
        [[nodiscard]] QNetworkAccessManager &manager() const { return m_place->manager; }

    private:
        friend class NetworkPool;
        struct Place {
            QNetworkAccessManager manager;
            int taken = 0;
        };
        explicit Lease(Place &place) : m_place(&place) { ++place.taken; }

        Place *m_place = nullptr;
    };

    //! Through the proxies of the application unless another is named.
    explicit NetworkPool(const QNetworkProxy &proxy = {}) : m_proxy(proxy) { }

    [[nodiscard]] Lease lease();

private:
    QNetworkProxy m_proxy;
    std::vector<std::unique_ptr<Lease::Place>> m_places;
};

} // namespace oci
