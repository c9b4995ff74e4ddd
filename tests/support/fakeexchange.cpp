// SPDX-License-Identifier: MIT
#include "tests/support/fakeexchange.h"

namespace tests {

FakeExchange::FakeExchange(const QByteArray &jsonBody, const QByteArray &target)
    : m_request{.method = "POST",
                .target = target,
                .headers = {{"Content-Type", "application/json"}},
                .body = jsonBody}
{
}

void FakeExchange::send(const core::http::Response &answer)
{
    Q_ASSERT(!begun && !ended);
    response = answer;
    begun = true;
    ended = true;
}

void FakeExchange::beginStream(const core::http::Response &head)
{
    Q_ASSERT(!begun);
    response = head;
    response.body.clear();
    begun = true;
}

void FakeExchange::write(QByteArrayView chunk)
{
    Q_ASSERT(begun && !ended);
    chunks.append(chunk.toByteArray());
    response.body.append(chunk);
}

} // namespace tests
