// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QPoint>
#include <QPointer>
#include <QString>

namespace ui {

class TextBlock;

//! A selection that may reach over many blocks and turns.
class TextSelection final
{
public:
    //! A press at a point of the screen; `texts` are all blocks there are, from top to bottom.
    void begin(const QList<TextBlock *> &texts, const QPoint &globalPoint);
    void extendTo(const QPoint &globalPoint);
    void selectWord(const QList<TextBlock *> &texts, const QPoint &globalPoint);
    void selectAll(const QList<TextBlock *> &texts);
    void clear();

    [[nodiscard]] bool isEmpty() const;
    //! What is selected, a line for each block.
    [[nodiscard]] QString text() const;

private:
    struct Place {
        qsizetype block = -1; //!< index into m_texts
        int character = 0;

        bool operator==(const Place &) const = default;
    };

    void take(const QList<TextBlock *> &texts);
    [[nodiscard]] Place placeAt(const QPoint &globalPoint) const;
    void apply();

    QList<QPointer<TextBlock>> m_texts;
    Place m_anchor;
    Place m_end;
};

} // namespace ui
