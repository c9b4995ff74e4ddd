// SPDX-License-Identifier: MIT
#include "gateway/routing/routedchat.h"

#include "gateway/routing/routedstream.h"

using core::ChatStream;

namespace gateway::routing {

namespace {

core::ChatRequest withModel(core::ChatRequest request, const QString &model)
{
    request.model = model;
    return request;
}

class RoutedChatStream final : public RoutedStream<ChatStream, core::ChatOutcome>
{
public:
    RoutedChatStream(Attempts attempts, Ask ask) : RoutedStream(std::move(attempts), std::move(ask))
    {
        askFirst();
    }

private:
    void follow(ChatStream &stream) override
    {
        connect(&stream, &ChatStream::started, this, [this](const core::ChatStart &start) {
            accept();
            core::ChatStart told = start;
            told.served = completed(start.served);
            emit started(told);
        });
        connect(&stream, &ChatStream::delta, this, [this](const core::ChatDelta &piece) {
            accept();
            emit delta(piece);
        });
    }
};

} // namespace

RoutedChat::RoutedChat(core::ChatBackend &inner, const AliasedCatalog &catalog,
                       core::ChatBackend *hasty)
    : m_inner(inner)
    , m_hasty(hasty ? *hasty : inner)
    , m_catalog(catalog)
{
}

std::unique_ptr<ChatStream> RoutedChat::startChat(const core::ChatRequest &request)
{
    const auto targets = m_catalog.targetsOf(request.model);
    if (!targets)
        return std::make_unique<RefusedStream<ChatStream>>(targets.error());
    if (targets->size() == 1)
        return m_inner.startChat(withModel(request, targets->first()));
    return std::make_unique<RoutedChatStream>(
            Attempts(request.model, *targets), [this, request](const QString &target, bool isLast) {
                return (isLast ? m_inner : m_hasty).startChat(withModel(request, target));
            });
}

} // namespace gateway::routing
