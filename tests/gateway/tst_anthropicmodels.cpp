// SPDX-License-Identifier: MIT
#include "gateway/anthropic/models.h"

#include "core/json/json.h"

#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using core::ModelInfo;
using gateway::anthropic::modelPage;
using gateway::anthropic::ModelsPage;
using gateway::anthropic::readModelsPage;

namespace {

ModelInfo chat(const QString &id)
{
    return {.id = id, .capabilities = {u"CHAT"_s}};
}

//! "a,b,c+" where there are more.
QString ids(const QByteArray &body)
{
    const auto json = core::json::parseObject(body).value();
    QStringList all;
    for (const auto &model : json.at("data").as_array())
        all.append(core::json::textAt(model.as_object(), "id"));
    if (!all.isEmpty() && (core::json::textAt(json, "first_id") != all.first() ||
                           core::json::textAt(json, "last_id") != all.last()))
        return u"first_id and last_id are wrong"_s;
    return all.join(u',') + (json.at("has_more").as_bool() ? u"+"_s : QString());
}

} // namespace

class TestAnthropicModels : public QObject
{
    Q_OBJECT

private slots:
    void listsWhatCanChat()
    {
        ModelInfo llama = chat(u"meta.llama"_s);
        llama.contextLength = 128000;
        llama.maxOutputTokens = 4000;
        llama.created = QDateTime::fromSecsSinceEpoch(1700000000, QTimeZone::UTC);
        llama.deprecated = QDateTime(QDate(2026, 7, 1), QTime(0, 0), QTimeZone::UTC);
        const ModelInfo embed{.id = u"cohere.embed"_s, .capabilities = {u"TEXT_EMBEDDINGS"_s}};

        QCOMPARE(gateway::anthropic::modelList({llama, embed, {.id = u"bare"_s}}),
                 "{\"data\":[{\"type\":\"model\",\"id\":\"meta.llama\",\"display_name\":"
                 "\"meta.llama\",\"created_at\":\"2023-11-14T22:13:20Z\","
                 "\"max_input_tokens\":128000,\"max_tokens\":4000,\"lifecycle\":\"deprecated\","
                 "\"deprecated_at\":\"2026-07-01T00:00:00Z\",\"retires_at\":null,\"line\":null,"
                 "\"capabilities\":null},{\"type\":\"model\",\"id\":\"bare\",\"display_name\":"
                 "\"bare\",\"created_at\":\"1970-01-01T00:00:00Z\",\"max_input_tokens\":null,"
                 "\"max_tokens\":null,\"lifecycle\":\"active\",\"deprecated_at\":null,"
                 "\"retires_at\":null,\"line\":null,\"capabilities\":null}],"
                 "\"has_more\":false,\"first_id\":\"meta.llama\",\"last_id\":\"bare\"}");
    }

    void anEmptyListHasNoEnds()
    {
        QCOMPARE(gateway::anthropic::modelList({}),
                 "{\"data\":[],\"has_more\":false,\"first_id\":null,\"last_id\":null}");
    }

    void readsAPage()
    {
        QVERIFY(*readModelsPage("") == ModelsPage{});
        QVERIFY(*readModelsPage("beta=true&limit=20&after_id=meta.llama%2F4") ==
                (ModelsPage{.limit = 20, .after = u"meta.llama/4"_s}));
        QVERIFY(*readModelsPage("before_id=b") == ModelsPage{.before = u"b"_s});
        for (const char *bad : {"limit=0", "limit=1001", "limit=x", "limit=-1"})
            QCOMPARE(readModelsPage(bad).error().param, u"limit"_s);
    }

    void cutsPages_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QString>("seen");
        QTest::newRow("first") << QByteArray("limit=2") << u"a,b+"_s;
        QTest::newRow("next") << QByteArray("limit=2&after_id=b") << u"c,d+"_s;
        QTest::newRow("last") << QByteArray("limit=2&after_id=d") << u"e"_s;
        QTest::newRow("after the end") << QByteArray("after_id=e") << QString();
        QTest::newRow("exactly") << QByteArray("limit=5") << u"a,b,c,d,e"_s;
        QTest::newRow("nearest before") << QByteArray("limit=2&before_id=e") << u"c,d+"_s;
        QTest::newRow("all before") << QByteArray("before_id=c") << u"a,b"_s;
        QTest::newRow("between") << QByteArray("after_id=a&before_id=d") << u"b,c"_s;
        QTest::newRow("crossed") << QByteArray("after_id=d&before_id=a") << QString();
    }

    void cutsPages()
    {
        QFETCH(QByteArray, query);
        QFETCH(QString, seen);
        const QList<ModelInfo> models{chat(u"a"_s), chat(u"b"_s), chat(u"c"_s), chat(u"d"_s),
                                      chat(u"e"_s)};

        const auto body = modelPage(models, readModelsPage(query).value());

        QVERIFY(body);
        QCOMPARE(ids(*body), seen);
    }

    void aPageNextToNoModelIsRefused()
    {
        QCOMPARE(modelPage({chat(u"a"_s)}, {.before = u"x"_s}).error().param, u"before_id"_s);
        QCOMPARE(modelPage({chat(u"a"_s)}, {.after = u"x"_s}).error().param, u"after_id"_s);
    }
};

QTEST_APPLESS_MAIN(TestAnthropicModels)
#include "tst_anthropicmodels.moc"
