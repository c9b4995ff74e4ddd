// SPDX-License-Identifier: MIT
#include "oci/demo/fault.h"

#include "oci/demo/fieldreader.h"

#include <limits>

using namespace Qt::StringLiterals;
using boost::json::object;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace oci::demo {

namespace {

constexpr qint64 longestMs = 10 * 60 * 1000;
constexpr qint64 mostBytes = 512 * 1024 * 1024;
constexpr qint64 most = std::numeric_limits<qint32>::max();

void readMatch(FieldReader &reader, FaultRule &rule)
{
    const object *json = reader.object("match");
    if (!json)
        return;
    FieldReader match(*json, u"match"_s);
    match.allowOnly({"path", "model", "prompt"});
    rule.path = match.text("path").value_or(QString());
    rule.model = match.text("model").value_or(QString());
    rule.prompt = match.text("prompt").value_or(QString());
    if (match.refusal())
        reader.refuse("match", match.refusal()->message);
}

void readHead(FieldReader &reader, Fault &fault)
{
    fault.delay = milliseconds(reader.integer("delayMs", 0, longestMs).value_or(0));
    fault.closeBeforeHead = reader.flag("closeBeforeHead").value_or(false);
    fault.status = int(reader.integer("status", 200, 599).value_or(0));
    fault.code = reader.text("code").value_or(QString()).toUtf8();
    fault.message = reader.text("message").value_or(QString());
    if (const auto after = reader.integer("retryAfter", 0, 86'400))
        fault.retryAfter = int(*after);
    fault.clockSkew = seconds(reader.integer("clockSkewSeconds", -most, most).value_or(0));
    const QString body = reader.word("body", {"html", "garbage", "empty"});
    fault.body = body == "html"_L1      ? Fault::Body::Html
                 : body == "garbage"_L1 ? Fault::Body::Garbage
                 : body == "empty"_L1   ? Fault::Body::Empty
                                        : Fault::Body::Good;
}

std::optional<int> readCount(FieldReader &reader, std::string_view key)
{
    const auto count = reader.integer(key, 0, most);
    return count ? std::optional(int(*count)) : std::nullopt;
}

void readStream(FieldReader &reader, Fault &fault)
{
    fault.cutAfterEvents = readCount(reader, "cutAfterEvents");
    fault.cutAfterBytes = reader.integer("cutAfterBytes", 0, mostBytes);
    fault.errorAfterEvents = readCount(reader, "errorAfterEvents");
    const QString shape = reader.word("errorShape", {"oci", "openAi", "finishReason"});
    fault.errorShape = shape == "openai"_L1         ? Fault::ErrorShape::OpenAi
                       : shape == "finishreason"_L1 ? Fault::ErrorShape::FinishReason
                                                    : Fault::ErrorShape::Oci;
    fault.stallAfterEvents = readCount(reader, "stallAfterEvents");
    fault.bytesPerWrite = int(reader.integer("bytesPerWrite", 0, most).value_or(0));
    const QString separator = reader.word("separator", {"blank", "crLf", "singleNewline"});
    fault.separator = separator == "crlf"_L1            ? Fault::Separator::CrLf
                      : separator == "singlenewline"_L1 ? Fault::Separator::SingleNewline
                                                        : Fault::Separator::Blank;
    fault.done = reader.flag("done").value_or(true);
    fault.finishReason = reader.flag("finishReason").value_or(true);
    fault.answerBytes = reader.integer("answerBytes", 0, mostBytes).value_or(0);
    if (const object *json = reader.object("pacing")) {
        FieldReader pacing(*json, u"pacing"_s);
        pacing.allowOnly({"events", "ms"});
        fault.pacing =
                Pacing{.events = int(pacing.integer("events", 1, most).value_or(1)),
                       .interval = milliseconds(pacing.integer("ms", 0, longestMs).value_or(0))};
        if (pacing.refusal())
            reader.refuse("pacing", pacing.refusal()->message);
    }
}

} // namespace

core::Result<FaultRule> readFaultRule(const object &json)
{
    FaultRule rule;
    FieldReader reader(json, {});
    reader.allowOnly({"match",
                      "times",
                      "delayMs",
                      "closeBeforeHead",
                      "status",
                      "code",
                      "message",
                      "retryAfter",
                      "clockSkewSeconds",
                      "body",
                      "cutAfterEvents",
                      "cutAfterBytes",
                      "errorAfterEvents",
                      "errorShape",
                      "stallAfterEvents",
                      "bytesPerWrite",
                      "separator",
                      "done",
                      "finishReason",
                      "pacing",
                      "answerBytes"});
    readMatch(reader, rule);
    rule.times = int(reader.integer("times", 0, most).value_or(1));
    readHead(reader, rule.fault);
    readStream(reader, rule.fault);
    if (reader.refusal()) {
        return std::unexpected(core::Error{.code = core::ErrorCode::InvalidRequest,
                                           .message = reader.refusal()->message,
                                           .param = QString::fromUtf8(reader.refusal()->param)});
    }
    return rule;
}

core::http::Response spoiledResponse(const Fault &fault)
{
    switch (fault.body) {
    case Fault::Body::Html:
        return {.status = fault.status > 0 ? fault.status : 502,
                .contentType = "text/html",
                .body = "<html><head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
                        "<center><h1>502 Bad Gateway</h1></center>\r\n</body></html>\r\n"};
    case Fault::Body::Garbage:
        return {.status = fault.status > 0 ? fault.status : 200,
                .body = R"({"chatResponse":{"apiFormat":"GENERIC","choices":[{"mess)"};
    case Fault::Body::Empty:
    case Fault::Body::Good:
        break;
    }
    return {.status = fault.status > 0 ? fault.status : 200};
}

} // namespace oci::demo
