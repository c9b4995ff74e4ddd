// SPDX-License-Identifier: MIT
#include "ui/render/codelanguage.h"

#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Repository>

#include <QHash>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

// Names that models write after a fence, and KSyntaxHighlighting's name where it is another.
const QHash<QString, QString> &aliases()
{
    static const QHash<QString, QString> names{
            {u"py"_s, u"Python"_s},
            {u"python"_s, u"Python"_s},
            {u"python3"_s, u"Python"_s},
            {u"rs"_s, u"Rust"_s},
            {u"rust"_s, u"Rust"_s},
            {u"sh"_s, u"Bash"_s},
            {u"shell"_s, u"Bash"_s},
            {u"console"_s, u"Bash"_s},
            {u"bash"_s, u"Bash"_s},
            {u"zsh"_s, u"Zsh"_s},
            {u"c++"_s, u"C++"_s},
            {u"cpp"_s, u"C++"_s},
            {u"cc"_s, u"C++"_s},
            {u"hpp"_s, u"C++"_s},
            {u"h"_s, u"C++"_s},
            {u"c"_s, u"C"_s},
            {u"cs"_s, u"C#"_s},
            {u"csharp"_s, u"C#"_s},
            {u"c#"_s, u"C#"_s},
            {u"js"_s, u"JavaScript"_s},
            {u"javascript"_s, u"JavaScript"_s},
            {u"mjs"_s, u"JavaScript"_s},
            {u"jsx"_s, u"JavaScript React (JSX)"_s},
            {u"ts"_s, u"TypeScript"_s},
            {u"typescript"_s, u"TypeScript"_s},
            {u"tsx"_s, u"TypeScript React (TSX)"_s},
            {u"kt"_s, u"Kotlin"_s},
            {u"kotlin"_s, u"Kotlin"_s},
            {u"golang"_s, u"Go"_s},
            {u"go"_s, u"Go"_s},
            {u"rb"_s, u"Ruby"_s},
            {u"ruby"_s, u"Ruby"_s},
            {u"yml"_s, u"YAML"_s},
            {u"yaml"_s, u"YAML"_s},
            {u"json"_s, u"JSON"_s},
            {u"jsonc"_s, u"JSON"_s},
            {u"json5"_s, u"JSON"_s},
            {u"jsonl"_s, u"JSON"_s},
            {u"toml"_s, u"TOML"_s},
            {u"ini"_s, u"INI Files"_s},
            {u"cfg"_s, u"INI Files"_s},
            {u"dockerfile"_s, u"Dockerfile"_s},
            {u"docker"_s, u"Dockerfile"_s},
            {u"tf"_s, u"Terraform"_s},
            {u"hcl"_s, u"Terraform"_s},
            {u"terraform"_s, u"Terraform"_s},
            {u"sql"_s, u"SQL"_s},
            {u"plsql"_s, u"SQL"_s},
            {u"mysql"_s, u"SQL (MySQL)"_s},
            {u"postgresql"_s, u"SQL (PostgreSQL)"_s},
            {u"md"_s, u"Markdown"_s},
            {u"markdown"_s, u"Markdown"_s},
            {u"html"_s, u"HTML"_s},
            {u"xml"_s, u"XML"_s},
            {u"svg"_s, u"XML"_s},
            {u"css"_s, u"CSS"_s},
            {u"scss"_s, u"SCSS"_s},
            {u"java"_s, u"Java"_s},
            {u"swift"_s, u"Swift"_s},
            {u"php"_s, u"PHP/PHP"_s},
            {u"pl"_s, u"Perl"_s},
            {u"perl"_s, u"Perl"_s},
            {u"ps1"_s, u"PowerShell"_s},
            {u"powershell"_s, u"PowerShell"_s},
            {u"pwsh"_s, u"PowerShell"_s},
            {u"r"_s, u"R Script"_s},
            {u"lua"_s, u"Lua"_s},
            {u"make"_s, u"Makefile"_s},
            {u"makefile"_s, u"Makefile"_s},
            {u"cmake"_s, u"CMake"_s},
            {u"diff"_s, u"Diff"_s},
            {u"patch"_s, u"Diff"_s},
            {u"tex"_s, u"LaTeX"_s},
            {u"latex"_s, u"LaTeX"_s},
            {u"proto"_s, u"Protobuf"_s},
            {u"scala"_s, u"Scala"_s},
            {u"hs"_s, u"Haskell"_s},
            {u"haskell"_s, u"Haskell"_s},
            {u"ex"_s, u"Elixir"_s},
            {u"elixir"_s, u"Elixir"_s},
            {u"zig"_s, u"Zig"_s},
            {u"dart"_s, u"Dart"_s},
            {u"nix"_s, u"Nix"_s},
            {u"graphql"_s, u"GraphQL"_s},
    };
    return names;
}

} // namespace

KSyntaxHighlighting::Definition definitionFor(const KSyntaxHighlighting::Repository &repository,
                                              const QString &fenceWord)
{
    const QString word = fenceWord.toLower();
    if (word.isEmpty())
        return {};
    if (const QString name = aliases().value(word); !name.isEmpty()) {
        if (const auto definition = repository.definitionForName(name); definition.isValid())
            return definition;
    }
    if (const auto definition = repository.definitionForName(fenceWord); definition.isValid())
        return definition;
    return repository.definitionForFileName(u"x."_s + word);
}

QString languageName(const KSyntaxHighlighting::Repository &repository, const QString &fenceWord)
{
    const auto definition = definitionFor(repository, fenceWord);
    if (!definition.isValid())
        return fenceWord;
    const QString name = definition.translatedName();
    return name == "PHP/PHP"_L1 ? u"PHP"_s : name;
}

} // namespace ui
