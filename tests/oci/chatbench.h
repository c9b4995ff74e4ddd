// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/streamaccumulator.h"
#include "core/ports/clock.h"
#include "oci/inference/ocichatbackend.h"
#include "tests/support/cannedserver.h"
#include "tests/support/fakeauth.h"
#include "tests/support/fakechatbackend.h"
#include "tests/support/tlsfixture.h"

//! A chat backend in front of a canned service, and who listens to its streams.
namespace tests::chat {

inline const QByteArray hello =
        R"({"modelId":"m","chatResponse":{"apiFormat":"GENERIC","choices":[{"index":0,"message":{"role":"ASSISTANT","content":[{"type":"TEXT","text":"Hello"}]},"finishReason":"stop"}],"usage":{"promptTokens":3,"completionTokens":1,"totalTokens":4}}})";

[[nodiscard]] inline QByteArray sse(const QByteArray &data)
{
    return "data: " + data + "\n\n";
}

[[nodiscard]] inline QByteArray textEvent(const QByteArray &text)
{
    QByteArray data =
            R"({"index":0,"message":{"role":"ASSISTANT","content":[{"type":"TEXT","text":"?"}]},"pad":"aaa"})";
    return sse(data.replace("?", text));
}

inline const QByteArray stopEvent =
        sse(R"({"message":{"role":"ASSISTANT"},"finishReason":"stop"})");

//! Everything a stream says.
struct Heard : QObject {
    explicit Heard(core::ChatStream &stream)
    {
        connect(&stream, &core::ChatStream::started, this,
                [this](const core::ChatStart &start) { starts.append(start); });
        connect(&stream, &core::ChatStream::delta, this, [this](const core::ChatDelta &delta) {
            ++deltas;
            all.add(delta);
        });
        connect(&stream, &core::ChatStream::finished, this,
                [this](const core::Result<core::ChatOutcome> &outcome) {
                    ends.append(outcome);
                    if (outcome)
                        all.finish(*outcome);
                });
    }

    [[nodiscard]] QString text() const { return textOf(all.choices().first().message); }
    [[nodiscard]] core::Error error() const
    {
        return ends.isEmpty() || ends.first() ? core::Error{} : ends.first().error();
    }

    QList<core::ChatStart> starts;
    int deltas = 0;
    QList<core::Result<core::ChatOutcome>> ends;
    core::StreamAccumulator all;
};

struct Bench {
    //! A service over TLS has the certificate of the fixtures, which is then the one trusted.
    explicit Bench(CannedServer::Transport transport = CannedServer::Transport::Plain)
        : server(transport)
    {
        settings.retry.firstDelay = std::chrono::milliseconds(1);
        settings.retry.jitter = std::chrono::milliseconds(0);
        if (transport == CannedServer::Transport::Tls)
            settings.authorities = {serverCertificate()};
        // Endpoints that no list has are looked at before they are asked.
        server.addFor("/endpoints/", Script::reply(404, "{}"));
    }

    //! What was asked of models.
    [[nodiscard]] QList<CannedServer::Request> posts() const
    {
        auto all = server.requests;
        all.removeIf([](const auto &each) { return each.method == "GET"; });
        return all;
    }

    [[nodiscard]] oci::OciChatBackend &backend()
    {
        using namespace Qt::StringLiterals;
        client.emplace(network, auth, clock, settings);
        chats.emplace(*client, &catalog,
                      oci::ChatSettings{
                              .region = u"us-chicago-1"_s,
                              .compartmentId = u"ocid1.compartment.oc1..test"_s,
                              .projectId = u"ocid1.generativeaiproject.oc1..test"_s,
                              .endpoints = oci::Endpoints(server.url() + u"/{region}/{service}"_s),
                              .makeCallId = [] { return u"call_made"_s; }});
        return *chats;
    }

    CannedServer server;
    FakeAuth auth;
    core::SystemClock clock;
    oci::NetworkPool network;
    FakeModelCatalog catalog;
    oci::ClientSettings settings;
    std::optional<oci::SignedClient> client;
    std::optional<oci::OciChatBackend> chats;
};

[[nodiscard]] inline core::ChatRequest
request(bool stream, const QString &model = QStringLiteral("meta.llama-3.3-70b-instruct"))
{
    return {.model = model,
            .messages = {core::textMessage(core::Role::User, QStringLiteral("Hi"))},
            .stream = stream};
}

} // namespace tests::chat
