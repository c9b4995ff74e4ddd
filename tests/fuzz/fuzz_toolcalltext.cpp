// SPDX-License-Identifier: MIT
#include "oci/inference/toolcalltext.h"

#include <cstdlib>

namespace {

using Found = oci::ToolCallText::Found;

Found read(const QString &first, const QString &second)
{
    oci::ToolCallText text;
    Found all;
    for (const Found &found : {text.feed(first), text.feed(second), text.finish()}) {
        all.text += found.text;
        all.calls += found.calls;
    }
    return all;
}

} // namespace

// The cut must not matter, every call has a name, and where there is no call nothing is lost. The
// first byte chooses the cut.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const QString text =
            QString::fromUtf8(reinterpret_cast<const char *>(data) + 1, qsizetype(size) - 1);
    const qsizetype cut = text.isEmpty() ? 0 : data[0] % text.size();

    const Found found = read(text, {});
    if (read(text.first(cut), text.sliced(cut)) != found)
        std::abort();
    for (const core::ToolCall &call : found.calls) {
        if (call.name.isEmpty())
            std::abort();
    }
    if (found.calls.isEmpty() && found.text != text)
        std::abort();
    return 0;
}
