// SPDX-License-Identifier: MIT
#include "ui/widgets/copybutton.h"

#include "ui/theme/theme.h"

#include <QClipboard>
#include <QGuiApplication>

#include <chrono>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr std::chrono::milliseconds confirmationTime{1600};

} // namespace

CopyButton::CopyButton(const Theme &theme, std::function<QString()> source, QWidget *parent)
    : QToolButton(parent)
    , m_theme(theme)
    , m_source(std::move(source))
{
    setProperty("role", u"small"_s);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setIconSize({15, 15});
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Copy"));
    setCursor(Qt::ArrowCursor);
    setCopied(false);
    m_reset.setSingleShot(true);
    m_reset.setInterval(confirmationTime);
    connect(&m_reset, &QTimer::timeout, this, [this] { setCopied(false); });
    connect(this, &QToolButton::clicked, this, &CopyButton::copy);
}

void CopyButton::setCompact()
{
    setProperty("role", u"icon"_s);
    setIconSize({16, 16});
    setToolButtonStyle(Qt::ToolButtonIconOnly);
    setToolTip(tr("Copy"));
}

void CopyButton::copy()
{
    QGuiApplication::clipboard()->setText(m_source());
    setCopied(true);
    m_reset.start();
}

void CopyButton::setCopied(bool copied)
{
    setIcon(copied ? m_theme.icon(u"check"_s, Theme::Ink::Good)
                   : m_theme.icon(u"copy"_s, Theme::Ink::Muted));
    // Of one length, so that the button keeps its place.
    setText(copied ? tr("Copied") : tr("Copy"));
}

} // namespace ui
