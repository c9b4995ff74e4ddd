// SPDX-License-Identifier: MIT
#include "core/chat/tokenestimate.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::ChatRequest;
using core::estimateTokens;
using core::Role;

class TestTokenEstimate : public QObject
{
    Q_OBJECT

private slots:
    // The second column is what tokenizers in use make of the text.
    void isNearWhatTokenizersSay_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("least");
        QTest::addColumn<int>("most");

        QTest::newRow("nothing") << QString() << 0 << 0;
        QTest::newRow("a letter") << u"a"_s << 1 << 1;
        QTest::newRow("English") << u"The quick brown fox jumps over the lazy dog."_s << 9 << 12;
        QTest::newRow("greeting") << u"Hello, world!"_s << 4 << 4;
        QTest::newRow("long word") << u"internationalization"_s << 2 << 5;
        QTest::newRow("camel case") << u"getHttpResponseCode"_s << 4 << 6;
        QTest::newRow("capitals") << u"README"_s << 1 << 3;
        QTest::newRow("number") << u"1234567890"_s << 4 << 4;
        QTest::newRow("JSON") << u"{\"type\":\"string\"}"_s << 5 << 7;
        QTest::newRow("code") << u"for (int i = 0; i < 10; ++i) {\n        sum += i;\n}"_s << 20
                              << 32;
        QTest::newRow("German") << u"Die Straße ist heute für den Verkehr gesperrt."_s << 10 << 17;
        QTest::newRow("Russian") << u"Привет, как дела сегодня?"_s << 6 << 13;
        QTest::newRow("Arabic") << u"مرحبا كيف حالك"_s << 4 << 9;
        QTest::newRow("Hindi") << u"नमस्ते दुनिया"_s << 4 << 12;
        QTest::newRow("Chinese") << u"今天天气很好，我们去公园吧。"_s << 9 << 20;
        QTest::newRow("Japanese") << u"こんにちは世界"_s << 4 << 9;
        QTest::newRow("Korean") << u"안녕하세요 세계"_s << 4 << 9;
        QTest::newRow("emoji") << u"👍🏽"_s << 2 << 4;
        QTest::newRow("blank lines") << u"\n\n\n\n"_s << 1 << 1;
        QTest::newRow("a space") << u" "_s << 1 << 1;
        QTest::newRow("half a pair") << QString(QChar(0xd83d)) << 1 << 1;
    }

    void isNearWhatTokenizersSay()
    {
        QFETCH(QString, text);
        QFETCH(int, least);
        QFETCH(int, most);

        const qint64 tokens = estimateTokens(text);

        QVERIFY2(tokens >= least && tokens <= most, qPrintable(QString::number(tokens)));
    }

    void proseIsFourCharactersAToken()
    {
        const QString prose =
                u"A lighthouse keeper wrote in his journal that the storm had lasted three days, "
                "and that no ship had been seen since Tuesday. He trimmed the lamp, counted the "
                "remaining barrels of oil, and decided that he would walk to the village as soon "
                "as the wind allowed it."_s;

        const double perToken = double(prose.size()) / double(estimateTokens(prose));

        QVERIFY2(perToken > 3.6 && perToken < 4.8, qPrintable(QString::number(perToken)));
    }

    void moreTextIsNeverFewerTokens()
    {
        const QString text = u"Größe: 10 MB, fooBar() 世界 👍\n\n  привет\t№1 ABCdef"_s;
        qint64 before = 0;
        for (qsizetype length = 0; length <= text.size(); ++length) {
            const qint64 tokens = estimateTokens(QStringView(text).first(length));
            QVERIFY(tokens >= before);
            const qint64 rest = estimateTokens(QStringView(text).sliced(length));
            QVERIFY(tokens + rest + 1 >= estimateTokens(text));
            before = tokens;
        }
    }

    void everyPartOfARequestCounts()
    {
        ChatRequest request{.model = u"m"_s,
                            .messages = {core::textMessage(Role::User, u"Hello"_s)}};
        const qint64 plain = estimateTokens(request);
        QVERIFY(plain >= 5 && plain <= 12);

        const auto with = [&request](auto change) {
            ChatRequest other = request;
            change(other);
            return estimateTokens(other);
        };
        QVERIFY(with([](ChatRequest &r) {
                    r.messages.prepend(core::textMessage(Role::System, u"Be brief."_s));
                }) > plain);
        QVERIFY(with([](ChatRequest &r) { r.messages[0].reasoning = u"Let me think"_s; }) > plain);
        QVERIFY(with([](ChatRequest &r) {
                    r.messages[0].toolCalls = {{u"1"_s, u"f"_s, "{\"city\":\"Oslo\"}"}};
                }) > plain + 8);
        QVERIFY(with([](ChatRequest &r) {
                    r.tools = {{.name = u"f"_s, .parameters = {{"type", "object"}}}};
                }) > plain + 8);
        QVERIFY(with([](ChatRequest &r) {
                    r.responseFormat = core::ResponseFormat{.schema = {{{"type", "object"}}}};
                }) > plain);
        QVERIFY(with([](ChatRequest &r) { r.documents = {{{"text", "a b c"}}}; }) > plain);
    }

    void attachmentsCountByTheirSize_data()
    {
        QTest::addColumn<core::ContentPart>("part");
        QTest::addColumn<int>("tokens");

        const auto png = [](const char *size) {
            const QByteArray head = "\x89PNG\r\n\x1a\n" + QByteArray::fromHex("0000000d49484452") +
                                    QByteArray::fromHex(size);
            return core::ContentPart(
                    core::ImagePart{.url = "data:image/png;base64," + head.toBase64()});
        };
        const auto file = [](core::FilePart::Kind kind, int bytes) {
            return core::ContentPart(
                    core::FilePart{.kind = kind, .dataUri = QByteArray(bytes / 3 * 4, 'A')});
        };
        QTest::newRow("one pixel") << png("0000000100000001") << 85;
        QTest::newRow("750 by 750") << png("000002ee000002ee") << 750;
        QTest::newRow("huge") << png("7fffffff7fffffff") << 1600;
        QTest::newRow("somewhere")
                << core::ContentPart(core::ImagePart{.url = "https://example.com/x.png"}) << 1200;
        QTest::newRow("low detail")
                << core::ContentPart(
                           core::ImagePart{.url = "https://example.com/x.png", .detail = u"low"_s})
                << 85;
        using Kind = core::FilePart::Kind;
        QTest::newRow("two pages") << file(Kind::Document, 60'000) << 4000;
        QTest::newRow("ten seconds of sound") << file(Kind::Audio, 159'000) << 320;
        QTest::newRow("a film") << file(Kind::Video, 300'000) << 520;
    }

    void attachmentsCountByTheirSize()
    {
        QFETCH(core::ContentPart, part);
        QFETCH(int, tokens);
        ChatRequest request{.messages = {core::textMessage(Role::User, u"Hello"_s)}};
        const qint64 plain = estimateTokens(request);

        request.messages[0].content.append(part);

        QCOMPARE(estimateTokens(request) - plain, tokens);
    }
};

QTEST_APPLESS_MAIN(TestTokenEstimate)
#include "tst_tokenestimate.moc"
