// SPDX-License-Identifier: MIT
#pragma once

#include "core/usage/pricetable.h"

#include <QDateTime>
#include <QString>

namespace app {

//! The prices in force: those of a person's own file where there is one, which is read again when
//! it has changed, else those that the program came with. Used in one thread.
class PriceFile final
{
public:
    explicit PriceFile(QString fileName) : m_fileName(std::move(fileName)) { }

    //! A file that cannot be read counts as none; the log says so once.
    [[nodiscard]] const core::PriceTable &table();

private:
    QString m_fileName;
    QDateTime m_modified;
    qint64 m_size = -1;
    bool m_isRead = false;
    core::PriceTable m_table;
};

} // namespace app
