// SPDX-License-Identifier: MIT
#include "core/json/json.h"
#include "gateway/ollama/models.h"

#include <QTest>

using core::ModelInfo;
using namespace Qt::StringLiterals;

class TestOllamaModels : public QObject
{
    Q_OBJECT

private slots:
    void theNameSaysHowManyParameters_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("size");

        QTest::newRow("digits") << u"meta.llama-3.3-70b-instruct"_s << u"70B"_s;
        QTest::newRow("capital") << u"meta-llama/Llama-3.2-90B-Vision"_s << u"90B"_s;
        QTest::newRow("fraction") << u"qwen2.5-1.5b"_s << u"1.5B"_s;
        QTest::newRow("at the begin") << u"7b-chat"_s << u"7B"_s;
        QTest::newRow("all of it") << u"8b"_s << u"8B"_s;
        QTest::newRow("the first of two") << u"mixed-7b-8b"_s << u"7B"_s;
        QTest::newRow("behind a b") << u"b-20b"_s << u"20B"_s;
        QTest::newRow("none") << u"cohere.command-a-03-2025"_s << QString();
        QTest::newRow("a word that begins with it") << u"x-70base"_s << QString();
        QTest::newRow("experts") << u"mixtral-8x7b"_s << QString();
        QTest::newRow("a version") << u"x-1.2.3b"_s << QString();
        QTest::newRow("no digit before the point") << u"x-.5b"_s << QString();
        QTest::newRow("no digit behind it") << u"x-5.b"_s << QString();
        QTest::newRow("other digits") << u"x-\u0663b"_s << QString();
    }

    void theNameSaysHowManyParameters()
    {
        QFETCH(QString, name);
        ModelInfo model;
        model.id = name;

        const auto body = core::json::parseObject(gateway::ollama::modelBody(model));

        QVERIFY(body);
        const auto *details = core::json::objectAt(*body, "details");
        QVERIFY(details);
        QTEST(core::json::textAt(*details, "parameter_size"), "size");
    }
};

QTEST_GUILESS_MAIN(TestOllamaModels)
#include "tst_ollamamodels.moc"
