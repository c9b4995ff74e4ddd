// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/clientkeystore.h"

#include <QStringList>

namespace app {

//! `gatehouse-gateway keys …`: what to do with the keys of tools.
struct KeysCommand {
    enum class Verb { List, Add, Revoke };

    Verb verb = Verb::List;
    QString which;             //!< of revoke: id or name
    ClientKeyStore::Wish wish; //!< of add
};

//! The texts of the options, where they were given.
struct KeysOptions {
    QStringList models;
    QString requestsPerMinute;
    QString tokensPerDay;
    [[nodiscard]] bool isEmpty() const
    {
        return models.isEmpty() && requestsPerMinute.isEmpty() && tokensPerDay.isEmpty();
    }
};

//! `words`: what follows "keys".
[[nodiscard]] core::Result<KeysCommand> readKeysCommand(const QStringList &words,
                                                        const KeysOptions &options);

//! One line for each key under a line of headings, for people.
[[nodiscard]] QString keysTable(const QList<core::ClientKey> &keys);

//! What a command prints: `out` is the answer itself, `note` what a person should know with it.
struct KeysAnswer {
    QString out;
    QString note;
};

//! Does it. A gateway that runs with the same data folder notices the change by itself.
[[nodiscard]] core::Result<KeysAnswer> runKeysCommand(const KeysCommand &command,
                                                      ClientKeyStore &store);

} // namespace app
