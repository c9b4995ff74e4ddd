// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"
#include "core/secret.h"

#include <QFuture>
#include <QString>

#include <memory>
#include <optional>

namespace core {

//! Keeps keys, tokens and passphrases, one entry for each.
//!
//! Secrets do not copy, and a QFuture's result must, hence the shared pointer: the last holder's
//! release wipes it.
class SecretStore
{
public:
    using Found = std::shared_ptr<const Secret>; //!< null: no such entry

    virtual ~SecretStore() = default;

    //! Whether entries outlive this run. Where not, the person is told so.
    [[nodiscard]] virtual bool isPersistent() const = 0;
    virtual QFuture<Result<Found>> read(const QString &entry) = 0;
    //! An existing entry is replaced.
    virtual QFuture<Result<void>> write(const QString &entry, Secret secret) = 0;
    //! Removing what is not there succeeds.
    virtual QFuture<Result<void>> remove(const QString &entry) = 0;
};

} // namespace core
