// SPDX-License-Identifier: MIT
#include "ui/render/markdownparser.h"

#include <cstdlib>

// What a stream shows on its way: every prefix is parsed, with its tail closed as the window does.
// A block without its own shape would break the widgets that show it.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QString text = QString::fromUtf8(reinterpret_cast<const char *>(data), qsizetype(size));
    const qsizetype step = std::max(qsizetype(1), text.size() / 16);
    for (qsizetype end = 0; end <= text.size(); end += step) {
        const auto blocks = ui::parseMarkdown(ui::withClosedTail(text.first(end)));
        for (const ui::MarkdownBlock &block : blocks) {
            if (block.kind == ui::MarkdownBlock::Kind::Heading &&
                (block.level < 1 || block.level > 6))
                std::abort();
            for (const auto &row : block.rows) {
                if (row.size() != block.columns.size())
                    std::abort();
            }
        }
    }
    return 0;
}
