// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <memory>

class QTextDocument;

namespace KSyntaxHighlighting {
class Repository;
class SyntaxHighlighter;
} // namespace KSyntaxHighlighting

namespace ui {

struct Colors;

//! Colours code. Reading the definitions takes some 15 ms, so one of these serves a whole window
//! and reads them when first asked.
class CodeStyle final
{
public:
    CodeStyle();
    ~CodeStyle();

    [[nodiscard]] const KSyntaxHighlighting::Repository &repository() const;
    //! A highlighter owned by `document`; it colours what is there and what is added, from the
    //! line that changed on. Null where the language is not known.
    KSyntaxHighlighting::SyntaxHighlighter *
    highlight(QTextDocument &document, const QString &fenceWord, const Colors &colors) const;
    //! The same colours for the other scheme.
    void recolour(KSyntaxHighlighting::SyntaxHighlighter &highlighter, const Colors &colors) const;

private:
    mutable std::unique_ptr<KSyntaxHighlighting::Repository> m_repository;
};

} // namespace ui
