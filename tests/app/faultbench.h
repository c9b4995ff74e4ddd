// SPDX-License-Identifier: MIT
#pragma once

#include "core/json/json.h"
#include "core/ports/clock.h"
#include "gateway/gateway.h"
#include "oci/inference/ocichatbackend.h"
#include "tests/gateway/rawclient.h"
#include "tests/support/cannedserver.h"
#include "tests/support/fakeauth.h"
#include "tests/support/fakechatbackend.h"

namespace tests {

//! A client, the gateway, the OCI client and a service that misbehaves, each of them real but
//! the last. Times are short.
class FaultBench
{
public:
    FaultBench()
    {
        using namespace std::chrono_literals;
        settings.retry.firstDelay = 1ms;
        settings.retry.jitter = 0ms;
        settings.retry.budget = 300ms; // as in the product, less than the first byte may take
        settings.connectTimeout = 500ms;
        settings.firstByteTimeout = 400ms;
        settings.idleTimeout = 400ms;
        catalog.known = {{.id = QStringLiteral("meta.llama-3.3-70b-instruct"),
                          .capabilities = {QStringLiteral("CHAT")},
                          .region = QStringLiteral("us-chicago-1")}};
        endpoint = server.url();
    }

    //! Asks as an API client does.
    void ask(bool stream, const QByteArray &model)
    {
        m_client.emplace(network, auth, clock, settings);
        m_backend.emplace(
                *m_client, &catalog,
                oci::ChatSettings{.region = QStringLiteral("us-chicago-1"),
                                  .compartmentId = QStringLiteral("ocid1.compartment.oc1..test"),
                                  .endpoints = oci::Endpoints(endpoint)});
        gateway::Settings listen;
        listen.listen = {{.address = QHostAddress(QHostAddress::LocalHost), .port = 0}};
        listen.keys.emplace_back("key");
        listen.limits = limits;
        m_gateway.emplace(*m_backend, catalog, std::move(listen));
        const auto urls = m_gateway->listen();
        if (!urls)
            qFatal("%ls", qUtf16Printable(urls.error().message));
        const QByteArray body = "{\"model\":\"" + model +
                                "\",\"stream\":" + (stream ? "true" : "false") +
                                ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        answer.emplace(quint16(urls->first().port()));
        answer->send("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n"
                     "Authorization: Bearer key\r\nContent-Type: application/json\r\n"
                     "Connection: close\r\nContent-Length: " +
                     QByteArray::number(body.size()) + "\r\n\r\n" + body);
    }

    //! The error of the answer, also of one inside its stream; empty where there is none.
    [[nodiscard]] boost::json::object error() const
    {
        const QByteArray body = answer->body();
        const qsizetype at = body.indexOf("{\"error\":");
        if (at < 0)
            return {};
        const auto json = core::json::parseObject(body.sliced(
                at, body.indexOf('\n', at) < 0 ? body.size() - at : body.indexOf('\n', at) - at));
        const auto *inner = json ? core::json::objectAt(*json, "error") : nullptr;
        return inner ? *inner : boost::json::object();
    }

    CannedServer server;
    FakeAuth auth;
    core::SystemClock clock;
    oci::NetworkPool network;
    FakeModelCatalog catalog;
    oci::ClientSettings settings;
    gateway::Limits limits;
    QString endpoint;
    std::optional<RawClient> answer;

private:
    std::optional<oci::SignedClient> m_client;
    std::optional<oci::OciChatBackend> m_backend;
    std::optional<gateway::Gateway> m_gateway;
};

} // namespace tests
