// SPDX-License-Identifier: MIT
#include "ui/render/codestyle.h"

#include "ui/render/codelanguage.h"
#include "ui/theme/colors.h"

#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/SyntaxHighlighter>
#include <KSyntaxHighlighting/Theme>

#include <QTextCharFormat>
#include <QTextDocument>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr double leastContrast = 4.5; // WCAG AA

KSyntaxHighlighting::Theme themeFor(const KSyntaxHighlighting::Repository &repository, bool dark)
{
    const auto theme = repository.theme(dark ? u"GitHub Dark"_s : u"GitHub Light"_s);
    if (theme.isValid())
        return theme;
    return repository.defaultTheme(dark ? KSyntaxHighlighting::Repository::DarkTheme
                                        : KSyntaxHighlighting::Repository::LightTheme);
}

// The theme's colours, moved towards the text's where they are too pale on our background.
class ReadableHighlighter final : public KSyntaxHighlighting::SyntaxHighlighter
{
public:
    ReadableHighlighter(QTextDocument *document, const Colors &colors)
        : SyntaxHighlighter(document)
        , m_background(colors.code)
        , m_dark(colors.dark)
    {
    }

    void setBackground(const Colors &colors)
    {
        m_background = colors.code;
        m_dark = colors.dark;
    }

protected:
    void applyFormat(int offset, int length, const KSyntaxHighlighting::Format &format) override
    {
        SyntaxHighlighter::applyFormat(offset, length, format);
        if (length == 0)
            return;
        QTextCharFormat shown = this->format(offset);
        if (!shown.hasProperty(QTextFormat::ForegroundBrush))
            return;
        QColor color = shown.foreground().color();
        for (int step = 0; step < 10 && contrast(color, m_background) < leastContrast; ++step)
            color = m_dark ? color.lighter(115) : color.darker(115);
        shown.setForeground(color);
        shown.clearBackground();
        setFormat(offset, length, shown);
    }

private:
    QColor m_background;
    bool m_dark;
};

} // namespace

CodeStyle::CodeStyle() = default;

CodeStyle::~CodeStyle() = default;

const KSyntaxHighlighting::Repository &CodeStyle::repository() const
{
    if (!m_repository)
        m_repository = std::make_unique<KSyntaxHighlighting::Repository>();
    return *m_repository;
}

KSyntaxHighlighting::SyntaxHighlighter *
CodeStyle::highlight(QTextDocument &document, const QString &fenceWord, const Colors &colors) const
{
    const auto definition = definitionFor(repository(), fenceWord);
    if (!definition.isValid())
        return nullptr;
    document.documentLayout(); // without one, a document does not tell of its changes
    auto *highlighter = new ReadableHighlighter(&document, colors);
    highlighter->setTheme(themeFor(repository(), colors.dark));
    highlighter->setDefinition(definition);
    return highlighter;
}

void CodeStyle::recolour(KSyntaxHighlighting::SyntaxHighlighter &highlighter,
                         const Colors &colors) const
{
    static_cast<ReadableHighlighter &>(highlighter).setBackground(colors);
    highlighter.setTheme(themeFor(repository(), colors.dark));
    highlighter.rehighlight();
}

} // namespace ui
