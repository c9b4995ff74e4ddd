// SPDX-License-Identifier: MIT
#include "core/json/json.h"
#include "oci/demo/nativeaction.h"

#include <cstdlib>

using namespace oci::demo;

// The bodies of embedText, rerankText and applyGuardrails, chosen by the first byte: every one
// gets an answer, the same each time, or a refusal that says why.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const DemoAccount account = DemoAccount::create().value();
    if (size == 0)
        return 0;
    constexpr Operation operations[] = {Operation::EmbedText, Operation::RerankText,
                                        Operation::ApplyGuardrails};
    const Operation operation = operations[data[0] % 3];
    const auto body = core::json::parseObject(
            QByteArrayView(reinterpret_cast<const char *>(data) + 1, qsizetype(size) - 1));
    if (!body)
        return 0;
    (void)summaryOf(*body);
    const auto answer = answerAction(operation, *body, "us-chicago-1", account);
    if (answer != answerAction(operation, *body, "us-chicago-1", account))
        std::abort();
    if (answer ? !core::json::parse(core::json::serialize(*answer))
               : answer.error().status < 400 || answer.error().message.isEmpty())
        std::abort();
    return 0;
}
