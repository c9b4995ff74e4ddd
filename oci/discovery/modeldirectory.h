// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/modelcatalog.h"
#include "oci/config/endpoints.h"
#include "oci/discovery/modellisting.h"
#include "oci/http/signedclient.h"

#include <QPromise>
#include <QSet>

#include <memory>
#include <vector>

namespace core {
class Clock;
}

namespace oci {

struct DirectorySettings {
    QString region;
    QString compartmentId; //!< the tenancy's OCID lists the pretrained models, too
    Endpoints endpoints;
    int mostPages = 100; //!< what comes after is not asked for
};

//! The models that a compartment may call in a region, asked for page by page. For signed
//! connections; a bearer key cannot list anything (protocol reference, 5.3). Lives in the
//! client's thread; client and clock outlive it. Destroying it cancels a refresh.
class ModelDirectory final : public core::ModelCatalog
{
    Q_OBJECT

public:
    ModelDirectory(SignedClient &client, const core::Clock &clock, DirectorySettings settings,
                   QObject *parent = nullptr);
    ~ModelDirectory() override;

    [[nodiscard]] QList<core::ModelInfo> models() const override { return m_models; }
    [[nodiscard]] bool isLoaded() const override { return m_loaded; }
    QFuture<core::Result<QList<core::ModelInfo>>> refresh() override;

private:
    using Models = QList<core::ModelInfo>;

    void requestPage(const QByteArray &token);
    void onPage(const core::Result<WholeReply> &page);
    void finish(const core::Result<Models> &result);

    SignedClient &m_client;
    const core::Clock &m_clock;
    DirectorySettings m_settings;
    Models m_models;
    bool m_loaded = false;

    // Of the refresh that is under way:
    std::vector<QPromise<core::Result<Models>>> m_waiting; //!< empty: none is
    QFuture<core::Result<WholeReply>> m_page;
    ModelListing m_listing;
    QSet<QByteArray> m_tokens;
    int m_pages = 0;
};

} // namespace oci
