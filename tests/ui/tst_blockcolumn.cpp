// SPDX-License-Identifier: MIT
#include "ui/chat/blockcolumn.h"

#include "tests/ui/shots/scenes.h"
#include "ui/chat/textblock.h"
#include "ui/render/codestyle.h"
#include "ui/render/markdownparser.h"
#include "ui/theme/theme.h"
#include "ui/widgets/copybutton.h"

#include <QClipboard>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

QStringList texts(const ui::BlockColumn &column)
{
    QStringList all;
    for (const ui::TextBlock *block : column.blocks())
        all += block->leader() + block->plainText();
    return all;
}

} // namespace

class TestBlockColumn : public QObject
{
    Q_OBJECT

private slots:
    void anAnswerThatGrewLooksLikeOneThatCameWhole()
    {
        const QString answer = shots::richAnswer();
        ui::BlockColumn whole(m_context, nullptr);
        whole.setBlocks(ui::parseMarkdown(answer));
        const int height = whole.layOut(700);

        ui::BlockColumn grown(m_context, nullptr);
        for (qsizetype end = 1; end < answer.size(); ++end)
            grown.setBlocks(ui::parseMarkdown(ui::withClosedTail(answer.first(end))));
        grown.setBlocks(ui::parseMarkdown(answer));

        QCOMPARE(texts(grown), texts(whole));
        QCOMPARE(grown.layOut(700), height);
    }

    void onlyTheLastBlockIsBuiltAnew()
    {
        ui::BlockColumn column(m_context, nullptr);
        column.setBlocks(ui::parseMarkdown(u"# A\n\none\n\ntwo"_s));
        const QList<ui::TextBlock *> before = column.blocks();

        const int changed = column.setBlocks(ui::parseMarkdown(u"# A\n\none\n\ntwo and"_s));

        QCOMPARE(changed, 1);
        QCOMPARE(column.blocks(), before);
        QCOMPARE(column.setBlocks(ui::parseMarkdown(u"# A\n\none\n\ntwo and"_s)), 0);
    }

    void blocksThatAreGoneLeave()
    {
        ui::BlockColumn column(m_context, nullptr);
        column.setBlocks(ui::parseMarkdown(u"one\n\ntwo\n\n```\nx\n```"_s));

        column.setBlocks(ui::parseMarkdown(u"```\ny\n```"_s));

        QCOMPARE(texts(column), QStringList{u"y"_s});
    }

    void codeIsCopiedWithItsButton()
    {
        ui::BlockColumn column(m_context, nullptr);
        column.setBlocks(ui::parseMarkdown(u"```sh\nls -l\nexit\n```"_s));
        auto *copy = column.findChild<ui::CopyButton *>();
        QVERIFY(copy);
        QCOMPARE(copy->accessibleName(), u"Copy Bash code"_s);
        QVERIFY(copy->focusPolicy() & Qt::TabFocus);

        QTest::keyClick(copy, Qt::Key_Space);

        QCOMPARE(QGuiApplication::clipboard()->text(), u"ls -l\nexit"_s);
    }

    void aLinkIsOpenedByKeyboardAndByMouse()
    {
        QStringList opened;
        ui::RenderContext context = m_context;
        context.openLink = [&opened](const QString &target) { opened += target; };
        ui::BlockColumn column(context, nullptr);
        column.setBlocks(ui::parseMarkdown(u"[a](https://a.example/) [b](https://b.example/)"_s));
        column.resize(400, column.layOut(400));
        column.show();
        QVERIFY(QTest::qWaitForWindowActive(&column));
        ui::TextBlock *block = column.blocks().first();

        block->setFocus(Qt::TabFocusReason);
        QTest::keyClick(block, Qt::Key_Return);
        QTest::keyClick(block, Qt::Key_Tab);
        QTest::keyClick(block, Qt::Key_Return);
        QTest::mouseClick(block, Qt::LeftButton, {}, QPoint(3, block->height() / 2));

        QCOMPARE(opened, (QStringList{u"https://a.example/"_s, u"https://b.example/"_s,
                                      u"https://a.example/"_s}));
    }

    void wideCodeScrollsInsideTheColumn()
    {
        ui::BlockColumn column(m_context, nullptr);
        column.setBlocks(ui::parseMarkdown(u"```\n"_s + QString(500, u'x') + u"\n```"_s));
        column.layOut(300);

        QCOMPARE(column.blocks().first()->width(), 300);
    }

private:
    ui::Theme m_theme;
    ui::CodeStyle m_code;
    ui::RenderContext m_context{
            .theme = &m_theme, .code = &m_code, .openLink = [](const QString &) { }};
};

QTEST_MAIN(TestBlockColumn)
#include "tst_blockcolumn.moc"
