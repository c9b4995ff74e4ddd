// SPDX-License-Identifier: MIT
#include "ui/chat/errortext.h"
#include "ui/chat/turncontent.h"
#include "ui/gatewaypanel/curlline.h"
#include "ui/linkdialog.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Status = core::Turn::Status;

class TestTexts : public QObject
{
    Q_OBJECT

private slots:
    void anErrorSaysWhatHappenedAndWhatToDo()
    {
        const ui::ErrorText text = ui::describe({.code = core::ErrorCode::RateLimited,
                                                 .message = u"Slow down."_s,
                                                 .requestId = u"REQ"_s,
                                                 .upstreamStatus = 429,
                                                 .retryAfter = 1500ms});

        QCOMPARE(text.title, u"Too many requests"_s);
        QCOMPARE(text.advice, u"Try again in 2 s."_s);
        QCOMPARE(text.details, u"Too many requests\nSlow down.\nTry again in 2 s.\nHTTP status: "
                               "429\n"
                               "opc-request-id: REQ"_s);
    }

    void whatOciAdvisesWinsOverGeneralAdvice()
    {
        const ui::ErrorText text = ui::describe({.code = core::ErrorCode::NotFound,
                                                 .message = u"No."_s,
                                                 .advice = u"Ask for a policy."_s,
                                                 .reason = u"policy_missing"_s,
                                                 .upstreamStatus = 404});
        QCOMPARE(text.title, u"A policy does not allow this"_s);
        QCOMPARE(text.advice, u"Ask for a policy."_s);
    }

    void whatNeverReachedOciIsNotCalledItsRefusal()
    {
        const ui::ErrorText text = ui::describe(
                {.code = core::ErrorCode::Unauthorized, .message = u"The key file is gone."_s});
        QCOMPARE(text.title, u"This connection cannot sign in"_s);
        QVERIFY(text.advice.isEmpty());
    }

    void theFooterSaysWhatIsKnown()
    {
        core::Turn turn{.status = Status::Done,
                        .model = u"m"_s,
                        .usage = core::Usage{.completionTokens = 100},
                        .timeToFirstToken = 500ms,
                        .duration = 2500ms};
        QCOMPARE(ui::footerOf(turn), u"m  ·  100 tokens  ·  first after 0.5 s  ·  50 tokens/s"_s);
        turn.usage.reset();
        turn.timeToFirstToken = 0ms;
        QCOMPARE(ui::footerOf(turn), u"m"_s);
        QCOMPARE(ui::footerOf({}), QString());
    }

    void theEndingIsSaidWhereItMatters()
    {
        QCOMPARE(ui::endingOf({.status = Status::Done}), QString());
        QCOMPARE(ui::endingOf({.status = Status::Stopped}), u"Stopped"_s);
        QVERIFY(!ui::endingOf({.status = Status::Done, .finishReason = core::FinishReason::Length})
                         .isEmpty());
    }

    void sourcesFollowTheAnswerOnceEach()
    {
        core::Turn turn{.message = core::textMessage(core::Role::Assistant, u"x"_s)};
        turn.message.citations = {{.title = u"A"_s, .url = u"https://a.example/"_s},
                                  {.title = u"A again"_s, .url = u"https://a.example/"_s},
                                  {.url = u"https://b.example/"_s}};

        const auto blocks = ui::blocksOf(turn);

        QCOMPARE(blocks.size(), 4);
        QCOMPARE(blocks[2].marker, u"1."_s);
        QCOMPARE(blocks[3].text.first().link, u"https://b.example/"_s);
    }

    void theCommandIsSafeToPaste()
    {
        QCOMPARE(ui::curlLine(QUrl(u"http://127.0.0.1:1/v1"_s), u"k'; rm x"_s, u"a\"b"_s),
                 u"curl 'http://127.0.0.1:1/v1/chat/completions' "
                 "-H 'Authorization: Bearer k'\\''; rm x' -H 'Content-Type: application/json' "
                 "-d '{\"model\":\"a\\\"b\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}"
                 "]}'"_s);
    }

    void onlyWebAndMailLinksAreOpened()
    {
        QVERIFY(ui::isOpenable(u"https://a.example/"_s));
        QVERIFY(ui::isOpenable(u"mailto:a@b.example"_s));
        QVERIFY(!ui::isOpenable(u"file:///etc/passwd"_s));
        QVERIFY(!ui::isOpenable(u"javascript:alert(1)"_s));
        QVERIFY(!ui::isOpenable(u"smb://host/share"_s));
        QVERIFY(!ui::isOpenable(u"relative.html"_s));
        QVERIFY(!ui::isOpenable(u"https://"_s));
    }
};

QTEST_GUILESS_MAIN(TestTexts)
#include "tst_texts.moc"
