// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/connectionspec.h"
#include "core/ports/chatbackend.h"
#include "core/ports/clock.h"
#include "core/ports/modelcatalog.h"

#include <QObject>

#include <memory>

namespace app {

//! A connection at work: the client of one specification, for the thread that makes it.
class OciConnection final : public QObject
{
    Q_OBJECT

public:
    //! The clock outlives it.
    OciConnection(const ConnectionSpec &spec, const core::Clock &clock, QObject *parent = nullptr);
    ~OciConnection() override;

    [[nodiscard]] const QString &name() const { return m_name; }
    [[nodiscard]] core::ModelCatalog &catalog() const;
    //! Those of the catalog that this connection can chat with: not made for something else, and
    //! not answering on the Responses API only.
    [[nodiscard]] QList<core::ModelInfo> chatModels() const;
    //! Opens a network connection, so that the first chat finds it ready.
    void warmUp() const;
    //! The stream keeps the connection until it is destroyed.
    [[nodiscard]] static std::unique_ptr<core::ChatStream>
    startChat(const std::shared_ptr<OciConnection> &connection, const core::ChatRequest &request);

private:
    struct Parts;

    QString m_name;
    QStringList m_models; //!< as configured
    bool m_isAllowlist;
    mutable QList<core::ModelInfo> m_listed;     //!< by the catalog, when ...
    mutable QList<core::ModelInfo> m_chatModels; //!< ... these were chosen from it
    std::unique_ptr<Parts> m_parts;
};

} // namespace app
