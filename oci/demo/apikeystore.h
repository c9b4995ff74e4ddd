// SPDX-License-Identifier: MIT
#pragma once

#include "oci/demo/demoapikey.h"
#include "oci/demo/refusal.h"

#include <QHash>

#include <functional>
#include <list>

namespace oci::demo {

//! The API keys that were made at the demo (protocol reference, 5.5), for as long as it runs.
class ApiKeyStore
{
public:
    static constexpr std::size_t most = 200; //!< what is deleted counts for an hour

    //! LimitExceeded where there are too many.
    Judged<DemoApiKey *> add(DemoApiKey key, const QDateTime &now);
    //! Null: there is none in that region, or it is deleted.
    [[nodiscard]] DemoApiKey *find(const QByteArray &id, QByteArrayView region,
                                   const QDateTime &now);
    //! What is deleted is among them for an hour.
    [[nodiscard]] const std::list<DemoApiKey> &all() const { return m_keys; }

    //! Whether it is the value of an active secret in its region; it is noted as used then. Takes
    //! the same time wherever the value differs.
    bool use(QByteArrayView value, QByteArrayView region, const QDateTime &now);

    //! What `make` answered the first time that the retry token came with these words; 409 where
    //! it comes with others. An empty token is none.
    Judged<core::http::Response> once(const QByteArray &token, const QByteArray &words,
                                      const std::function<Judged<core::http::Response>()> &make);

private:
    struct Answered {
        QByteArray words;
        core::http::Response response;
    };

    std::list<DemoApiKey> m_keys; //!< in the order of their making
    QHash<QByteArray, Answered> m_answered;
};

} // namespace oci::demo
