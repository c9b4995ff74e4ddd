// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/responsesbackend.h"
#include "gateway/routing/aliasedcatalog.h"

namespace gateway::routing {

//! Has responses made by the models that a name stands for, one after the other where one fails
//! before it has begun. What was made is asked for as it is: an id names no model. Backends and
//! catalogue outlive it and its streams; destroying it cancels what is under way.
class RoutedResponses final : public core::ResponsesBackend
{
public:
    //! `hasty`: as of RoutedChat.
    RoutedResponses(core::ResponsesBackend &inner, const AliasedCatalog &catalog,
                    core::ResponsesBackend *hasty = nullptr);

    //! As the first of the models does.
    [[nodiscard]] bool servesResponses(const QString &model) const override;
    QFuture<core::Result<core::ResponsesAnswer>>
    createResponse(const boost::json::object &body) override;
    std::unique_ptr<core::ResponsesStream> streamResponse(const boost::json::object &body) override;
    QFuture<core::Result<core::ResponsesAnswer>> retrieveResponse(const QString &id,
                                                                  const QUrlQuery &query) override;
    QFuture<core::Result<core::ResponsesAnswer>> deleteResponse(const QString &id) override;
    QFuture<core::Result<core::ResponsesAnswer>> cancelResponse(const QString &id) override;
    QFuture<core::Result<core::ResponsesAnswer>> listInputItems(const QString &id,
                                                                const QUrlQuery &query) override;

private:
    core::ResponsesBackend &m_inner;
    core::ResponsesBackend &m_hasty;
    const AliasedCatalog &m_catalog;
    QObject m_calls; //!< their parent
};

} // namespace gateway::routing
