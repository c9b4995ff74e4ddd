// SPDX-License-Identifier: MIT
#include "tests/ui/shots/scenes.h"

#include <QAbstractButton>
#include <QApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QPlainTextEdit>

using namespace Qt::StringLiterals;
using Status = core::Turn::Status;

namespace shots {

namespace {

core::ModelInfo model(const QString &id, const QString &vendor, qint64 context, bool vision = false,
                      core::ServingMode serving = core::ServingMode::OnDemand)
{
    core::ModelInfo info{.id = id,
                         .vendor = vendor,
                         .capabilities = {u"CHAT"_s},
                         .serving = serving,
                         .contextLength = context,
                         .supportsTools = true};
    if (vision)
        info.inputModalities += u"image"_s;
    return info;
}

QList<core::ModelInfo> someModels()
{
    QList<core::ModelInfo> models{
            model(u"meta.llama-3.3-70b-instruct"_s, u"meta"_s, 128000),
            model(u"meta.llama-4-maverick-17b-128e-instruct-fp8"_s, u"meta"_s, 512000, true),
            model(u"cohere.command-a-03-2025"_s, u"cohere"_s, 256000),
            model(u"cohere.command-r-plus-08-2024"_s, u"cohere"_s, 128000),
            model(u"xai.grok-4"_s, u"xai"_s, 131072, true),
            model(u"xai.grok-code-fast-1"_s, u"xai"_s, 256000),
            model(u"openai.gpt-oss-120b"_s, u"openai"_s, 131072),
            model(u"google.gemini-2.5-pro"_s, u"google"_s, 1048576, true),
            model(u"sandbox-llama-dac"_s, u"meta"_s, 128000, false, core::ServingMode::Dedicated),
    };
    models[3].retired = QDateTime(QDate(2027, 2, 1), QTime(0, 0));
    return models;
}

core::Turn person(const QString &text)
{
    static int made = 0;
    return {.id = u"p%1"_s.arg(++made), .message = core::textMessage(core::Role::User, text)};
}

core::Turn answer(const QString &text, const QString &reasoning = {})
{
    static int made = 0;
    core::Turn turn{.id = u"a%1"_s.arg(++made),
                    .message = core::textMessage(core::Role::Assistant, text),
                    .status = Status::Done,
                    .model = u"meta.llama-3.3-70b-instruct"_s,
                    .usage = core::Usage{.promptTokens = 210, .completionTokens = 812},
                    .timeToFirstToken = std::chrono::milliseconds(420),
                    .duration = std::chrono::milliseconds(9800)};
    turn.message.reasoning = reasoning;
    return turn;
}

void addChat(Stage &stage, const QString &id, const QString &title, int hoursAgo,
             const QList<core::Turn> &turns = {})
{
    const QDateTime when = QDateTime::currentDateTimeUtc().addSecs(-3600LL * hoursAgo);
    stage.store.add({.id = id,
                     .title = title,
                     .connectionId = u"profile:DEFAULT"_s,
                     .model = u"meta.llama-3.3-70b-instruct"_s,
                     .created = when,
                     .updated = when,
                     .turns = turns});
}

template<typename Widget>
Widget *find(Stage &stage, const QString &name)
{
    return stage.window.findChild<Widget *>(name);
}

void openChat(Stage &stage, const QString &title, const QList<core::Turn> &turns)
{
    addChat(stage, u"open"_s, title, 0, turns);
    stage.window.openConversation(u"open"_s);
}

const auto chineseAnswer = uR"(OCI 生成式 AI 服务提供多种**大语言模型**。要调用它们，需要：

1. 一个有效的 *API 签名密钥*
2. 区间（compartment）里的策略
3. 支持该模型的区域，例如 `us-chicago-1`

> 如果返回 404，多半是缺少策略，而不是模型不存在。

日本語や한국어、العربية も正しく表示されます。)";

const auto codeAnswer = uR"(Here is the whole program. Save it as `main.cpp`:

```cpp
#include <print>
#include <ranges>
#include <vector>

// Sums the squares of the even numbers; a comment that is rather long so that this line does not fit into the column and the block scrolls sideways.
template<std::ranges::input_range Range>
auto sumOfSquares(Range &&numbers)
{
    long long sum = 0;
    for (const auto n : numbers | std::views::filter([](int i) { return i % 2 == 0; }))
        sum += static_cast<long long>(n) * n;
    return sum;
}

int main()
{
    const std::vector<int> numbers{1, 2, 3, 4, 5, 6};
    std::println("sum = {}", sumOfSquares(numbers));
}
```

Then build and run it:

```sh
g++ -std=c++23 -O2 -Wall main.cpp -o main && ./main
```

Expected output:

```
sum = 56
```

```json
{"model": "xai.grok-4", "stream": true, "max_tokens": 512, "stop": null}
```)";

} // namespace

Stage::Stage()
{
    window.offerSignIn(signIn);
    window.offerSigningKeys(signingKeys);
    window.offerClientKeys(clientKeys);
    connections.all = {
            {.id = u"profile:DEFAULT"_s,
             .kind = core::ConnectionInfo::Kind::Profile,
             .name = u"DEFAULT"_s,
             .region = u"us-chicago-1"_s,
             .detail = u"acme · API key ~/.oci/oci_api_key.pem"_s},
            {.id = u"profile:DEV"_s,
             .kind = core::ConnectionInfo::Kind::Profile,
             .name = u"DEV"_s,
             .region = u"eu-frankfurt-1"_s,
             .problem = u"Session token expired. Run: oci session authenticate"_s},
            {.id = u"bearer:1"_s,
             .kind = core::ConnectionInfo::Kind::BearerKey,
             .name = u"Team key"_s,
             .region = u"us-ashburn-1"_s,
             .detail = u"inference.generativeai.us-ashburn-1.oci.oraclecloud.com"_s},
            {.id = u"demo"_s,
             .kind = core::ConnectionInfo::Kind::Demo,
             .name = u"Demo (offline)"_s,
             .detail = u"Simulated answers, no network"_s},
    };
    connections.currentId = u"profile:DEFAULT"_s;
    connections.succeed(someModels());
    emit connections.connectionsChanged();
    gateway.change(core::GatewayControl::State::Running);
    addChat(*this, u"c1"_s, u"Retry policy for 429 answers"_s, 2);
    addChat(*this, u"c2"_s, u"Summarise the release notes of Qt 6.8 for the team meeting"_s, 3);
    addChat(*this, u"c3"_s, u"Terraform for a dedicated cluster"_s, 26);
    addChat(*this, u"c4"_s, u"SQL: last order of each customer"_s, 27);
    addChat(*this, u"c5"_s, u"Name ideas"_s, 90);
    addChat(*this, u"c6"_s, u"Explain RSA signatures to a ten-year-old"_s, 100);
    addChat(*this, u"c7"_s, u"Trip to Kyoto"_s, 400);
}

QList<Scene> scenes()
{
    QList<Scene> all;
    all.append({u"empty"_s, [](Stage &) { }});
    all.append({u"rich"_s, [](Stage &stage) {
                    openChat(stage, u"Compartments and policies"_s,
                             {person(u"How do OCI compartments and policies work together?"_s),
                              answer(richAnswer(), u"The person asks about IAM."_s)});
                }});
    all.append({u"rich-top"_s, [](Stage &stage) {
                    openChat(stage, u"Compartments and policies"_s,
                             {person(u"How do OCI compartments and policies work together?\n"
                                     "I keep getting 404 although the model exists."_s),
                              answer(richAnswer(), u"The person asks about IAM."_s)});
                    QApplication::processEvents();
                    QKeyEvent home(QEvent::KeyPress, Qt::Key_Home, Qt::NoModifier);
                    QApplication::sendEvent(find<QWidget>(stage, u"transcript"_s), &home);
                }});
    all.append({u"streaming"_s, [](Stage &stage) {
                    stage.window.openConversation({});
                    find<QPlainTextEdit>(stage, u"composer"_s)
                            ->setPlainText(u"Which of 9.11 and 9.9 is larger, and why do people "
                                           "get it wrong?"_s);
                    find<QAbstractButton>(stage, u"send"_s)->click();
                    stage.runner.say({}, u"Compare the decimals: 9.11 is 9 + 11/100, 9.9 is 9 + "
                                         "90/100.\n\nPeople read them like *version numbers*, "
                                         "where 11 comes after 9. I should say both things "
                                         "plainly and give a way to check."_s);
                }});
    all.append({u"answering"_s, [](Stage &stage) {
                    openChat(stage, u"Decimals"_s, {});
                    find<QPlainTextEdit>(stage, u"composer"_s)->setPlainText(u"Which is larger?"_s);
                    find<QAbstractButton>(stage, u"send"_s)->click();
                    stage.runner.say({}, u"Compare the decimals."_s);
                    stage.runner.say(u"**9.9** is larger. Written with the same number of "
                                     "digits:\n\n- 9.11 = 9.11\n- 9.9 = 9.**90"_s);
                }});
    all.append(
            {u"error"_s, [](Stage &stage) {
                 core::Turn failed = answer(u"The three causes are"_s);
                 failed.status = Status::Failed;
                 failed.usage.reset();
                 failed.error = core::Error{
                         .code = core::ErrorCode::NotFound,
                         .message = u"OCI found nothing by that name (404): Authorization failed "
                                    "or requested resource not found. us-chicago-1 lists "
                                    "meta.llama-3.3-70b-instruct, so it is a policy that is "
                                    "missing."_s,
                         .advice = u"Ask an administrator for the policy 'allow group <group> to "
                                   "use generative-ai-family in compartment id "
                                   "ocid1.compartment.oc1..example'."_s,
                         .reason = u"policy_missing"_s,
                         .requestId = u"A1B2C3D4E5F60718/93A4B5C6D7E8F901/1122334455667788"_s,
                         .upstreamStatus = 404};
                 openChat(stage, u"Why 404?"_s,
                          {person(u"Why do I get 404 from the dedicated endpoint?"_s), failed});
             }});
    all.append({u"no-models"_s, [](Stage &stage) { stage.connections.succeed({}); }});
    all.append({u"failed-connection"_s, [](Stage &stage) {
                    stage.connections.fail(
                            {.code = core::ErrorCode::Unauthorized,
                             .message = u"The required information to complete authentication was "
                                        "not provided or was incorrect."_s,
                             .upstreamStatus = 401});
                }});
    all.append({u"chinese"_s, [](Stage &stage) {
                    addChat(stage, u"long"_s,
                            u"一个非常长的对话标题，用来检查侧栏里的省略号是否正确显示"_s, 1);
                    openChat(stage, u"如何在 OCI 上使用大语言模型"_s,
                             {person(u"如何在 OCI 上使用大语言模型？请用中文回答。"_s),
                              answer(QString(chineseAnswer))});
                }});
    all.append({u"code"_s, [](Stage &stage) {
                    openChat(stage, u"Sum of squares in C++"_s,
                             {person(u"Write it in C++23 and show how to build it."_s),
                              answer(QString(codeAnswer))});
                }});
    all.append({u"scrolled-up"_s, [](Stage &stage) {
                    openChat(stage, u"Compartments and policies"_s,
                             {person(u"How do compartments work?"_s), answer(richAnswer()),
                              person(u"Thanks. And in Frankfurt?"_s), answer(QString(codeAnswer))});
                    QApplication::processEvents();
                    QKeyEvent home(QEvent::KeyPress, Qt::Key_Home, Qt::NoModifier);
                    QApplication::sendEvent(find<QWidget>(stage, u"transcript"_s), &home);
                }});
    all.append({u"passphrase"_s, [](Stage &stage) {
                    emit stage.connections.secretNeeded(
                            {.connectionId = u"profile:DEFAULT"_s,
                             .prompt = u"Passphrase of ~/.oci/oci_api_key.pem"_s,
                             .previousProblem = u"That passphrase is wrong."_s,
                             .canRemember = true});
                }});
    all.append({u"passphrase-no-keychain"_s, [](Stage &stage) {
                    emit stage.connections.secretNeeded(
                            {.connectionId = u"profile:DEFAULT"_s,
                             .prompt = u"Passphrase of ~/.oci/oci_api_key.pem"_s});
                }});
    all.append({u"bearer"_s, [](Stage &stage) {
                    for (QAction *action : stage.window.actions()) {
                        if (action->text().contains("bearer"_L1))
                            action->trigger();
                    }
                }});
    all += accountScenes();
    all += keyScenes();
    all += clientKeyScenes();
    all.append({u"gateway-running"_s, [](Stage &stage) {
                    stage.gateway.requests = 2;
                    stage.gateway.change(core::GatewayControl::State::Running);
                    find<QAbstractButton>(stage, u"gatewayState"_s)->click();
                }});
    all.append({u"gateway-failed"_s, [](Stage &stage) {
                    stage.gateway.why = u"127.0.0.1:8088 is in use by another program: python3 "
                                        "(process 4312)"_s;
                    stage.gateway.free = 8089;
                    stage.gateway.change(core::GatewayControl::State::Failed);
                    find<QAbstractButton>(stage, u"gatewayState"_s)->click();
                }});
    all.append({u"models"_s,
                [](Stage &stage) { find<QAbstractButton>(stage, u"modelPicker"_s)->click(); }});
    all.append({u"connections"_s, [](Stage &stage) {
                    find<QAbstractButton>(stage, u"connectionPicker"_s)->click();
                }});
    all.append({u"menu"_s, [](Stage &stage) {
                    stage.window.menu()->popup(stage.window.mapToGlobal(QPoint(12, 46)));
                }});
    all.append({u"notice-small"_s, [](Stage &stage) {
                    stage.window.resize(720, 480);
                    stage.window.showNotice(u"The key file ~/.oci/oci_api_key.pem can be read by "
                                            "others. Run: chmod 600 ~/.oci/oci_api_key.pem"_s);
                    openChat(stage, u"Compartments and policies"_s,
                             {person(u"How do OCI compartments work?"_s), answer(richAnswer())});
                }});
    return all;
}

} // namespace shots
