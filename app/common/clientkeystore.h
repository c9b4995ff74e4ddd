// SPDX-License-Identifier: MIT
#pragma once

#include "core/access/clientkey.h"
#include "core/ports/clock.h"
#include "core/result.h"
#include "core/secret.h"

#include <QFileSystemWatcher>
#include <QHash>
#include <QObject>
#include <QTimer>

#include <functional>
#include <vector>

namespace app {

//! The keys of the tools that may call the gateway: `keys.json` (mode 0600) of the data folder,
//! which holds hashes and metadata only.
//!
//! Several processes may use one folder: a change is made to what the file holds at that moment,
//! under a lock, and replaces it in one step. What cannot be written (a full disk) is an error,
//! counts in memory all the same, and is written with the next change that can be.
class ClientKeyStore final : public QObject
{
    Q_OBJECT

public:
    //! What a person decides about a key.
    struct Wish {
        QString name;
        QStringList models = {};
        int requestsPerMinute = 0;
        qint64 tokensPerDay = 0;
    };
    struct Made {
        core::ClientKey key;
        core::Secret secret; //!< kept nowhere here: to be shown once
    };

    static constexpr auto fileName = "keys.json";

    //! The clock outlives the store.
    ClientKeyStore(const QString &dataDir, const core::Clock &clock, QObject *parent = nullptr);
    //! Writes what was put off.
    ~ClientKeyStore() override;

    //! Reads the file; one that is not there is an empty list. After an error everything is as it
    //! was, and nothing is written over what could not be read.
    [[nodiscard]] core::Result<void> load();
    //! From now on notices what other processes change.
    void watch();

    [[nodiscard]] const QList<core::ClientKey> &keys() const { return m_keys; }

    //! Makes a key. Names are unique among the keys that are good. `written` (may be null) takes
    //! why the key lasts for this run only.
    [[nodiscard]] core::Result<Made> add(const Wish &wish, core::Result<void> *written);
    //! Keeps an entry for a key that lies elsewhere (a file, the keychain). Another key under the
    //! same id takes the place of the old, which counts no more.
    [[nodiscard]] core::Result<void> adopt(const QString &id, const QString &name,
                                           const core::Secret &key);
    //! By id, or by a name that is one key's alone. It is refused from now on and stays listed.
    [[nodiscard]] core::Result<void> revoke(const QString &idOrName);
    //! Remembers that a key was used; written half a minute later with others.
    void touch(const QString &id);

signals:
    //! Keys were made, revoked or changed, here or by another process.
    void changed();

private:
    using Change = std::function<void(QList<core::ClientKey> &)>;
    struct Stamp {
        qint64 time = 0;
        qint64 size = -1;
        bool operator==(const Stamp &) const = default;
    };

    core::Result<void> make(const Change &change);
    core::Result<void> write();
    [[nodiscard]] core::Result<QList<core::ClientKey>> read() const;
    [[nodiscard]] Stamp stamp() const;
    [[nodiscard]] QDateTime now() const;
    void take(QList<core::ClientKey> keys);
    void lookAgain();

    QString m_folder;
    QString m_path;
    const core::Clock &m_clock;
    QList<core::ClientKey> m_keys;
    std::vector<Change> m_unwritten;
    QHash<QString, QDateTime> m_touched;
    Stamp m_stamp; //!< of the file as it was read or written last
    QFileSystemWatcher m_watcher;
    QTimer m_look;
    QTimer m_lazy;
};

} // namespace app
