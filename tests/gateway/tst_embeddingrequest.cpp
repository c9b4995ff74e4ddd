// SPDX-License-Identifier: MIT
#include "gateway/openai/embeddingrequest.h"

#include "core/json/json.h"
#include "tests/support/fixtures.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::EmbeddingPurpose;
using core::EmbeddingRequest;
using core::Truncation;
using gateway::openai::EmbeddingCall;
using tests::json;

namespace {

core::Result<EmbeddingCall> read(const QByteArray &body)
{
    return gateway::openai::readEmbeddingCall(*core::json::parseObject(body));
}

} // namespace

class TestEmbeddingRequest : public QObject
{
    Q_OBJECT

private slots:
    void readsEveryParameter()
    {
        const auto one = read(json("{'model':'m','input':'a','user':'u','unknown':1}"));
        QVERIFY(one);
        QCOMPARE(*one,
                 (EmbeddingCall{.request = {.model = u"m"_s, .inputs = {core::TextPart{u"a"_s}}}}));

        const auto all = read(json("{'model':'m','input':['a','data:image/png;base64,AA=='],"
                                   "'dimensions':256,'encoding_format':'base64',"
                                   "'input_type':'SEARCH_QUERY','truncate':'none'}"));
        QVERIFY(all);
        QVERIFY(all->base64);
        QCOMPARE(all->request,
                 (EmbeddingRequest{.model = u"m"_s,
                                   .inputs = {core::TextPart{u"a"_s},
                                              core::ImagePart{"data:image/png;base64,AA=="}},
                                   .purpose = EmbeddingPurpose::SearchQuery,
                                   .truncate = Truncation::None,
                                   .dimensions = 256}));
    }

    //! Some clients tokenize what they want embedded (14.40).
    void tokensAreRefusedWithAHint_data()
    {
        QTest::addColumn<QByteArray>("input");
        QTest::newRow("one text") << QByteArray("[1,2,3]");
        QTest::newRow("several") << QByteArray("[[1,2],[3]]");
        QTest::newRow("mixed") << QByteArray("[\"a\",[3]]");
    }

    void tokensAreRefusedWithAHint()
    {
        QFETCH(QByteArray, input);

        const auto call = read("{\"model\":\"m\",\"input\":" + input + "}");

        QVERIFY(!call);
        QCOMPARE(call.error().code, core::ErrorCode::InvalidRequest);
        QVERIFY(call.error().param.startsWith(u"input"_s));
        QVERIFY(call.error().message.contains(u"check_embedding_ctx_length=False"_s));
    }

    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("param");
        QTest::newRow("no model") << json("{'input':'a'}") << u"model"_s;
        QTest::newRow("no input") << json("{'model':'m'}") << u"input"_s;
        QTest::newRow("an empty text") << json("{'model':'m','input':''}") << u"input"_s;
        QTest::newRow("no texts") << json("{'model':'m','input':[]}") << u"input"_s;
        QTest::newRow("an empty one") << json("{'model':'m','input':['a','']}") << u"input[1]"_s;
        QTest::newRow("an object") << json("{'model':'m','input':{}}") << u"input"_s;
        QTest::newRow("no dimensions")
                << json("{'model':'m','input':'a','dimensions':0}") << u"dimensions"_s;
        QTest::newRow("another encoding") << json("{'model':'m','input':'a','encoding_format':"
                                                  "'hex'}")
                                          << u"encoding_format"_s;
        QTest::newRow("another purpose")
                << json("{'model':'m','input':'a','input_type':'x'}") << u"input_type"_s;
    }

    void saysWhatIsWrong()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, param);

        const auto call = read(body);

        QVERIFY(!call);
        QCOMPARE(call.error().param, param);
    }
};

QTEST_APPLESS_MAIN(TestEmbeddingRequest)
#include "tst_embeddingrequest.moc"
