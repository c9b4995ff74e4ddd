// SPDX-License-Identifier: MIT
#include "ui/chat/thinkingblock.h"

#include "ui/chat/textblock.h"
#include "ui/render/markdownparser.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr int bodyIndent = 18;

RenderContext quiet(RenderContext context)
{
    context.quiet = true;
    return context;
}

} // namespace

ThinkingBlock::ThinkingBlock(RenderContext context, QWidget *parent)
    : QWidget(parent)
    , m_theme(*context.theme)
    , m_button(new QToolButton(this))
    , m_column(new BlockColumn(quiet(std::move(context)), this))
{
    m_button->setObjectName(u"thinking"_s);
    m_button->setProperty("role", u"small"_s);
    m_button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_button->setFocusPolicy(Qt::StrongFocus);
    m_button->setCursor(Qt::ArrowCursor);
    m_button->setIconSize({14, 14});
    connect(m_button, &QToolButton::clicked, this, [this] {
        m_decided = true;
        setOpen(!m_open);
        emit toggled();
    });
    setOpen(false);
}

void ThinkingBlock::setReasoning(const QString &reasoning, bool active,
                                 std::chrono::milliseconds duration)
{
    m_reasoning = reasoning;
    if (active)
        m_button->setText(tr("Thinking…"));
    else if (duration.count() > 0)
        m_button->setText(
                tr("Thought for %1 s").arg(std::max(1, int((duration.count() + 500) / 1000))));
    else
        m_button->setText(tr("Thoughts"));
    m_button->setAccessibleName(m_button->text());
    if (!m_decided && m_open != active)
        setOpen(active);
    else if (m_open)
        showBlocks();
}

void ThinkingBlock::setOpen(bool open)
{
    m_open = open;
    m_button->setIcon(
            m_theme.icon(open ? u"chevron-down"_s : u"chevron-right"_s, Theme::Ink::Muted));
    m_button->setAccessibleDescription(open ? tr("Expanded") : tr("Collapsed"));
    m_column->setVisible(open);
    if (open)
        showBlocks();
}

void ThinkingBlock::showBlocks()
{
    m_column->setBlocks(parseMarkdown(m_reasoning));
}

int ThinkingBlock::layOut(int width)
{
    const QSize button = m_button->sizeHint();
    m_button->setGeometry(0, 0, std::min(button.width(), width), button.height());
    int height = button.height();
    if (m_open) {
        const int body = m_column->layOut(width - bodyIndent);
        m_column->setGeometry(bodyIndent, height + 6, width - bodyIndent, body);
        height += 6 + body;
    }
    return height;
}

void ThinkingBlock::restyle()
{
    m_column->restyle();
}

QList<TextBlock *> ThinkingBlock::blocks() const
{
    return m_open ? m_column->blocks() : QList<TextBlock *>();
}

void ThinkingBlock::paintEvent(QPaintEvent *)
{
    if (!m_open)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.colors().line);
    painter.drawRoundedRect(QRectF(4, m_column->y(), 2, m_column->height()), 1, 1);
}

} // namespace ui
