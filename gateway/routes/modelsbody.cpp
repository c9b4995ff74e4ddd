// SPDX-License-Identifier: MIT
#include "gateway/routes/modelsbody.h"

#include <QtConcurrentRun>

using core::ModelInfo;

namespace gateway::routes {

namespace {

constexpr qsizetype fewModels = 500;

} // namespace

ModelsBody::ModelsBody(Writer writer, QObject *parent)
    : QObject(parent)
    , m_writer(std::move(writer))
{
}

bool ModelsBody::isFor(const QList<ModelInfo> &models) const
{
    // Lists that share their memory compare at once, so this costs nothing while nothing changes.
    return m_writings > 0 && m_models == models;
}

void ModelsBody::prepare(const QList<ModelInfo> &models)
{
    if (isFor(models))
        return;
    const int writing = ++m_writings;
    m_models = models;
    m_body.clear();
    if (models.size() <= fewModels) {
        m_body = m_writer(models);
        emit written();
        return;
    }
    QtConcurrent::run(m_writer, models).then(this, [this, writing](const QByteArray &body) {
        if (writing != m_writings)
            return; // of a list that is no longer
        m_body = body;
        emit written();
    });
}

void ModelsBody::whenReady(const QList<ModelInfo> &models, QObject *context,
                           std::function<void(const QByteArray &)> take)
{
    prepare(models);
    if (!m_body.isEmpty())
        return take(m_body);
    connect(
            this, &ModelsBody::written, context, [this, take = std::move(take)] { take(m_body); },
            Qt::SingleShotConnection);
}

} // namespace gateway::routes
