// SPDX-License-Identifier: MIT
#pragma once

#include "ui/chat/wideblock.h"

namespace KSyntaxHighlighting {
class SyntaxHighlighter;
}

namespace ui {

class CopyButton;

//! Code with its language and a Copy button above it.
class CodeBlock final : public WideBlock
{
    Q_OBJECT

public:
    CodeBlock(const RenderContext &context, QWidget *parent);

    //! Code that only grew is appended, and only its new lines are coloured.
    void setContent(const MarkdownBlock &block) override;
    int layOut(int width) override;
    void restyle() override;

protected:
    double arrangeDocument(double room) override;
    [[nodiscard]] QMargins padding() const override;
    void paintEvent(QPaintEvent *event) override;

private:
    void setLanguage(const QString &fenceWord);
    void appendCode(const QString &code);

    QString m_code;
    QString m_language; //!< the fence's word
    QString m_title;
    KSyntaxHighlighting::SyntaxHighlighter *m_highlighter = nullptr; //!< the document's
    CopyButton *m_copy;
};

} // namespace ui
