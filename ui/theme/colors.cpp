// SPDX-License-Identifier: MIT
#include "ui/theme/colors.h"

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

QColor rgb(QRgb value)
{
    return QColor::fromRgb(value);
}

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
           0.0722 * linear(color.blueF());
}

} // namespace

Colors lightColors()
{
    return {
            .dark = false,
            .window = rgb(0xffffff),
            .sidebar = rgb(0xf5f4f1),
            .surface = rgb(0xffffff),
            .line = rgb(0xe5e2dc),
            .outline = rgb(0x8f8b83),
            .text = rgb(0x1f1e1c),
            .muted = rgb(0x625f58),
            .accent = rgb(0x0b6b66),
            .onAccent = rgb(0xffffff),
            .link = rgb(0x0a6560),
            .bubble = rgb(0xeaf3f1),
            .hover = rgb(0xeceae5),
            .selected = rgb(0xe0ebe8),
            .selection = rgb(0xb5ddd8),
            .code = rgb(0xf8f7f4),
            .codeHeader = rgb(0xf0eeea),
            .good = rgb(0x23803f),
            .warning = rgb(0x8a5a00),
            .warningSoft = rgb(0xfdf3dc),
            .danger = rgb(0xb3261e),
            .dangerSoft = rgb(0xfcefed),
    };
}

Colors darkColors()
{
    return {
            .dark = true,
            .window = rgb(0x1a1b1d),
            .sidebar = rgb(0x141516),
            .surface = rgb(0x232528),
            .line = rgb(0x323538),
            .outline = rgb(0x757980),
            .text = rgb(0xe9e7e3),
            .muted = rgb(0xa8a6a0),
            .accent = rgb(0x5ac8bf),
            .onAccent = rgb(0x06211f),
            .link = rgb(0x6fd3ca),
            .bubble = rgb(0x24343a),
            .hover = rgb(0x2a2d30),
            .selected = rgb(0x263736),
            .selection = rgb(0x2c5f5b),
            .code = rgb(0x202225),
            .codeHeader = rgb(0x292c30),
            .good = rgb(0x5fc27e),
            .warning = rgb(0xe5b45a),
            .warningSoft = rgb(0x382f1c),
            .danger = rgb(0xff8f85),
            .dangerSoft = rgb(0x3a2423),
    };
}

QPalette paletteFrom(const Colors &c)
{
    QPalette palette(c.text, c.surface, c.surface, c.line, c.outline, c.text, c.text, c.surface,
                     c.window);
    palette.setColor(QPalette::AlternateBase, c.sidebar);
    palette.setColor(QPalette::ToolTipBase, c.surface);
    palette.setColor(QPalette::ToolTipText, c.text);
    palette.setColor(QPalette::PlaceholderText, c.muted);
    palette.setColor(QPalette::Highlight, c.selection);
    palette.setColor(QPalette::HighlightedText, c.text);
    palette.setColor(QPalette::Accent, c.accent);
    palette.setColor(QPalette::Link, c.link);
    palette.setColor(QPalette::LinkVisited, c.link);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, c.outline);
    return palette;
}

double contrast(const QColor &a, const QColor &b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

} // namespace ui
