// SPDX-License-Identifier: MIT
#include "oci/inference/routetable.h"

#include "core/models/namepattern.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace oci {

namespace {

using Of = RouteRow::Of;
using Credential = RouteRow::Credential;

QString kindOf(const QString &id)
{
    return id.startsWith("ocid1."_L1) ? id.section(u'.', 1, 1) : QString();
}

bool canFollow(Transport transport, const RouteQuestion &question)
{
    const bool isDeployment = kindOf(question.id) == "datasciencemodeldeployment"_L1;
    if (isDeployment || transport == Transport::DataScience)
        return isDeployment && transport == Transport::DataScience;
    const bool isRouted = kindOf(question.id) == "generativeairoutingprofile"_L1;
    return transport == Transport::OpenAi || (!question.isBearer && !isRouted);
}

constexpr std::array<std::pair<QLatin1StringView, Transport>, 5> words{{
        {"generic"_L1, Transport::Generic},
        {"cohere"_L1, Transport::Cohere},
        {"coherev2"_L1, Transport::CohereV2},
        {"openai"_L1, Transport::OpenAi},
        {"datascience"_L1, Transport::DataScience},
}};

std::unexpected<core::Error> unusable(const QString &message)
{
    return std::unexpected(
            core::Error{.code = core::ErrorCode::InvalidRequest, .message = message});
}

} // namespace

bool isNative(Transport transport)
{
    return transport == Transport::Generic || transport == Transport::Cohere ||
           transport == Transport::CohereV2;
}

std::span<const RouteRow> routeTable()
{
    static const std::array rows{
            // What an OCID is decides before any name.
            RouteRow{.of = Of::Kind,
                     .pattern = "datasciencemodeldeployment"_L1,
                     .transport = Transport::DataScience,
                     .reason = "a deployment answers at its own URL (10.2)"_L1},
            RouteRow{.of = Of::Kind,
                     .pattern = "generativeairoutingprofile"_L1,
                     .transport = Transport::OpenAi,
                     .reason = "the native API is not known to take routing profiles (9.6)"_L1},

            RouteRow{.pattern = "openai.gpt-5-pro*"_L1,
                     .transport = Transport::Responses,
                     .reason = "chat completions fail (8.3)"_L1},
            RouteRow{.pattern = "openai.gpt-5.5-pro*"_L1,
                     .transport = Transport::Responses,
                     .reason = "chat completions fail (8.3)"_L1},
            RouteRow{.pattern = "xai.grok-4.20-multi-agent*"_L1,
                     .transport = Transport::Responses,
                     .reason = "chat completions fail (8.3)"_L1},

            RouteRow{.pattern = "*"_L1,
                     .credential = Credential::Bearer,
                     .transport = Transport::OpenAi,
                     .reason = "an API key reaches /openai/v1 alone (5.3)"_L1},

            RouteRow{.pattern = "cohere.*vision*"_L1,
                     .transport = Transport::CohereV2,
                     .others = {Transport::Cohere},
                     .reason = "COHERE drops images (7.1, 13.1)"_L1},
            RouteRow{.pattern = "cohere.*reasoning*"_L1,
                     .transport = Transport::CohereV2,
                     .others = {Transport::Cohere},
                     .reason = "COHERE has no thinking (7.1, 13.1)"_L1},
            RouteRow{.pattern = "cohere.command*"_L1,
                     .transport = Transport::Cohere,
                     .others = {Transport::CohereV2},
                     .reason = "Cohere's models refuse GENERIC (7.1, 13.1)"_L1},
            RouteRow{.pattern = "cohere."_L1,
                     .transport = Transport::Cohere,
                     .others = {Transport::CohereV2},
                     .reason = "an endpoint of which the vendor is known (9.3)"_L1},
            RouteRow{.pattern = ""_L1,
                     .transport = Transport::Generic,
                     .others = {Transport::Cohere, Transport::CohereV2},
                     .reason = "an endpoint of which nothing is known (14.48)"_L1},

            RouteRow{.pattern = "*"_L1,
                     .transport = Transport::Generic,
                     .others = {Transport::OpenAi},
                     .reason = "all other vendors; what is not native is on /openai/v1 (8.3)"_L1},
    };
    return rows;
}

core::Result<RouteOverride> readRouteOverride(const QString &pattern, const QString &transport,
                                              const QString &source)
{
    RouteOverride read{.pattern = pattern.trimmed()};
    if (const qsizetype slash = read.pattern.indexOf(u'/'); slash >= 0) {
        read.connection = read.pattern.first(slash).trimmed();
        read.pattern = read.pattern.sliced(slash + 1).trimmed();
        if (read.connection.isEmpty())
            return unusable(
                    u"%1: no connection stands before the '/' in '%2'; '*/' is every one"_s.arg(
                            source, pattern));
        if (read.connection == u'*')
            read.connection.clear();
    }
    if (read.pattern.isEmpty())
        return unusable(u"%1: '%2' names no model, such as 'xai.*'"_s.arg(source, pattern));
    if (std::ranges::any_of(read.pattern, [](QChar c) { return !c.isPrint(); }))
        return unusable(u"%1: the name of a model has no control characters"_s.arg(source));

    const QString word = transport.trimmed().toLower();
    const auto found =
            std::ranges::find_if(words, [&word](const auto &each) { return word == each.first; });
    if (found == words.end()) {
        return unusable(
                u"%1: '%2' is no way for the chats of '%3'; there are generic, cohere, coherev2, "
                "openai and datascience"_s.arg(source, transport.left(60), pattern));
    }
    read.transport = found->second;
    return read;
}

RouteOverrides overridesFor(const RouteOverrides &all, const QString &connection)
{
    RouteOverrides own;
    for (RouteOverride each : all) {
        if (!each.connection.isEmpty() && each.connection != connection)
            continue;
        each.connection.clear();
        own.append(std::move(each));
    }
    return own;
}

RouteChoice routeFor(const RouteQuestion &question, const RouteOverrides &overrides)
{
    for (const RouteOverride &own : overrides) {
        const bool isMeant = std::ranges::any_of(
                std::array{&question.asked, &question.model, &question.id},
                [&own](const QString *name) {
                    return !name->isEmpty() && core::fitsPattern(own.pattern, *name);
                });
        if (isMeant && canFollow(own.transport, question))
            return {.transport = own.transport, .isOverride = true};
    }
    const QString kind = kindOf(question.id);
    const auto row = std::ranges::find_if(routeTable(), [&](const RouteRow &each) {
        if (each.credential == Credential::Bearer && !question.isBearer)
            return false;
        return core::fitsPattern(QString(each.pattern),
                                 each.of == Of::Kind ? kind : question.model);
    });
    return {.transport = row->transport, .others = row->others};
}

} // namespace oci
