// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/responsesbackend.h"

#include <QPointer>
#include <QPromise>
#include <QStringList>

namespace tests {

//! A stream that says what the test tells it to, when the test tells it to.
class FakeResponsesStream final : public core::ResponsesStream
{
    Q_OBJECT

public:
    using ResponsesStream::ResponsesStream;

    void setPaused(bool value) override { paused = value; }
    [[nodiscard]] core::Served served() const override { return server; }
    [[nodiscard]] core::CallTimes times() const override { return spent; }

    core::Served server;
    core::CallTimes spent;
    bool paused = false;
};

//! Answers everything at once with `answer`.
class FakeResponsesBackend final : public core::ResponsesBackend
{
public:
    using Answer = core::Result<core::ResponsesAnswer>;

    [[nodiscard]] bool servesResponses(const QString &model) const override
    {
        return served.contains(model);
    }
    QFuture<Answer> createResponse(const boost::json::object &body) override
    {
        lastBody = body;
        return QtFuture::makeReadyValueFuture(answer);
    }
    std::unique_ptr<core::ResponsesStream> streamResponse(const boost::json::object &body) override
    {
        lastBody = body;
        auto stream = std::make_unique<FakeResponsesStream>();
        lastStream = stream.get();
        return stream;
    }
    QFuture<Answer> retrieveResponse(const QString &id, const QUrlQuery &) override
    {
        return stored(QStringLiteral("get "), id);
    }
    QFuture<Answer> deleteResponse(const QString &id) override
    {
        return stored(QStringLiteral("delete "), id);
    }
    QFuture<Answer> cancelResponse(const QString &id) override
    {
        return stored(QStringLiteral("cancel "), id);
    }
    QFuture<Answer> listInputItems(const QString &id, const QUrlQuery &) override
    {
        return stored(QStringLiteral("items "), id);
    }

    QStringList served;
    Answer answer;
    boost::json::object lastBody;
    QStringList asked; //!< of responses that were made
    QPointer<FakeResponsesStream> lastStream;

private:
    QFuture<Answer> stored(const QString &what, const QString &id)
    {
        asked.append(what + id);
        return QtFuture::makeReadyValueFuture(answer);
    }
};

} // namespace tests
