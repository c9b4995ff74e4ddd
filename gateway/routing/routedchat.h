// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/chatbackend.h"
#include "gateway/routing/aliasedcatalog.h"
#include "gateway/routing/attempts.h"

namespace gateway::routing {

//! Asks the models that a name stands for. With several, the next is asked where one fails before
//! it has accepted the request, and ChatStart::served says so. Backend and catalogue outlive it
//! and its streams.
class RoutedChat final : public core::ChatBackend
{
public:
    RoutedChat(core::ChatBackend &inner, const AliasedCatalog &catalog);

    std::unique_ptr<core::ChatStream> startChat(const core::ChatRequest &request) override;

private:
    core::ChatBackend &m_inner;
    const AliasedCatalog &m_catalog;
};

//! One answer from the first target that accepts. Destroying it ends whichever is being asked.
class RoutedChatStream final : public core::ChatStream
{
    Q_OBJECT

public:
    RoutedChatStream(core::ChatBackend &backend, core::ChatRequest request, Attempts attempts);

    void setPaused(bool paused) override;

private:
    void ask();
    void onFinished(const core::Result<core::ChatOutcome> &outcome);

    core::ChatBackend &m_backend;
    core::ChatRequest m_request;
    Attempts m_attempts;
    std::unique_ptr<core::ChatStream> m_stream;
    bool m_accepted = false;
    bool m_paused = false;
};

} // namespace gateway::routing
