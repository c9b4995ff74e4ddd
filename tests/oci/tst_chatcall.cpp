// SPDX-License-Identifier: MIT
#include "oci/inference/chatcall.h"

#include <QTest>

using oci::Transport;
using namespace Qt::StringLiterals;

namespace {

core::Result<oci::OutgoingRequest> outgoing(const oci::ChatCall &call,
                                            const core::ChatRequest &request,
                                            const oci::ChatSettings &settings, bool isBearer)
{
    const auto url = oci::chatUrl(call, settings, isBearer);
    if (!url)
        return std::unexpected(url.error());
    return oci::outgoingChat(call, request, *url, settings, isBearer);
}

const core::ChatRequest hello{.messages = {core::textMessage(core::Role::User, u"Hi"_s)}};

} // namespace

class TestChatCall : public QObject
{
    Q_OBJECT

private slots:
    void aBearerBaseIsTakenInEveryForm_data()
    {
        QTest::addColumn<QString>("base");
        QTest::addColumn<QByteArray>("url");
        const QByteArray expected = "https://example.com/openai/v1/chat/completions";
        QTest::newRow("plain") << u"https://example.com/openai/v1"_s << expected;
        QTest::newRow("slash") << u"https://example.com/openai/v1/"_s << expected;
        QTest::newRow("slashes") << u"https://example.com/openai/v1//"_s << expected;
        QTest::newRow("whole") << u"https://example.com/openai/v1/chat/completions"_s << expected;
        QTest::newRow("older")
                << u"https://example.com/20231130/actions/v1"_s
                << QByteArray("https://example.com/20231130/actions/v1/chat/completions");
    }

    void aBearerBaseIsTakenInEveryForm()
    {
        QFETCH(QString, base);
        QFETCH(QByteArray, url);
        const auto call = oci::chatCallFor(u"openai.gpt-oss-20b"_s, true, {});
        QVERIFY(call);

        const auto request = outgoing(*call, hello, {.openAiBase = QUrl(base)}, true);

        QVERIFY(request);
        QCOMPARE(request->url.toEncoded(QUrl::FullyEncoded), url);
    }

    void aRoutingProfileGoesToTheOpenAiEndpointSigned()
    {
        const auto call = oci::chatCallFor(u"ocid1.generativeairoutingprofile.oc1.us-chicago-1.r"_s,
                                           false, {});
        QVERIFY(call);
        QCOMPARE(call->profile.transport, Transport::OpenAi);

        const auto request = outgoing(*call, hello,
                                      {.region = u"x"_s,
                                       .compartmentId = u"c"_s,
                                       .endpoints = oci::Endpoints(u"http://127.0.0.1/{region}"_s)},
                                      false);

        QVERIFY(request);
        QCOMPARE(request->url.path(), u"/us-chicago-1/openai/v1/chat/completions"_s);
        QCOMPARE(core::http::headerValue(request->headers, "opc-compartment-id"), "c");
        QVERIFY(core::http::headerValue(request->headers, "openai-project").isEmpty());
    }

    void aRegionInTheNameChangesTheHost()
    {
        const auto call =
                oci::chatCallFor(u"eu-frankfurt-1/meta.llama-3.3-70b-instruct"_s, false, {});
        QVERIFY(call);

        const auto request = outgoing(*call, hello,
                                      {.region = u"us-chicago-1"_s,
                                       .compartmentId = u"c"_s,
                                       .endpoints = oci::Endpoints(u"http://127.0.0.1/{region}"_s)},
                                      false);

        QCOMPARE(request->url.path(), u"/eu-frankfurt-1/20231130/actions/chat"_s);
    }

    void aModelIsAskedInItsFormat_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<bool>("bearer");
        QTest::addColumn<QByteArray>("begin"); // of what the body says, or a part of it
        const auto format = [](const char *name) {
            return QByteArray("\"chatRequest\":{\"apiFormat\":\"") + name + '"';
        };
        QTest::newRow("Llama") << u"meta.llama-3.3-70b-instruct"_s << false << format("GENERIC");
        QTest::newRow("Command A") << u"cohere.command-a-03-2025"_s << false << format("COHERE");
        QTest::newRow("Command A Vision")
                << u"cohere.command-a-vision-07-2025"_s << false << format("COHEREV2");
        QTest::newRow("Command A with a bearer key")
                << u"cohere.command-a-03-2025"_s << true
                << QByteArray("{\"model\":\"cohere.command-a-03-2025\"");
    }

    void aModelIsAskedInItsFormat()
    {
        QFETCH(QString, model);
        QFETCH(bool, bearer);
        QFETCH(QByteArray, begin);
        const auto call = oci::chatCallFor(model, bearer, {});
        QVERIFY(call);

        const auto request = outgoing(
                *call, hello, {.region = u"us-chicago-1"_s, .compartmentId = u"c"_s}, bearer);

        QVERIFY(request);
        QVERIFY2(request->body.contains(begin), request->body.constData());
    }

    void aNameThatTheServiceRetiredStandsForItsModel()
    {
        const auto call = oci::chatCallFor(u"cohere.command-latest"_s, false, {});

        QVERIFY(call);
        QCOMPARE(call->target.id, u"cohere.command-a-03-2025"_s);
    }

    void anImageDecidesForTheFormatThatCanSayIt()
    {
        core::ChatRequest request = hello;
        request.messages[0].content.append(core::ImagePart{"data:image/png;base64,AAAA", {}});
        auto unknown = oci::chatCallFor(u"cohere.command-z-2030"_s, false, {});
        auto known = oci::chatCallFor(u"cohere.command-a-03-2025"_s, false, {});
        QVERIFY(unknown && known);

        oci::suitFormat(unknown->profile, request);
        oci::suitFormat(known->profile, request);

        QCOMPARE(unknown->profile.transport, Transport::CohereV2);
        QCOMPARE(known->profile.transport, Transport::Cohere); // and the image is refused
    }

    void aConnectionWithoutACompartmentSaysSo()
    {
        const auto call = oci::chatCallFor(u"xai.grok-4"_s, false, {});
        const auto request = oci::outgoingChat(*call, hello, {}, {}, false);
        QCOMPARE(request.error().reason, u"compartment_missing"_s);
    }
};

QTEST_APPLESS_MAIN(TestChatCall)
#include "tst_chatcall.moc"
