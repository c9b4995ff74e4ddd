// SPDX-License-Identifier: MIT
#pragma once

#include "ui/chat/blockcolumn.h"

#include <QWidget>

#include <chrono>

class QToolButton;

namespace ui {

//! What the model thought, behind a line that says for how long. Open while it thinks, closed
//! when the answer begins, and from the first click on as the person wants it.
class ThinkingBlock final : public QWidget
{
    Q_OBJECT

public:
    ThinkingBlock(RenderContext context, QWidget *parent);

    //! `duration` of 0: not known. `active`: it still thinks.
    void setReasoning(const QString &reasoning, bool active, std::chrono::milliseconds duration);
    int layOut(int width);
    void restyle();

    [[nodiscard]] bool isOpen() const { return m_open; }
    [[nodiscard]] QList<TextBlock *> blocks() const;

signals:
    //! Its height changed by a click.
    void toggled();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void setOpen(bool open);
    void showBlocks();

    const Theme &m_theme;
    QToolButton *m_button;
    BlockColumn *m_column;
    QString m_reasoning;
    bool m_open = false;
    bool m_decided = false; //!< by the person
};

} // namespace ui
