// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/modelinfo.h"
#include "core/result.h"

#include <QFuture>
#include <QList>
#include <QObject>

namespace core {

//! The models that can be asked, kept in memory. Used in the thread that it lives in.
class ModelCatalog : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    //! What is known now: answers at once, never asks the service. Empty before the first
    //! refresh has succeeded.
    [[nodiscard]] virtual QList<ModelInfo> models() const = 0;
    //! Whether `models()` comes from an answer of the service (or from configuration) rather
    //! than from nobody having asked yet.
    [[nodiscard]] virtual bool isLoaded() const = 0;
    //! Asks the service. Calls while one is under way share its answer. On failure `models()`
    //! stays as it was.
    virtual QFuture<Result<QList<ModelInfo>>> refresh() = 0;
    //! Whether a name that `models()` does not have is no model. Otherwise a list could not be
    //! read, or is of an earlier run, and such a name may be one all the same.
    [[nodiscard]] virtual bool isComplete() const { return isLoaded(); }
    //! What the last refresh did not find out beside what it did, one sentence each.
    [[nodiscard]] virtual QStringList problems() const { return {}; }
    //! When the service said what `models()` says; it may have been in an earlier run. Invalid:
    //! it never did.
    [[nodiscard]] virtual QDateTime asOf() const { return {}; }

signals:
    void modelsChanged(const QList<core::ModelInfo> &models);
};

} // namespace core
