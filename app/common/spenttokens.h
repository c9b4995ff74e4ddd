// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/clock.h"
#include "core/result.h"

#include <QDate>
#include <QHash>
#include <QObject>
#include <QTimer>

namespace app {

//! How many tokens each key has spent on this UTC day: `spent.json` of the data folder, so that a
//! bound holds across runs. Written half a second after the first token that is not in it; of a
//! process that is killed no more than that is lost. Several processes may use one folder.
class SpentTokens final : public QObject
{
    Q_OBJECT

public:
    //! The clock outlives it.
    SpentTokens(const QString &dataDir, const core::Clock &clock, QObject *parent = nullptr);
    //! Writes what is left.
    ~SpentTokens() override;

    //! Reads what was spent before; `spentElsewhere()` tells of it.
    void load();
    //! The same for a gateway that has just begun, which knows nothing yet.
    void loadAnew();
    void add(const QByteArray &caller, qint64 tokens);

signals:
    //! Before this run or by another process.
    void spentElsewhere(const QByteArray &caller, qint64 tokens);

private:
    using Totals = QHash<QByteArray, qint64>;

    [[nodiscard]] Totals read() const;
    [[nodiscard]] core::Result<void> write();
    void beginDay();
    void learn(const Totals &totals);

    QString m_path;
    const core::Clock &m_clock;
    QDate m_day;         //!< of what follows
    Totals m_known;      //!< in the file, as far as we know
    Totals m_unwritten;  //!< by us, besides
    QTimer m_soon{this}; //!< goes along to another thread
};

} // namespace app
