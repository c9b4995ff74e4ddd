// SPDX-License-Identifier: MIT
#include "ui/render/markdownparser.h"

#include <QElapsedTimer>
#include <QTest>

using ui::InlineRun;
using ui::MarkdownBlock;
using ui::parseMarkdown;
using Kind = MarkdownBlock::Kind;
using namespace Qt::StringLiterals;

namespace {

// A block in one line, for comparing: kind, nesting, marker, text with its styles.
QString outline(const MarkdownBlock &block)
{
    QString line;
    switch (block.kind) {
    case Kind::Paragraph:
        line = u"p"_s;
        break;
    case Kind::Heading:
        line = u"h%1"_s.arg(block.level);
        break;
    case Kind::Code:
        return u"code[%1] %2"_s.arg(block.language, block.code);
    case Kind::Table:
        line = u"table"_s;
        break;
    case Kind::Rule:
        return u"rule"_s;
    }
    if (block.depth > 0)
        line += u" d%1"_s.arg(block.depth);
    if (block.quote > 0)
        line += u" q%1"_s.arg(block.quote);
    if (!block.marker.isEmpty())
        line += u' ' + block.marker;
    if (block.task != MarkdownBlock::Task::None)
        line += block.task == MarkdownBlock::Task::Done ? u" [x]"_s : u" [ ]"_s;
    for (const InlineRun &run : block.text) {
        QString style;
        if (run.style & InlineRun::Bold)
            style += u'b';
        if (run.style & InlineRun::Italic)
            style += u'i';
        if (run.style & InlineRun::Strike)
            style += u's';
        if (run.style & InlineRun::Code)
            style += u'c';
        if (run.style & InlineRun::Image)
            style += u'm';
        if (!run.link.isEmpty())
            style += u'<' + run.link + u'>';
        line += u" %1'%2'"_s.arg(style, run.text);
    }
    for (const auto &row : block.rows) {
        QStringList cells;
        for (const auto &cell : row)
            cells += ui::plainText(cell);
        line += u" |"_s + cells.join(u'|') + u'|';
    }
    return line;
}

QStringList outlines(const QString &markdown)
{
    QStringList lines;
    for (const MarkdownBlock &block : parseMarkdown(markdown))
        lines += outline(block);
    return lines;
}

} // namespace

class TestMarkdownParser : public QObject
{
    Q_OBJECT

private slots:
    void parses_data()
    {
        QTest::addColumn<QString>("markdown");
        QTest::addColumn<QStringList>("blocks");

        QTest::newRow("nothing") << u""_s << QStringList{};
        QTest::newRow("words") << u"Hello"_s << QStringList{u"p 'Hello'"_s};
        QTest::newRow("styles") << u"a **b** *c* ~~d~~ `e`"_s
                                << QStringList{u"p 'a ' b'b' ' ' i'c' ' ' s'd' ' ' c'e'"_s};
        QTest::newRow("line ends stay") << u"a\nb"_s << QStringList{u"p 'a\nb'"_s};
        QTest::newRow("heading") << u"## Two"_s << QStringList{u"h2 'Two'"_s};
        QTest::newRow("tight list")
                << u"- a\n- b"_s << QStringList{u"p d1 • 'a'"_s, u"p d1 • 'b'"_s};
        QTest::newRow("numbers go on from where they start")
                << u"3. a\n4. b"_s << QStringList{u"p d1 3. 'a'"_s, u"p d1 4. 'b'"_s};
        QTest::newRow("nested list")
                << u"- a\n  - b"_s << QStringList{u"p d1 • 'a'"_s, u"p d2 • 'b'"_s};
        QTest::newRow("second paragraph of an item")
                << u"- a\n\n  b"_s << QStringList{u"p d1 • 'a'"_s, u"p d1 'b'"_s};
        QTest::newRow("code in an item")
                << u"1. a\n   ```sh\n   ls\n   ```\n2. b"_s
                << QStringList{u"p d1 1. 'a'"_s, u"code[sh] ls"_s, u"p d1 2. 'b'"_s};
        QTest::newRow("an item that is code")
                << u"- ```\n  x\n  ```"_s << QStringList{u"p d1 •"_s, u"code[] x"_s};
        QTest::newRow("empty item") << u"-\n- b"_s << QStringList{u"p d1 •"_s, u"p d1 • 'b'"_s};
        QTest::newRow("tasks") << u"- [ ] a\n- [x] b"_s
                               << QStringList{u"p d1 • [ ] 'a'"_s, u"p d1 • [x] 'b'"_s};
        QTest::newRow("quote") << u"> a\n>> b"_s << QStringList{u"p q1 'a'"_s, u"p q2 'b'"_s};
        QTest::newRow("rule") << u"a\n\n---\n\nb"_s
                              << QStringList{u"p 'a'"_s, u"rule"_s, u"p 'b'"_s};
        QTest::newRow("fence") << u"```py\nx = 1\n\ny\n```"_s
                               << QStringList{u"code[py] x = 1\n\ny"_s};
        QTest::newRow("open fence") << u"```py\nx = 1"_s << QStringList{u"code[py] x = 1"_s};
        QTest::newRow("table") << u"| a | b |\n|---|--:|\n| 1 | **2** |"_s
                               << QStringList{u"table |a|b| |1|2|"_s};
        QTest::newRow("short row") << u"|a|b|\n|-|-|\n|1|"_s << QStringList{u"table |a|b| |1||"_s};
        QTest::newRow("html is text")
                << u"<b onclick=x>hi</b>"_s << QStringList{u"p '<b onclick=x>hi</b>'"_s};
        QTest::newRow("html block is text") << u"<script>alert(1)</script>"_s
                                            << QStringList{u"p '<script>alert(1)</script>'"_s};
        QTest::newRow("link") << u"[t](https://a.example/ \"x\")"_s
                              << QStringList{u"p <https://a.example/>'t'"_s};
        QTest::newRow("bare link") << u"see https://a.example/b."_s
                                   << QStringList{u"p 'see ' <https://a.example/b>"
                                                  "'https://a.example/b' '.'"_s};
        QTest::newRow("image is a link") << u"![alt](https://a.example/i.png)"_s
                                         << QStringList{u"p m<https://a.example/i.png>'alt'"_s};
        QTest::newRow("image without words")
                << u"![](https://a.example/i.png)"_s
                << QStringList{u"p m<https://a.example/i.png>'https://a.example/i.png'"_s};
        QTest::newRow("entities") << u"&amp; &#8364; &#x20ac; &copy; &nosuch; &#0;"_s
                                  << QStringList{u"p '& € € © &nosuch; \uFFFD'"_s};
        QTest::newRow("prices are not maths")
                << u"from $5 to $10"_s << QStringList{u"p 'from $5 to $10'"_s};
        QTest::newRow("struck") << u"a ~~b **c**~~ d"_s
                                << QStringList{u"p 'a ' s'b ' bs'c' ' d'"_s};
        QTest::newRow("struck and bold")
                << u"~~**a**~~ **~~b~~** ~~`c`~~ ~~[d](x)~~"_s
                << QStringList{u"p bs'a' ' ' bs'b' ' ' sc'c' ' ' s<x>'d'"_s};
        QTest::newRow("tildes of ranges")
                << u"5~10 或 20~30"_s << QStringList{u"p '5~10 或 20~30'"_s};
        QTest::newRow("a single tilde about bold")
                << u"~**a**~ b"_s << QStringList{u"p b'~a' '~ b'"_s};
        // md4c 0.5.2 cuts the addresses; their text is whole.
        QTest::newRow("tildes in addresses")
                << u"https://a.example/~b\nhttps://a.example/~c"_s
                << QStringList{u"p 'https://a.example/~b\n' <https://a.example/>"
                               "'https://a.example/' '~c'"_s};
        // md4c 0.5.2 leaves a span here that it never entered.
        QTest::newRow("tilde in an address and behind it")
                << u"[b](https://a.example/~b) c~\n\nd"_s
                << QStringList{u"p <https://a.example/~b>'b' ' c'"_s, u"p 'd'"_s};
        QTest::newRow("asterisk in an address and behind it")
                << u"[b](/*b) c* d"_s << QStringList{u"p </*b>'b' ' c d'"_s};
        QTest::newRow("tilde in an address of a table")
                << u"|a|\n|-|\n|[b](~b) c~|"_s << QStringList{u"table |a| |b c|"_s};
        QTest::newRow("beyond the BMP") << u"**你好** 🦉"_s << QStringList{u"p b'你好' ' 🦉'"_s};
    }

    void parses()
    {
        QFETCH(QString, markdown);
        QFETCH(QStringList, blocks);

        QCOMPARE(outlines(markdown), blocks);
    }

    void closesWhatTheTailBegan_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("closed");

        QTest::newRow("bold") << u"a **b"_s << u"a **b**"_s;
        QTest::newRow("code") << u"a `b"_s << u"a `b`"_s;
        QTest::newRow("finished") << u"a **b** c"_s << u"a **b** c"_s;
        QTest::newRow("only just begun") << u"a **"_s << u"a **"_s;
        QTest::newRow("earlier paragraph") << u"a **b\n\nc"_s << u"a **b\n\nc"_s;
        QTest::newRow("in a fence") << u"```\na **b"_s << u"```\na **b"_s;
        QTest::newRow("asterisks in code") << u"`**` x"_s << u"`**` x"_s;
        QTest::newRow("nothing") << u""_s << u""_s;
    }

    void closesWhatTheTailBegan()
    {
        QFETCH(QString, text);
        QTEST(ui::withClosedTail(text), "closed");
    }

    void deepNestingStaysBounded()
    {
        QElapsedTimer watch;
        watch.start();

        const auto quotes = parseMarkdown(QString(5000, u'>') + u" x"_s);
        const auto stars = parseMarkdown(QString(20000, u'*') + u" x"_s);
        const auto brackets = parseMarkdown(QString(20000, u'[') + u" x"_s);

        QVERIFY(!quotes.isEmpty());
        QVERIFY(quotes.last().quote <= 12);
        QVERIFY(!stars.isEmpty() && !brackets.isEmpty());
        QVERIFY2(watch.elapsed() < 5000, qPrintable(QString::number(watch.elapsed())));
    }
};

QTEST_GUILESS_MAIN(TestMarkdownParser)
#include "tst_markdownparser.moc"
