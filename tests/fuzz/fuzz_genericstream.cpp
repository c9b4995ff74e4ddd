// SPDX-License-Identifier: MIT
#include "oci/inference/genericreader.h"
#include "tests/fuzz/answerfuzz.h"

#include <memory>

// Beyond "does not crash": the cut must not matter, and tool calls keep their contract.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz::checkReader(data, size,
                      [] { return std::make_unique<oci::GenericReader>(fuzz::countedIds()); });
    return 0;
}
