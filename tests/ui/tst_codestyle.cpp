// SPDX-License-Identifier: MIT
#include "ui/render/codestyle.h"

#include "ui/render/codelanguage.h"
#include "ui/theme/colors.h"

#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/SyntaxHighlighter>

#include <QTest>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>

using namespace Qt::StringLiterals;

namespace {

QList<QColor> colorsOf(const QTextDocument &document)
{
    QList<QColor> colors;
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        for (const auto &range : block.layout()->formats())
            colors += range.format.foreground().color();
    }
    return colors;
}

} // namespace

class TestCodeStyle : public QObject
{
    Q_OBJECT

private slots:
    void knowsTheWordsThatModelsWrite_data()
    {
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("name");

        for (const auto &[word, name] :
             std::initializer_list<std::pair<const char *, const char *>>{
                     {"py", "Python"},
                     {"python", "Python"},
                     {"rs", "Rust"},
                     {"rust", "Rust"},
                     {"sh", "Bash"},
                     {"console", "Bash"},
                     {"cpp", "C++"},
                     {"c++", "C++"},
                     {"csharp", "C#"},
                     {"kotlin", "Kotlin"},
                     {"js", "JavaScript"},
                     {"ts", "TypeScript"},
                     {"json", "JSON"},
                     {"yml", "YAML"},
                     {"toml", "TOML"},
                     {"dockerfile", "Dockerfile"},
                     {"sql", "SQL"},
                     {"plsql", "SQL"},
                     {"go", "Go"},
                     {"java", "Java"},
                     {"PYTHON", "Python"},
                     {"html", "HTML"},
                     {"cmake", "CMake"},
                     {"diff", "Diff"},
                     {"powershell", "PowerShell"}})
            QTest::newRow(word) << QString::fromLatin1(word) << QString::fromLatin1(name);
    }

    void knowsTheWordsThatModelsWrite()
    {
        QFETCH(QString, word);
        QFETCH(QString, name);

        QCOMPARE(ui::definitionFor(m_style.repository(), word).name(), name);
    }

    void anUnknownWordIsPlain()
    {
        QTextDocument document(u"x"_s);

        QVERIFY(!m_style.highlight(document, u"no-such-language"_s, ui::lightColors()));
        QVERIFY(!m_style.highlight(document, QString(), ui::lightColors()));
        QCOMPARE(ui::languageName(m_style.repository(), u"brainsmash"_s), u"brainsmash"_s);
    }

    void everyColourCanBeRead_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void everyColourCanBeRead()
    {
        QFETCH(bool, dark);
        const ui::Colors colors = dark ? ui::darkColors() : ui::lightColors();
        QTextDocument document(u"# note\nimport os\n@x\ndef f(a: int) -> str:\n"
                               "    return \"text\" + str(1.5)  # TODO: x\n"_s);
        QVERIFY(m_style.highlight(document, u"python"_s, colors));

        const auto used = colorsOf(document);
        QVERIFY(used.size() > 5);
        for (const QColor &color : used)
            QVERIFY2(ui::contrast(color, colors.code) >= 4.5, qPrintable(color.name()));
    }

    void anAppendedLineKeepsTheStateOfTheOneBefore()
    {
        QTextDocument document(u"/* begun"_s);
        QVERIFY(m_style.highlight(document, u"c"_s, ui::lightColors()));
        const QColor comment = colorsOf(document).value(0);

        QTextCursor cursor(&document);
        cursor.movePosition(QTextCursor::End);
        cursor.insertText(u"\nstill a comment"_s);

        QTRY_COMPARE(document.lastBlock().layout()->formats().value(0).format.foreground().color(),
                     comment);
    }

private:
    ui::CodeStyle m_style;
};

QTEST_MAIN(TestCodeStyle)
#include "tst_codestyle.moc"
