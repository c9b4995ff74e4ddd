// SPDX-License-Identifier: MIT
#include "core/json/json.h"
#include "oci/inference/embeddingrequest.h"
#include "oci/inference/guardrailsrequest.h"
#include "oci/inference/rerankrequest.h"
#include "tests/support/fixtures.h"

#include <QTest>

using core::EmbeddingRequest;
using core::GuardrailsRequest;
using core::ImagePart;
using core::RerankRequest;
using core::TextPart;
using namespace Qt::StringLiterals;

namespace {

const ImagePart image{.url = "data:image/png;base64,iVBORw0KGgo="};

oci::NativeCall callOf(const QString &model)
{
    const oci::ChatSettings settings{.region = u"us-chicago-1"_s,
                                     .compartmentId = u"ocid1.compartment.oc1..test"_s};
    return oci::nativeCallFor("embedText", model, settings, false, {}).value();
}

QList<core::EmbeddingInput> texts(qsizetype count)
{
    return QList<core::EmbeddingInput>(count, TextPart{u"text"_s});
}

QByteArrayList bodiesOf(const EmbeddingRequest &request)
{
    const oci::NativeCall call = callOf(request.model);
    const oci::KnownModel *model = oci::builtInModels().find(call.target.model);
    QByteArrayList bodies;
    for (const oci::EmbeddingBatch &batch : oci::batchesOf(request.inputs))
        bodies += oci::embeddingBody(request, batch, call, model);
    return bodies;
}

QString difference(const QString &name, const QByteArray &body)
{
    if (!core::json::parseObject(body))
        return u"not JSON: "_s + QString::fromUtf8(body);
    return tests::differenceFromGolden(u"oci/"_s + name + u".json"_s, body + '\n');
}

} // namespace

class TestNativeRequest : public QObject
{
    Q_OBJECT

private slots:
    void embeds_data()
    {
        QTest::addColumn<EmbeddingRequest>("request");
        QTest::newRow("plain") << EmbeddingRequest{
                .model = u"cohere.embed-english-v3.0"_s,
                .inputs = {TextPart{u"first \"text\""_s}, TextPart{u"zweiter Täxt"_s}}};
        QTest::newRow("everything") << EmbeddingRequest{
                .model = u"oci/cohere.embed-v4.0"_s,
                .inputs = {TextPart{u"question"_s}},
                .purpose = core::EmbeddingPurpose::SearchQuery,
                .truncate = core::Truncation::Start,
                .dimensions = 512,
                .types = {core::EmbeddingType::Float, core::EmbeddingType::Int8,
                          core::EmbeddingType::Uint8, core::EmbeddingType::Int8,
                          core::EmbeddingType::Binary, core::EmbeddingType::Ubinary}};
        QTest::newRow("images") << EmbeddingRequest{
                .model = u"cohere.embed-multilingual-image-v3.0"_s,
                .inputs = {TextPart{u"a"_s}, TextPart{u"b"_s}, image, image, TextPart{u"c"_s}},
                .purpose = core::EmbeddingPurpose::Clustering,
                .truncate = core::Truncation::None};
        // The size that the model makes anyway is not sent: it does not know the field.
        QTest::newRow("native_size")
                << EmbeddingRequest{.model = u"cohere.embed-english-v3.0"_s,
                                    .inputs = {TextPart{u"a"_s}},
                                    .purpose = core::EmbeddingPurpose::Classification,
                                    .dimensions = 1024};
        QTest::newRow("dedicated") << EmbeddingRequest{
                .model = u"ocid1.generativeaiendpoint.oc1.eu-frankfurt-1.test"_s,
                .inputs = {TextPart{u"a"_s}},
                .dimensions = 300};
    }

    void embeds()
    {
        QFETCH(EmbeddingRequest, request);
        const QString tag = QString::fromLatin1(QTest::currentDataTag());

        const QByteArrayList bodies = bodiesOf(request);
        for (qsizetype i = 0; i < bodies.size(); ++i) {
            const QString name = bodies.size() == 1 ? tag : u"%1_%2"_s.arg(tag).arg(i);
            QCOMPARE(difference(u"embed_"_s + name, bodies[i]), QString());
        }
    }

    void batchesAreFullAndInOrder()
    {
        using Batches = QList<oci::EmbeddingBatch>;
        QCOMPARE(oci::batchesOf({}), Batches());
        QCOMPARE(oci::batchesOf(texts(96)), Batches({{0, 96}}));
        QCOMPARE(oci::batchesOf(texts(97)), Batches({{0, 96}, {96, 1}}));
        QCOMPARE(oci::batchesOf(texts(200)), Batches({{0, 96}, {96, 96}, {192, 8}}));
        QCOMPARE(oci::batchesOf({image, TextPart{}, image}),
                 Batches({{0, 1, true}, {1, 1}, {2, 1, true}}));
    }

    void refusesEmbeddings_data()
    {
        QTest::addColumn<EmbeddingRequest>("request");
        QTest::addColumn<QString>("param");
        const QString v3 = u"cohere.embed-english-v3.0"_s;
        const QString v4 = u"cohere.embed-v4.0"_s;
        QTest::newRow("nothing") << EmbeddingRequest{.model = v4} << u"input"_s;
        QTest::newRow("empty text")
                << EmbeddingRequest{.model = v4, .inputs = {TextPart{u"a"_s}, TextPart{}}}
                << u"input[1]"_s;
        QTest::newRow("image from the web")
                << EmbeddingRequest{.model = v4,
                                    .inputs = {ImagePart{.url = "http://169.254.169.254/a.png"}}}
                << u"input[0]"_s;
        QTest::newRow("image for a text model")
                << EmbeddingRequest{.model = v3, .inputs = {image}} << u"input[0]"_s;
        QTest::newRow("size that it lacks")
                << EmbeddingRequest{.model = v4, .inputs = texts(1), .dimensions = 300}
                << u"dimensions"_s;
        QTest::newRow("another than the only size")
                << EmbeddingRequest{.model = v3, .inputs = texts(1), .dimensions = 512}
                << u"dimensions"_s;
        QTest::newRow("no size") << EmbeddingRequest{.model = u"cohere.embed-v9"_s,
                                                     .inputs = texts(1),
                                                     .dimensions = 0}
                                 << u"dimensions"_s;
        QTest::newRow("chat model")
                << EmbeddingRequest{.model = u"meta.llama-3.3-70b-instruct"_s, .inputs = texts(1)}
                << u"model"_s;
    }

    void refusesEmbeddings()
    {
        QFETCH(EmbeddingRequest, request);
        QFETCH(QString, param);

        const auto checked = oci::checkEmbedding(request, oci::builtInModels().find(request.model));

        QVERIFY(!checked);
        QCOMPARE(checked.error().code, core::ErrorCode::InvalidRequest);
        QCOMPARE(checked.error().param, param);
    }

    void aModelThatTheTableDoesNotKnowIsLeftToTheService()
    {
        QVERIFY(oci::checkEmbedding({.model = u"cohere.embed-v9"_s,
                                     .inputs = {image, TextPart{u"a"_s}},
                                     .dimensions = 777},
                                    nullptr));
        QVERIFY(oci::checkRerank(
                {.model = u"cohere.rerank-v9"_s, .query = u"q"_s, .documents = {u"d"_s}}, nullptr));
    }

    void ranks_data()
    {
        QTest::addColumn<RerankRequest>("request");
        const QStringList documents{u"one"_s, u"zwei ü"_s, u"three\n"_s};
        QTest::newRow("plain") << RerankRequest{
                .model = u"cohere.rerank-v4.0-fast"_s, .query = u"what?"_s, .documents = documents};
        QTest::newRow("everything") << RerankRequest{.model = u"cohere.rerank-v3.5"_s,
                                                     .query = u"what?"_s,
                                                     .documents = documents,
                                                     .topN = 2,
                                                     .returnDocuments = true,
                                                     .maxChunksPerDocument = 10,
                                                     .maxTokensPerDocument = 512};
        QTest::newRow("dedicated_all")
                << RerankRequest{.model = u"ocid1.generativeaiendpoint.oc1.us-chicago-1.test"_s,
                                 .query = u"what?"_s,
                                 .documents = documents,
                                 .topN = 30};
    }

    void ranks()
    {
        QFETCH(RerankRequest, request);
        const QString tag = QString::fromLatin1(QTest::currentDataTag());

        QCOMPARE(difference(u"rerank_"_s + tag, oci::rerankBody(request, callOf(request.model))),
                 QString());
    }

    void refusesRanks_data()
    {
        QTest::addColumn<RerankRequest>("request");
        QTest::addColumn<QString>("param");
        const RerankRequest good{
                .model = u"cohere.rerank-v3.5"_s, .query = u"q"_s, .documents = {u"a"_s, u"b"_s}};
        const auto but = [&good](auto &&change) {
            RerankRequest request = good;
            change(request);
            return request;
        };
        QTest::newRow("no query") << but([](auto &r) { r.query.clear(); }) << u"query"_s;
        QTest::newRow("nothing") << but([](auto &r) { r.documents.clear(); }) << u"documents"_s;
        QTest::newRow("empty") << but([](auto &r) { r.documents[1].clear(); }) << u"documents[1]"_s;
        QTest::newRow("top 0") << but([](auto &r) { r.topN = 0; }) << u"top_n"_s;
        QTest::newRow("chunks") << but([](auto &r) { r.maxChunksPerDocument = -1; })
                                << u"max_chunks_per_doc"_s;
        QTest::newRow("tokens") << but([](auto &r) { r.maxTokensPerDocument = 0; })
                                << u"max_tokens_per_doc"_s;
        QTest::newRow("embeds") << but([](auto &r) { r.model = u"cohere.embed-v4.0"_s; })
                                << u"model"_s;
    }

    void refusesRanks()
    {
        QFETCH(RerankRequest, request);
        QFETCH(QString, param);

        const auto checked = oci::checkRerank(request, oci::builtInModels().find(request.model));

        QVERIFY(!checked);
        QCOMPARE(checked.error().param, param);
    }

    void guards_data()
    {
        QTest::addColumn<GuardrailsRequest>("request");
        QTest::newRow("text") << GuardrailsRequest{
                .inputs = {TextPart{u"Hi \"there\""_s}},
                .moderation = QStringList{u"OVERALL"_s, u"BLOCKLIST"_s}};
        QTest::newRow("everything")
                << GuardrailsRequest{.inputs = {TextPart{u"Hi"_s}, image},
                                     .language = u"en"_s,
                                     .moderation = QStringList{u"OVERALL"_s},
                                     .personalInformation = QStringList{u"PERSON"_s, u"EMAIL"_s},
                                     .promptInjection = true,
                                     .version = u"1.0.0"_s};
        QTest::newRow("image") << GuardrailsRequest{.inputs = {image}, .promptInjection = true};
    }

    void guards()
    {
        QFETCH(GuardrailsRequest, request);
        const oci::ChatSettings settings{.region = u"us-chicago-1"_s,
                                         .compartmentId = u"ocid1.compartment.oc1..test"_s};
        const auto call = oci::nativeCallFor("applyGuardrails", settings, false);
        const QString tag = QString::fromLatin1(QTest::currentDataTag());

        QVERIFY(call);
        QVERIFY(oci::checkGuardrails(request));
        QCOMPARE(difference(u"guardrails_"_s + tag, oci::guardrailsBody(request, *call)),
                 QString());
    }

    void refusesGuardrails_data()
    {
        QTest::addColumn<GuardrailsRequest>("request");
        QTest::addColumn<QString>("param");
        const TextPart text{u"Hi"_s};
        QTest::newRow("nothing") << GuardrailsRequest{.promptInjection = true} << u"input"_s;
        QTest::newRow("empty") << GuardrailsRequest{.inputs = {text, TextPart{}},
                                                    .promptInjection = true}
                               << u"input[1]"_s;
        QTest::newRow("web") << GuardrailsRequest{.inputs = {ImagePart{.url = "https://a/b.png"}},
                                                  .promptInjection = true}
                             << u"input[0]"_s;
        QTest::newRow("no check") << GuardrailsRequest{.inputs = {text}} << QString();
        QTest::newRow("no category")
                << GuardrailsRequest{.inputs = {text}, .moderation = QStringList()}
                << u"moderation"_s;
        QTest::newRow("no type") << GuardrailsRequest{.inputs = {text},
                                                      .personalInformation = QStringList{QString()}}
                                 << u"personal_information"_s;
    }

    void refusesGuardrails()
    {
        QFETCH(GuardrailsRequest, request);
        QFETCH(QString, param);

        const auto checked = oci::checkGuardrails(request);

        QVERIFY(!checked);
        QCOMPARE(checked.error().param, param);
    }

    void callsGoWhereTheModelIs()
    {
        const oci::ChatSettings settings{
                .region = u"us-chicago-1"_s,
                .compartmentId = u"c"_s,
                .endpoints = oci::Endpoints(u"http://localhost:1/{region}/{service}"_s)};
        const auto urlFor = [&](const QString &model) {
            return oci::nativeCallFor("rerankText", model, settings, false, {})->url.toString();
        };
        QCOMPARE(
                urlFor(u"cohere.rerank-v3.5"_s),
                u"http://localhost:1/us-chicago-1/inference.generativeai/20231130/actions/rerankText"_s);
        QVERIFY(urlFor(u"ocid1.generativeaiendpoint.oc1.eu-frankfurt-1.test"_s)
                        .contains("/eu-frankfurt-1/"_L1));
        QVERIFY(urlFor(u"uk-london-1/cohere.rerank-v3.5"_s).contains("/uk-london-1/"_L1));
    }

    void refusesCallsThatCannotBeMade()
    {
        oci::ChatSettings settings{.region = u"us-chicago-1"_s, .compartmentId = u"c"_s};
        const auto reason = [&](const QString &model, bool isBearer) {
            return oci::nativeCallFor("embedText", model, settings, isBearer, {}).error().reason;
        };
        QCOMPARE(reason(u"cohere.embed-v4.0"_s, true), u"unsupported_by_credential"_s);
        QCOMPARE(reason(u"nonsense"_s, false), u"model_not_found"_s);
        QCOMPARE(reason(u"ocid1.generativeairoutingprofile.oc1.us-chicago-1.test"_s, false),
                 u"unsupported_model"_s);
        settings.compartmentId.clear();
        QCOMPARE(reason(u"cohere.embed-v4.0"_s, false), u"compartment_missing"_s);
    }
};

QTEST_APPLESS_MAIN(TestNativeRequest)
#include "tst_nativerequest.moc"
