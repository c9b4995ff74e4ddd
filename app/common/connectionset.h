// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/ociconnection.h"
#include "core/ports/chatbackend.h"
#include "core/ports/modelcatalog.h"

#include <memory>
#include <vector>

namespace app {

//! Several connections as one: what the gateway asks. Lives in the gateway's thread.
//!
//! A model is asked of the connection whose name stands before it ("name/model"), else of the
//! first that lists it, else of the first: a model that discovery does not know may exist all the
//! same. A connection that is taken out stays until its last answer has ended.
class ConnectionSet final : public core::ModelCatalog, public core::ChatBackend
{
    Q_OBJECT

public:
    explicit ConnectionSet(QObject *parent = nullptr);

    void setConnections(std::vector<std::shared_ptr<OciConnection>> connections);

    //! What can be chatted with.
    [[nodiscard]] QList<core::ModelInfo> models() const override;
    [[nodiscard]] bool isLoaded() const override;
    //! Succeeds if one connection answered; otherwise the first one's error.
    QFuture<core::Result<QList<core::ModelInfo>>> refresh() override;
    //! Of all connections.
    [[nodiscard]] QStringList problems() const override;
    //! The oldest.
    [[nodiscard]] QDateTime asOf() const override;
    std::unique_ptr<core::ChatStream> startChat(const core::ChatRequest &request) override;

private:
    struct Choice {
        std::shared_ptr<OciConnection> connection;
        QString model;
    };

    [[nodiscard]] Choice choose(const QString &model) const;

    std::vector<std::shared_ptr<OciConnection>> m_connections;
};

} // namespace app
