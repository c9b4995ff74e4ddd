// SPDX-License-Identifier: MIT
#include "ui/chat/transcriptaccessible.h"

#include "ui/chat/textblock.h"
#include "ui/chat/turnview.h"

#include <QAccessible>
#include <QAccessibleWidget>

namespace ui {

namespace {

class AccessibleTurn final : public QAccessibleWidget
{
public:
    explicit AccessibleTurn(TurnView *turn) : QAccessibleWidget(turn, QAccessible::ListItem) { }
};

class AccessibleText final : public QAccessibleWidget
{
public:
    explicit AccessibleText(TextBlock *block) : QAccessibleWidget(block, QAccessible::Paragraph) { }

    [[nodiscard]] QString text(QAccessible::Text which) const override
    {
        const auto *block = static_cast<TextBlock *>(widget());
        if (which == QAccessible::Name || which == QAccessible::Value)
            return block->leader() + block->plainText();
        return QAccessibleWidget::text(which);
    }
};

QAccessibleInterface *makeInterface(const QString &, QObject *object)
{
    if (auto *turn = qobject_cast<TurnView *>(object))
        return new AccessibleTurn(turn);
    if (auto *block = qobject_cast<TextBlock *>(object))
        return new AccessibleText(block);
    return nullptr;
}

} // namespace

void installTranscriptAccessibility()
{
    // Qt keeps each factory once, however often it is installed.
    QAccessible::installFactory(makeInterface);
}

} // namespace ui
