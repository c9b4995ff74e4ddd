// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/chatbackend.h"
#include "gateway/routing/aliasedcatalog.h"

namespace gateway::routing {

//! Asks the models that a name stands for. With several, the next is asked where one fails before
//! it has accepted the request, and ChatStart::served says so. Backends and catalogue outlive it
//! and its streams.
class RoutedChat final : public core::ChatBackend
{
public:
    //! `hasty` is asked where another target is left: it does not try again by itself what may pass
    //! elsewhere. Null: `inner`.
    RoutedChat(core::ChatBackend &inner, const AliasedCatalog &catalog,
               core::ChatBackend *hasty = nullptr);

    std::unique_ptr<core::ChatStream> startChat(const core::ChatRequest &request) override;

private:
    core::ChatBackend &m_inner;
    core::ChatBackend &m_hasty;
    const AliasedCatalog &m_catalog;
};

} // namespace gateway::routing
