// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/modelinfo.h"

#include <QByteArray>
#include <QList>
#include <QObject>

#include <functional>

namespace gateway::routes {

//! The list of models in the words of a dialect, written once for each list and sent as it is from
//! then on. A long list is written on another thread: its thousands of entries take longer than an
//! event loop may stand still.
class ModelsBody final : public QObject
{
    Q_OBJECT

public:
    //! Never gives an empty body; called in any thread.
    using Writer = std::function<QByteArray(const QList<core::ModelInfo> &)>;

    explicit ModelsBody(Writer writer, QObject *parent = nullptr);

    //! The body for these models, written now and not kept.
    [[nodiscard]] QByteArray bodyOf(const QList<core::ModelInfo> &models) const
    {
        return m_writer(models);
    }
    //! Writes the body for these models, or begins to.
    void prepare(const QList<core::ModelInfo> &models);
    //! Calls `take`, at once where the body for these models is there. Not after `context` is gone.
    void whenReady(const QList<core::ModelInfo> &models, QObject *context,
                   std::function<void(const QByteArray &)> take);

signals:
    void written();

private:
    [[nodiscard]] bool isFor(const QList<core::ModelInfo> &models) const;

    Writer m_writer;
    QList<core::ModelInfo> m_models; //!< that `m_body` lists; empty body: being written
    QByteArray m_body;
    int m_writings = 0; //!< begun so far
};

} // namespace gateway::routes
