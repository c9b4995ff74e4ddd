// SPDX-License-Identifier: MIT
#include "oci/demo/promptcommand.h"

#include <QStringList>

#include <algorithm>
#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace oci::demo {

namespace {

using Kind = PromptCommand::Kind;

struct Entry {
    const char16_t *name;
    Kind kind;
    const char16_t *usage;
    const char16_t *meaning;
};

constexpr Entry entries[] = {
        {u"/help", Kind::Help, u"/help", u"this list"},
        {u"/error", Kind::Error, u"/error 429",
         u"the service refuses with that status: 400, 401, 404, 413, 429, 500, 503, …"},
        {u"/slow", Kind::Slow, u"/slow", u"the answer comes late and slowly"},
        {u"/long", Kind::Long, u"/long", u"an answer of forty chapters"},
        {u"/think", Kind::Think, u"/think", u"any model thinks aloud at length first"},
        {u"/cut", Kind::Cut, u"/cut", u"the connection breaks in the middle"},
        {u"/stall", Kind::Stall, u"/stall", u"the answer falls silent and never ends"},
        {u"/html", Kind::Html, u"/html", u"a page of HTML instead of an answer"},
};

} // namespace

std::optional<PromptCommand> promptCommand(const QString &question)
{
    if (!question.startsWith(u'/'))
        return {};
    const QStringList words = question.left(200).simplified().split(u' ');
    const auto *entry = std::ranges::find_if(
            entries, [&](const Entry &known) { return words.first() == QStringView(known.name); });
    if (entry == std::end(entries))
        return {};
    PromptCommand command{.kind = entry->kind};
    if (const int status = words.value(1).toInt(); status >= 400 && status <= 599)
        command.status = status;
    return command;
}

Fault faultOf(const PromptCommand &command)
{
    switch (command.kind) {
    case Kind::Help:
    case Kind::Long:
    case Kind::Think:
        return {};
    case Kind::Error:
        return {.status = command.status};
    case Kind::Slow:
        return {.delay = 3s, .pacing = Pacing{.interval = 250ms}};
    case Kind::Cut:
        return {.cutAfterEvents = 40};
    case Kind::Stall:
        return {.stallAfterEvents = 40};
    case Kind::Html:
        return {.status = 502, .body = Fault::Body::Html};
    }
    return {};
}

QString helpText()
{
    QString text = u"# What the demo service can do\n\n"
                   "It simulates a model. Begin a message with one of these to see how failures "
                   "look:\n\n| Type | What happens |\n| --- | --- |\n"_s;
    for (const Entry &entry : entries)
        text += u"| `%1` | %2 |\n"_s.arg(QString(entry.usage), QString(entry.meaning));
    return text +
           u"\nAnything else gets a simulated answer. With tools, it calls the one that your "
           "question names; with images, it says what it received."_s;
}

} // namespace oci::demo
