// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/chatbackend.h"
#include "core/ports/modelcatalog.h"

#include <QPointer>

namespace tests {

//! A stream that says what the test tells it to, when the test tells it to.
class FakeChatStream final : public core::ChatStream
{
    Q_OBJECT

public:
    using ChatStream::ChatStream;

    void setPaused(bool value) override { paused = value; }

    void say(const QString &text) { emit delta({.text = text}); }
    void succeed(const core::ChatOutcome &outcome = {}) { emit finished(outcome); }
    void fail(const core::Error &error) { emit finished(std::unexpected(error)); }

    bool paused = false;
};

class FakeChatBackend final : public core::ChatBackend
{
public:
    std::unique_ptr<core::ChatStream> startChat(const core::ChatRequest &request) override;

    int starts = 0;
    core::ChatRequest lastRequest;
    QPointer<FakeChatStream> lastStream; //!< null once its owner let go
};

class FakeModelCatalog final : public core::ModelCatalog
{
    Q_OBJECT

public:
    [[nodiscard]] QList<core::ModelInfo> models() const override { return known; }
    [[nodiscard]] bool isLoaded() const override { return loaded; }
    [[nodiscard]] bool isComplete() const override { return loaded && !hasGaps; }
    QFuture<core::Result<QList<core::ModelInfo>>> refresh() override;

    QList<core::ModelInfo> known;
    bool loaded = true;
    bool hasGaps = false;
    int refreshes = 0;
    core::Result<QList<core::ModelInfo>> answer; //!< what `refresh()` finds
};

} // namespace tests
