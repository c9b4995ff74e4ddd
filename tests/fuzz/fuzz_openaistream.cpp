// SPDX-License-Identifier: MIT
#include "oci/inference/openaireader.h"
#include "oci/inference/tooltextreader.h"
#include "tests/fuzz/answerfuzz.h"

// OpenAI's chunks, read as they are and for calls in their text: the cut must not matter, and tool
// calls keep their contract.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto openAi = [] { return std::make_unique<oci::OpenAiReader>(fuzz::countedIds()); };
    fuzz::checkReader(data, size, openAi);
    fuzz::checkReader(data, size, [openAi] {
        return std::make_unique<oci::ToolTextReader>(openAi(), fuzz::countedIds());
    });
    return 0;
}
