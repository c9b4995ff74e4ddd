// SPDX-License-Identifier: MIT
#include "ui/render/markdownparser.h"

#include <cstdlib>

namespace {

// A block without its own shape would break the widgets that show it.
void check(const QList<ui::MarkdownBlock> &blocks)
{
    for (const ui::MarkdownBlock &block : blocks) {
        if (block.kind == ui::MarkdownBlock::Kind::Heading && (block.level < 1 || block.level > 6))
            std::abort();
        for (const auto &row : block.rows) {
            if (row.size() != block.columns.size())
                std::abort();
        }
    }
}

} // namespace

// What a stream shows on its way: a part, with its tail closed as the window does, then all of it.
// The first byte chooses the part.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const QString text =
            QString::fromUtf8(reinterpret_cast<const char *>(data) + 1, qsizetype(size) - 1);
    check(ui::parseMarkdown(ui::withClosedTail(text.first(text.size() * data[0] / 256))));
    check(ui::parseMarkdown(text));
    return 0;
}
