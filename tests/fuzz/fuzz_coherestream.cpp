// SPDX-License-Identifier: MIT
#include "oci/inference/coherereader.h"
#include "oci/inference/coherev2reader.h"
#include "tests/fuzz/answerfuzz.h"

#include <memory>

// Both of Cohere's formats: the cut must not matter, and tool calls keep their contract.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz::checkReader(data, size,
                      [] { return std::make_unique<oci::CohereReader>(fuzz::countedIds()); });
    fuzz::checkReader(data, size,
                      [] { return std::make_unique<oci::CohereV2Reader>(fuzz::countedIds()); });
    return 0;
}
