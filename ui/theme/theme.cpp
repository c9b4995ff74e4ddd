// SPDX-License-Identifier: MIT
#include "ui/theme/theme.h"

#include "ui/theme/icons.h"
#include "ui/theme/stylesheet.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontInfo>
#include <QStyleFactory>
#include <QStyleHints>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr double leastPointSize = 10;

// Scripts that the desktop's own font lacks fall through to these, in this order.
const QStringList textFallbacks = {u"Noto Sans"_s, u"Noto Sans CJK SC"_s, u"Noto Sans CJK JP"_s,
                                   u"Noto Color Emoji"_s};
const QStringList codeFallbacks = {u"Noto Sans Mono"_s, u"DejaVu Sans Mono"_s,
                                   u"Noto Sans Mono CJK SC"_s, u"Noto Sans CJK SC"_s};

QFont withFallbacks(QFont font, const QStringList &fallbacks)
{
    QStringList families = font.families();
    for (const QString &family : fallbacks) {
        if (!families.contains(family))
            families.append(family);
    }
    font.setFamilies(families);
    return font;
}

QFont baseFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    // What fontconfig falls back to where no desktop says anything reads less well.
    const QString family = QFontInfo(font).family();
    if (family == "DejaVu Sans"_L1 && QFontDatabase::hasFamily(u"Noto Sans"_s))
        font.setFamilies({u"Noto Sans"_s});
    if (font.pointSizeF() > 0 && font.pointSizeF() < leastPointSize)
        font.setPointSizeF(leastPointSize);
    return withFallbacks(font, textFallbacks);
}

QFont scaled(QFont font, double factor)
{
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * factor);
    else
        font.setPixelSize(qRound(font.pixelSize() * factor));
    return font;
}

} // namespace

Theme::Theme(QObject *parent) : QObject(parent), m_baseFont(baseFont())
{
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    QApplication::setFont(m_baseFont);
    apply();
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, &Theme::apply);
}

void Theme::setScheme(Qt::ColorScheme scheme)
{
    if (m_scheme == scheme)
        return;
    m_scheme = scheme;
    apply();
}

void Theme::apply()
{
    const Qt::ColorScheme scheme = m_scheme == Qt::ColorScheme::Unknown
                                           ? QGuiApplication::styleHints()->colorScheme()
                                           : m_scheme;
    const Colors colors = scheme == Qt::ColorScheme::Dark ? darkColors() : lightColors();
    if (colors == m_colors)
        return;
    m_colors = colors;
    QApplication::setPalette(paletteFrom(m_colors));
    emit changed();
}

void Theme::restore()
{
    if (QApplication::font() != m_baseFont)
        QApplication::setFont(m_baseFont);
    if (QApplication::palette().color(QPalette::Window) != m_colors.window)
        QApplication::setPalette(paletteFrom(m_colors));
}

QColor Theme::ink(Ink ink) const
{
    switch (ink) {
    case Ink::Text:
        return m_colors.text;
    case Ink::Muted:
        return m_colors.muted;
    case Ink::Accent:
        return m_colors.accent;
    case Ink::OnAccent:
        return m_colors.onAccent;
    case Ink::Good:
        return m_colors.good;
    case Ink::Warning:
        return m_colors.warning;
    case Ink::Danger:
        return m_colors.danger;
    }
    Q_UNREACHABLE_RETURN({});
}

QIcon Theme::icon(const QString &name, Ink which) const
{
    return tintedIcon(
            name, [this, which](bool enabled) { return enabled ? ink(which) : m_colors.outline; });
}

QFont Theme::textFont() const
{
    return scaled(m_baseFont, 1.1);
}

QFont Theme::smallFont() const
{
    return scaled(m_baseFont, 0.9);
}

QFont Theme::codeFont() const
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(m_baseFont.pointSizeF() > 0 ? m_baseFont.pointSizeF() : leastPointSize);
    font.setStyleHint(QFont::Monospace);
    return withFallbacks(font, codeFallbacks);
}

QString Theme::styleSheet() const
{
    return styleSheetFrom(m_colors);
}

} // namespace ui
