// SPDX-License-Identifier: MIT
#include "core/json/json.h"
#include "gateway/responses/responserequest.h"
#include "tests/support/fixtures.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::ToolChoice;
using gateway::responses::readResponseCall;
using gateway::responses::ResponseCall;
using tests::json;

namespace {

core::Result<ResponseCall> readBody(const QByteArray &text)
{
    return core::json::parseObject(json(text.constData()))
            .and_then([](const boost::json::object &body) { return readResponseCall(body); });
}

ResponseCall goodBody(const QByteArray &text)
{
    const auto call = readBody(text);
    if (!call)
        qFatal("%s", qPrintable(call.error().message));
    return *call;
}

} // namespace

class TestResponseTools : public QObject
{
    Q_OBJECT

private slots:
    void tools()
    {
        const auto call = goodBody(
                "{'model':'m','input':'a','tools':[{'type':'function','name':'f','description':'d',"
                "'parameters':{'type':'object'},'strict':false},"
                "{'type':'custom','name':'apply_patch','description':'Edit.','format':"
                "{'type':'grammar','syntax':'lark','definition':'start: X'}},"
                "{'type':'namespace','name':'ns','description':'','tools':[{'type':'function','"
                "name':'g'}]},"
                "{'type':'local_shell'},{'type':'file_search','vector_store_ids':['v']},"
                "{'type':'web_search','external_web_access':false}]}");

        QCOMPARE(call.request.tools.size(), 3);
        QCOMPARE(call.request.tools[0].strict, false);
        QCOMPARE(call.request.tools[1].description,
                 u"Edit.\n\nThe input must follow this Lark grammar:\nstart: X"_s);
        QVERIFY(call.request.tools[1].parameters.at("properties").as_object().contains("input"));
        QCOMPARE(call.request.tools[2].name, u"ns__g"_s);
        QVERIFY(call.tools.value(u"apply_patch"_s).isCustom);
        QCOMPARE(call.tools.value(u"ns__g"_s).space, u"ns"_s);
        QVERIFY(!call.request.webSearch);
        QCOMPARE(call.echo.at("tools").as_array().size(), std::size_t(6));
    }

    void aSearchThatIsForcedIsAskedOfTheService()
    {
        const QByteArray body = "{'model':'m','input':'a','tools':[{'type':'web_search','search_"
                                "context_size':'low',"
                                "'user_location':{'type':'approximate','city':'Oslo'}}]";

        const auto forced = goodBody(body + ",'tool_choice':{'type':'web_search'}}");
        const auto optional = goodBody(body + '}');
        const auto offline =
                readBody("{'model':'m','input':'a','tools':[{'type':'web_search',"
                         "'external_web_access':false}],'tool_choice':{'type':'web_search'}}");

        QCOMPARE(core::json::serialize(*forced.request.webSearch),
                 json("{'search_context_size':'low','user_location':{'type':'approximate',"
                      "'approximate':{'city':'Oslo'}}}"));
        QVERIFY(!forced.request.toolChoice);
        QVERIFY(!optional.request.webSearch);
        QCOMPARE(offline.error().param, u"tool_choice.type"_s);
    }

    void allowedToolsAreAllThatIsOffered()
    {
        const auto call =
                goodBody("{'model':'m','input':'a','tools':[{'type':'function','name':'f'},"
                         "{'type':'function','name':'g'}],'tool_choice':{'type':'allowed_tools',"
                         "'mode':'required','tools':[{'type':'function','name':'g'}]}}");

        QCOMPARE(call.request.tools.size(), 1);
        QCOMPARE(call.request.tools[0].name, u"g"_s);
        QCOMPARE(call.request.toolChoice->mode, ToolChoice::Mode::Required);
    }

    void aCustomToolCanBeChosen()
    {
        const auto call =
                goodBody("{'model':'m','input':'a','tools':[{'type':'custom','name':'p'}],"
                         "'tool_choice':{'type':'custom','name':'p'}}");

        QCOMPARE(call.request.toolChoice->mode, ToolChoice::Mode::Function);
        QCOMPARE(call.request.toolChoice->function, u"p"_s);
    }

    void theInputOfACustomCallIsFoundWhateverTheModelWrites_data()
    {
        QTest::addColumn<QByteArray>("arguments");
        QTest::addColumn<QString>("input");
        QTest::newRow("as asked") << json("{'input':'a'}") << u"a"_s;
        QTest::newRow("other name") << json("{'patch':'a'}") << u"a"_s;
        QTest::newRow("text") << json("'a'") << u"a"_s;
        QTest::newRow("no JSON") << QByteArray("*** Begin") << u"*** Begin"_s;
    }

    void theInputOfACustomCallIsFoundWhateverTheModelWrites()
    {
        QFETCH(QByteArray, arguments);
        QFETCH(QString, input);

        QCOMPARE(gateway::responses::customInput(arguments), input);
    }
};

QTEST_APPLESS_MAIN(TestResponseTools)
#include "tst_responsetools.moc"
