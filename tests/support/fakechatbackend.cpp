// SPDX-License-Identifier: MIT
#include "tests/support/fakechatbackend.h"

namespace tests {

std::unique_ptr<core::ChatStream> FakeChatBackend::startChat(const core::ChatRequest &request)
{
    ++starts;
    lastRequest = request;
    auto stream = std::make_unique<FakeChatStream>();
    lastStream = stream.get();
    return stream;
}

QFuture<core::Result<QList<core::ModelInfo>>> FakeModelCatalog::refresh()
{
    ++refreshes;
    if (answer) {
        known = *answer;
        loaded = true;
    }
    return QtFuture::makeReadyValueFuture(answer);
}

} // namespace tests
