// SPDX-License-Identifier: MIT
#pragma once

#include "oci/demo/refusal.h"
#include "oci/demo/route.h"

#include <QByteArray>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <deque>

namespace oci::demo {

struct ResponsesCall;

//! A response that was asked to be kept.
struct KeptResponse {
    QByteArray id;
    boost::json::object response; //!< complete
    boost::json::array inputItems;
    bool background = false;
};

//! The responses that clients may come back for, the last `most` of them.
class ResponsesStore
{
public:
    static constexpr std::size_t most = 1000;

    //! Keeps the answer to a call that asked for that.
    void keep(const ResponsesCall &call, const QByteArray &response);
    [[nodiscard]] bool has(const QByteArray &id) const;

    //! GetResponse, DeleteResponse, CancelResponse or ListInputItems.
    [[nodiscard]] Judged<boost::json::object> answer(const Route &route);

private:
    std::deque<KeptResponse> m_kept;
};

//! Reads an operation of ResponsesStore::answer() from the path after "/openai/v1/responses/".
void readResponsePath(QByteArrayView rest, const QByteArray &method, Route &route);

} // namespace oci::demo
