// SPDX-License-Identifier: MIT
#include "core/json/json.h"
#include "oci/inference/toolcallassembler.h"
#include "tests/support/fixtures.h"

#include <QTest>

using core::ToolCall;
using core::ToolCallDelta;
using oci::ToolCallAssembler;
using namespace Qt::StringLiterals;
using tests::json;

namespace {

ToolCallAssembler assembler()
{
    return ToolCallAssembler([count = 0]() mutable { return u"made_%1"_s.arg(++count); });
}

boost::json::array calls(const QByteArray &text)
{
    return core::json::parse(text)->as_array();
}

//! Feeds the events and returns what the deltas make; `rule` is broken where a delta breaks the
//! contract of ToolCallDelta.
QList<ToolCall> assembled(const QList<QByteArray> &events, QString *broken = nullptr)
{
    ToolCallAssembler made = assembler();
    QList<ToolCall> all;
    const auto take = [&](const QList<ToolCallDelta> &deltas) {
        for (const ToolCallDelta &delta : deltas) {
            if (delta.index > all.size() && broken)
                *broken = u"a gap before %1"_s.arg(delta.index);
            if (delta.index == all.size()) {
                if ((delta.id.isEmpty() || delta.name.isEmpty()) && broken)
                    *broken = u"announced without id or name"_s;
                all.append({delta.id, delta.name, delta.arguments});
                continue;
            }
            if ((!delta.id.isEmpty() || !delta.name.isEmpty()) && broken)
                *broken = u"announced twice"_s;
            all[delta.index].arguments += delta.arguments;
        }
    };
    for (const QByteArray &event : events)
        take(made.add(calls(event)));
    take(made.finish());
    return all;
}

} // namespace

class TestToolCallAssembler : public QObject
{
    Q_OBJECT

private slots:
    void assembles_data()
    {
        using Events = QList<QByteArray>;
        QTest::addColumn<Events>("events");
        QTest::addColumn<QList<ToolCall>>("expected");

        const ToolCall oslo{u"a"_s, u"weather"_s, json("{'city':'Oslo'}")};
        QTest::newRow("whole") << Events{json("[{'type':'FUNCTION','id':'a','name':'weather','"
                                              "arguments':'{^city^:^Oslo^}'}]")}
                               << QList{oslo};
        QTest::newRow("fragments without id")
                << Events{json("[{'id':'a','name':'weather','arguments':''}]"),
                          json("[{'arguments':'{^city^:'}]"), json("[{'arguments':'^Oslo^}'}]")}
                << QList{oslo};
        QTest::newRow("fragments with null and empty fields")
                << Events{json("[{'id':'a','name':'weather','arguments':null}]"),
                          json("[{'id':null,'name':'','arguments':'{^city^:'}]"),
                          json("[{'id':'','name':null,'arguments':'^Oslo^}'}]")}
                << QList{oslo};
        QTest::newRow("fragments that repeat id and name")
                << Events{json("[{'id':'a','name':'weather','arguments':'{^city^:'}]"),
                          json("[{'id':'a','name':'weather','arguments':'^Oslo^}'}]")}
                << QList{oslo};
        QTest::newRow("repeated whole at the end")
                << Events{json("[{'id':'a','name':'weather','arguments':'{^city^:^Oslo^}'}]"),
                          json("[{'id':'a','name':'weather','arguments':'{^city^:^Oslo^}'}]")}
                << QList{oslo};
        QTest::newRow("arguments as an object")
                << Events{json("[{'id':'a','name':'weather','arguments':{'city':'Oslo'}}]")}
                << QList{oslo};
        QTest::newRow("no arguments") << Events{json("[{'id':'a','name':'now'}]")}
                                      << QList{ToolCall{u"a"_s, u"now"_s, "{}"}};
        QTest::newRow("no id") << Events{json("[{'name':'weather','arguments':'{^city^:^Oslo^}'}]")}
                               << QList{ToolCall{u"made_1"_s, u"weather"_s,
                                                 json("{'city':'Oslo'}")}};
        QTest::newRow("two without ids in one event")
                << Events{json(
                           "[{'name':'f','arguments':'{}'},{'name':'f','arguments':'{^x^:1}'}]")}
                << QList{ToolCall{u"made_1"_s, u"f"_s, "{}"},
                         ToolCall{u"made_2"_s, u"f"_s, json("{'x':1}")}};
        QTest::newRow("two without ids, one after another")
                << Events{json("[{'name':'f','arguments':'{^x^:1}'}]"),
                          json("[{'name':'f','arguments':'{^x^:2}'}]")}
                << QList{ToolCall{u"made_1"_s, u"f"_s, json("{'x':1}")},
                         ToolCall{u"made_2"_s, u"f"_s, json("{'x':2}")}};
        QTest::newRow("without id, name in every fragment")
                << Events{json("[{'name':'f','arguments':'{^x^'}]"),
                          json("[{'name':'f','arguments':':1}'}]")}
                << QList{ToolCall{u"made_1"_s, u"f"_s, json("{'x':1}")}};
        QTest::newRow("without ids or arguments, by name")
                << Events{json("[{'name':'f'}]"), json("[{'name':'g'}]")}
                << QList{ToolCall{u"made_1"_s, u"f"_s, "{}"}, ToolCall{u"made_2"_s, u"g"_s, "{}"}};
        QTest::newRow("parallel, each new id at position 0")
                << Events{json("[{'id':'a','name':'f','arguments':''}]"),
                          json("[{'arguments':'{^x^:1}'}]"),
                          json("[{'id':'b','name':'g','arguments':''}]"),
                          json("[{'arguments':'{^y^:2}'}]")}
                << QList{ToolCall{u"a"_s, u"f"_s, json("{'x':1}")},
                         ToolCall{u"b"_s, u"g"_s, json("{'y':2}")}};
        QTest::newRow("interleaved by id")
                << Events{json("[{'id':'a','name':'f','arguments':'{'}]"),
                          json("[{'id':'b','name':'g','arguments':'{'}]"),
                          json("[{'id':'a','arguments':'^x^:1}'}]"),
                          json("[{'id':'b','arguments':'^y^:2}'}]")}
                << QList{ToolCall{u"a"_s, u"f"_s, json("{'x':1}")},
                         ToolCall{u"b"_s, u"g"_s, json("{'y':2}")}};
        QTest::newRow("interleaved by index, as OpenAI does")
                << Events{json("[{'index':0,'id':'a','type':'function','function':{'name':'f','"
                               "arguments':''}}]"),
                          json("[{'index':1,'id':'b','type':'function','function':{'name':'g','"
                               "arguments':''}}]"),
                          json("[{'index':0,'function':{'arguments':'{^x^:1}'}},{'index':1,'"
                               "function':{'arguments':'{^y^:2}'}}]")}
                << QList{ToolCall{u"a"_s, u"f"_s, json("{'x':1}")},
                         ToolCall{u"b"_s, u"g"_s, json("{'y':2}")}};
        QTest::newRow("parallel, all at index 0")
                << Events{json("[{'index':0,'id':'a','function':{'name':'f','arguments':'{^x^:1}'}"
                               "}]"),
                          json("[{'index':0,'id':'b','function':{'name':'f','arguments':'{^x^'}}]"),
                          json("[{'index':0,'function':{'arguments':':2}'}}]")}
                << QList{ToolCall{u"a"_s, u"f"_s, json("{'x':1}")},
                         ToolCall{u"b"_s, u"f"_s, json("{'x':2}")}};
        QTest::newRow("an id of its own for each fragment")
                << Events{json("[{'index':0,'id':'a','function':{'name':'f','arguments':'{^x^'}}]"),
                          json("[{'index':0,'id':'b','function':{'name':'f','arguments':':1}'}}]")}
                << QList{ToolCall{u"a"_s, u"f"_s, json("{'x':1}")}};
        QTest::newRow("an id that comes late")
                << Events{json("[{'index':0,'function':{'name':'f','arguments':'{^x^:'}}]"),
                          json("[{'index':0,'id':'b','function':{'name':'f','arguments':'1}'}}]")}
                << QList{ToolCall{u"made_1"_s, u"f"_s, json("{'x':1}")}};
        QTest::newRow("indices that do not start at 0")
                << Events{json("[{'index':3,'id':'a','function':{'name':'f','arguments':'{}'}}]")}
                << QList{ToolCall{u"a"_s, u"f"_s, "{}"}};
        QTest::newRow("name after arguments")
                << Events{json("[{'arguments':'{^x^:'}]"), json("[{'name':'f','arguments':'1}'}]")}
                << QList{ToolCall{u"made_1"_s, u"f"_s, json("{'x':1}")}};
        QTest::newRow("never named")
                << Events{json("[{'arguments':'{}'}]"), "[1,null,\"x\",[]]"} << QList<ToolCall>{};
    }

    void assembles()
    {
        QFETCH(QList<QByteArray>, events);
        QFETCH(QList<ToolCall>, expected);

        QString broken;
        QCOMPARE(assembled(events, &broken), expected);
        QCOMPARE(broken, QString());
    }

    void aFloodOfCallsIsBounded()
    {
        ToolCallAssembler made = assembler();
        qsizetype announced = 0;
        for (int i = 0; i < 1000; ++i) {
            const boost::json::array one{{{"id", std::to_string(i)}, {"name", "f"}}};
            announced += made.add(one).size();
        }
        QCOMPARE(announced, ToolCallAssembler::mostCalls);
    }

    void madeIdsDiffer()
    {
        QVERIFY(oci::randomCallId() != oci::randomCallId());
        QCOMPARE(oci::randomCallId().size(), 29);
    }
};

QTEST_APPLESS_MAIN(TestToolCallAssembler)
#include "tst_toolcallassembler.moc"
