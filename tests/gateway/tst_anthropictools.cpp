// SPDX-License-Identifier: MIT
#include "gateway/anthropic/clienttools.h"
#include "gateway/anthropic/tools.h"

#include "core/json/json.h"
#include "tests/support/fixtures.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::Tool;
using core::ToolChoice;
using gateway::anthropic::clientTool;
using gateway::anthropic::readToolChoice;
using gateway::anthropic::readTools;
using gateway::anthropic::ToolUse;

namespace {

core::Result<QList<Tool>> tools(const char *list)
{
    return core::json::parseObject("{\"tools\":" + tests::json(list) + '}').and_then(readTools);
}

core::Result<ToolUse> choice(const char *json)
{
    const QList<Tool> known{{.name = u"f"_s}, {.name = u"g"_s}};
    return core::json::parseObject("{\"tool_choice\":" + tests::json(json) + '}')
            .and_then([&known](const auto &body) { return readToolChoice(body, known); });
}

} // namespace

class TestAnthropicTools : public QObject
{
    Q_OBJECT

private slots:
    void readsTheClientsOwn()
    {
        const auto read = tools("[{'name':'f','description':'does f','strict':true,"
                                "'input_schema':{'type':'object','properties':{'b':{},'a':{}}},"
                                "'cache_control':{'type':'ephemeral'},'defer_loading':false},"
                                "{'type':'custom','name':'g','input_schema':{}}]");

        QVERIFY(read);
        QCOMPARE(read->size(), 2);
        QCOMPARE(read->at(0).name, u"f"_s);
        QCOMPARE(read->at(0).description, u"does f"_s);
        QCOMPARE(read->at(0).strict, true);
        QCOMPARE(core::json::serialize(read->at(0).parameters),
                 tests::json("{'type':'object','properties':{'b':{},'a':{}}}"));
        QCOMPARE(read->at(1).name, u"g"_s);
    }

    void whatOnlyAnthropicCanRunIsLeftOut()
    {
        const auto read = tools("[{'type':'web_search_20250305','name':'web_search'},"
                                "{'type':'code_execution_20250825','name':'code_execution'},"
                                "{'type':'computer_20250124','name':'computer'},"
                                "{'type':'tool_search_tool_regex_20251119','name':'s'},"
                                "{'name':'f','input_schema':{}}]");

        QVERIFY(read);
        QCOMPARE(read->size(), 1);
        QCOMPARE(read->at(0).name, u"f"_s);
    }

    void whatIsDeferredHasToBeFound_data()
    {
        QTest::addColumn<QByteArray>("turns");
        QTest::addColumn<QStringList>("names");
        const auto row = [](const char *name, const char *turns, const QStringList &names) {
            QTest::newRow(name) << QByteArray(turns) << names;
        };
        row("nothing found", "[{'role':'user','content':'a'}]", {u"find"_s});
        row("found by the client's search",
            "[{'role':'user','content':[{'type':'tool_result','tool_use_id':'t','content':["
            "{'type':'tool_reference','tool_name':'g'}]}]}]",
            {u"find"_s, u"g"_s});
        row("called before", "[{'role':'assistant','content':[{'type':'tool_use','name':'f'}]}]",
            {u"find"_s, u"f"_s});
        row("added by name",
            "[{'role':'system','content':[{'type':'tool_addition','tool':{'type':'tool_reference',"
            "'name':'f'}}]}]",
            {u"find"_s, u"f"_s});
        row("added as a whole",
            "[{'role':'system','content':[{'type':'text','text':'t'},{'type':'tool_addition','tool'"
            ":{'type':'tool_definition','definition':{'name':'h','input_schema':{}}}}]}]",
            {u"find"_s, u"h"_s});
        row("redefined",
            "[{'role':'system','content':[{'type':'tool_addition','tool':{'type':'tool_definition',"
            "'definition':{'name':'find','input_schema':{}}}}]}]",
            {u"find"_s});
        row("taken away",
            "[{'role':'system','content':[{'type':'tool_removal','tool':{'type':'tool_reference',"
            "'name':'find'}}]}]",
            {});
        row("taken away and added again",
            "[{'role':'system','content':[{'type':'tool_removal','tool':{'name':'find'}}]},"
            "{'role':'system','content':[{'type':'tool_addition','tool':{'name':'find'}}]}]",
            {u"find"_s});
        row("a person cannot add",
            "[{'role':'user','content':[{'type':'tool_addition','tool':{'name':'f'}}]}]",
            {u"find"_s});
    }

    void whatIsDeferredHasToBeFound()
    {
        QFETCH(QByteArray, turns);
        QFETCH(QStringList, names);
        const auto body = core::json::parseObject(
                tests::json("{'tools':[{'name':'find','input_schema':{}},"
                            "{'name':'f','input_schema':{},'defer_loading':true},"
                            "{'name':'g','input_schema':{},'defer_loading':true}],'messages':") +
                tests::json(turns.constData()) + '}');

        const auto read = body.and_then(readTools);

        QVERIFY(read);
        QStringList found;
        for (const Tool &tool : *read)
            found += tool.name;
        QCOMPARE(found, names);
    }

    void withoutAnthropicsSearchNothingIsDeferred()
    {
        const auto read = tools("[{'type':'tool_search_tool_bm25_20251119','name':'s'},"
                                "{'name':'f','input_schema':{},'defer_loading':true}]");

        QVERIFY(read);
        QCOMPARE(read->size(), 1);
    }

    void saysWhatIsWrongWithAChange_data()
    {
        QTest::addColumn<QByteArray>("block");
        QTest::addColumn<QString>("param");
        QTest::newRow("no tool") << QByteArray("{'type':'tool_removal'}")
                                 << u"messages.0.content.0.tool"_s;
        QTest::newRow("no name") << QByteArray("{'type':'tool_addition','tool':{}}")
                                 << u"messages.0.content.0.tool.name"_s;
        QTest::newRow("no definition")
                << QByteArray("{'type':'tool_addition','tool':{'type':'tool_definition'}}")
                << u"messages.0.content.0.tool.definition"_s;
        QTest::newRow("no schema")
                << QByteArray("{'type':'tool_addition','tool':{'type':'tool_definition',"
                              "'definition':{'name':'f'}}}")
                << u"messages.0.content.0.tool.definition.input_schema"_s;
    }

    void saysWhatIsWrongWithAChange()
    {
        QFETCH(QByteArray, block);
        QFETCH(QString, param);

        const auto read =
                core::json::parseObject("{\"messages\":[{\"role\":\"system\",\"content\":[" +
                                        tests::json(block.constData()) + "]}]}")
                        .and_then(readTools);

        QCOMPARE(read.error().param, param);
    }

    void whatTheClientRunsGetsItsSchema()
    {
        const auto bash = clientTool(u"bash_20250124"_s, u"bash"_s);
        QVERIFY(bash);
        QCOMPARE(bash->name, u"bash"_s);
        QVERIFY(core::json::serialize(bash->parameters).contains("\"restart\""));

        const auto editor = clientTool(u"text_editor_20250728"_s, u"editor"_s);
        QVERIFY(editor);
        QCOMPARE(editor->name, u"editor"_s);
        const QByteArray schema = core::json::serialize(editor->parameters);
        QVERIFY(schema.contains(tests::json("'enum':['view','create','str_replace','insert']")));
        QVERIFY(schema.contains(tests::json("'required':['command','path']")));
        QVERIFY(core::json::serialize(clientTool(u"text_editor_20250124"_s, {})->parameters)
                        .contains("undo_edit"));

        QVERIFY(!clientTool(u"bash_code_execution"_s, u"bash"_s));
        QVERIFY(!clientTool(u"memory_20250818"_s, u"memory"_s));
    }

    void saysWhichToolIsWrong_data()
    {
        QTest::addColumn<QByteArray>("list");
        QTest::addColumn<QString>("param");
        QTest::newRow("no list") << QByteArray("{}") << u"tools"_s;
        QTest::newRow("no object") << QByteArray("[1]") << u"tools.0"_s;
        QTest::newRow("no name") << QByteArray("[{'input_schema':{}}]") << u"tools.0.name"_s;
        QTest::newRow("type") << QByteArray("[{'type':1}]") << u"tools.0.type"_s;
        QTest::newRow("no schema") << QByteArray("[{'name':'f','input_schema':{}},{'name':'f'}]")
                                   << u"tools.1.input_schema"_s;
        QTest::newRow("schema") << QByteArray("[{'name':'f','input_schema':'x'}]")
                                << u"tools.0.input_schema"_s;
    }

    void saysWhichToolIsWrong()
    {
        QFETCH(QByteArray, list);
        QFETCH(QString, param);

        QCOMPARE(tools(list.constData()).error().param, param);
    }

    void readsTheChoice()
    {
        using Mode = ToolChoice::Mode;
        QCOMPARE(choice("{'type':'auto'}")->choice->mode, Mode::Auto);
        QCOMPARE(choice("{'type':'any'}")->choice->mode, Mode::Required);
        QCOMPARE(choice("{'type':'none'}")->choice->mode, Mode::None);
        QVERIFY(*choice("{'type':'tool','name':'g'}")->choice ==
                (ToolChoice{.mode = Mode::Function, .function = u"g"_s}));
        QVERIFY(*choice("null") == ToolUse{});
        QVERIFY(!choice("{'type':'auto'}")->parallel);
        QVERIFY(!choice("{'type':'auto','disable_parallel_tool_use':false}")->parallel);
        QCOMPARE(choice("{'type':'any','disable_parallel_tool_use':true}")->parallel, false);
    }

    void aToolThatWasLeftOutCannotBeChosen()
    {
        const auto use = choice("{'type':'tool','name':'web_search'}");

        QVERIFY(use);
        QVERIFY(!use->choice);
    }

    void saysWhatIsWrongWithTheChoice()
    {
        QCOMPARE(choice("'auto'").error().param, u"tool_choice"_s);
        QCOMPARE(choice("{}").error().param, u"tool_choice.type"_s);
        QCOMPARE(choice("{'type':'tool'}").error().param, u"tool_choice.name"_s);
        QCOMPARE(choice("{'type':'auto','disable_parallel_tool_use':1}").error().param,
                 u"tool_choice.disable_parallel_tool_use"_s);
    }
};

QTEST_APPLESS_MAIN(TestAnthropicTools)
#include "tst_anthropictools.moc"
