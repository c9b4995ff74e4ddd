// SPDX-License-Identifier: MIT
#include "ui/chat/emptystart.h"

#include "ui/theme/metrics.h"
#include "ui/theme/theme.h"
#include "ui/widgets/promptcard.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr int markSize = 52;

} // namespace

EmptyStart::EmptyStart(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_note(new QLabel(this))
{
    auto *mark = new QLabel(this);
    const auto paintMark = [mark, &theme] {
        mark->setPixmap(theme.icon(u"gatehouse"_s, Theme::Ink::Accent)
                                .pixmap(QSize(markSize, markSize), mark->devicePixelRatioF()));
    };
    paintMark();
    connect(&theme, &Theme::changed, mark, paintMark);

    auto *title = new QLabel(tr("What would you like to know?"), this);
    QFont font = theme.textFont();
    font.setPointSizeF(font.pointSizeF() * 1.7);
    font.setWeight(QFont::DemiBold);
    title->setFont(font);
    m_note->setProperty("role", u"muted"_s);
    m_note->setWordWrap(true);
    m_note->setAlignment(Qt::AlignHCenter);

    const std::array<std::pair<QString, QString>, 3> prompts{{
            {tr("Explain"), tr("Explain how OCI compartments and policies work together.")},
            {tr("Write"), tr("Write a Python script that summarises a CSV file by month.")},
            {tr("Compare"), tr("Compare three ways to cache answers of a language model.")},
    }};
    auto *cards = new QHBoxLayout;
    cards->setSpacing(12);
    cards->addStretch(1);
    for (const auto &[heading, prompt] : prompts) {
        auto *card = new PromptCard(theme, heading, prompt, this);
        connect(card, &PromptCard::clicked, this,
                [this, text = prompt] { emit promptChosen(text); });
        cards->addWidget(card, 100);
    }
    cards->addStretch(1);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::columnMargin, metrics::margin, metrics::columnMargin,
                               metrics::margin);
    column->setSpacing(10);
    column->addStretch(5);
    column->addWidget(mark, 0, Qt::AlignHCenter);
    column->addWidget(title, 0, Qt::AlignHCenter);
    column->addWidget(m_note);
    column->addSpacing(20);
    column->addLayout(cards);
    column->addStretch(6);
}

void EmptyStart::setNote(const QString &note)
{
    m_note->setText(note);
}

} // namespace ui
