// SPDX-License-Identifier: MIT
#pragma once

#include <QNetworkAccessManager>

#include <memory>
#include <vector>

namespace oci {

//! As many network access managers as the answers under way need.
//!
//! One manager opens 255 connections to a host at most, and a streamed answer holds one to its
//! end: request 256 would wait in silence. Managers fill up one after the other, so that
//! connections are used again. Lives in the thread of the first manager, which outlives it.
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
        [[nodiscard]] QNetworkAccessManager &manager() const { return *m_place->manager; }

    private:
        friend class NetworkPool;
        struct Place {
            QNetworkAccessManager *manager = nullptr;
            int taken = 0;
        };
        explicit Lease(Place &place) : m_place(&place) { ++place.taken; }

        Place *m_place = nullptr;
    };

    explicit NetworkPool(QNetworkAccessManager &first);

    [[nodiscard]] Lease lease();

private:
    std::vector<std::unique_ptr<QNetworkAccessManager>> m_more;
    std::vector<std::unique_ptr<Lease::Place>> m_places; //!< never empty
};

} // namespace oci
