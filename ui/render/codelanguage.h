// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace KSyntaxHighlighting {
class Definition;
class Repository;
} // namespace KSyntaxHighlighting

namespace ui {

//! The highlighting for the word after a code fence, e.g. "py", "c++", "sh". Invalid where there
//! is none; the code is then plain.
[[nodiscard]] KSyntaxHighlighting::Definition
definitionFor(const KSyntaxHighlighting::Repository &repository, const QString &fenceWord);

//! What a person calls the language, e.g. "Python" for "py"; the word itself where it is unknown.
[[nodiscard]] QString languageName(const KSyntaxHighlighting::Repository &repository,
                                   const QString &fenceWord);

} // namespace ui
