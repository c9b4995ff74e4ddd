// SPDX-License-Identifier: MIT
#pragma once

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>

namespace app {

//! A bearer-key connection without its key, which is in the keychain or lasts for the run.
struct SavedBearerConnection {
    QString name;
    QUrl baseUrl;
    QStringList models;
    QDateTime expires = {};   //!< UTC; invalid: not known
    bool isOfThisRun = false; //!< is not written

    bool operator==(const SavedBearerConnection &) const = default;
};

//! Keeps the bearer-key connections that a person added, in `connections.json` of the data
//! folder. A file that cannot be read is left alone and reported, not overwritten.
class BearerStore
{
public:
    explicit BearerStore(QString fileName) : m_fileName(std::move(fileName)) { }

    //! Reads the file; a missing one is an empty list.
    void load();
    [[nodiscard]] const QList<SavedBearerConnection> &connections() const { return m_connections; }
    //! Adds or replaces by name, and writes. False if that failed; see problem().
    [[nodiscard]] bool save(const SavedBearerConnection &connection);
    //! Removes by name, and writes. False if that failed; see problem(). One that is not there is
    //! removed.
    [[nodiscard]] bool remove(const QString &name);
    [[nodiscard]] QString problem() const { return m_problem; }

private:
    [[nodiscard]] bool write();

    QString m_fileName;
    QList<SavedBearerConnection> m_connections;
    QString m_problem;
};

} // namespace app
