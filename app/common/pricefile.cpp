// SPDX-License-Identifier: MIT
#include "app/common/pricefile.h"

#include <QFile>
#include <QFileInfo>
#include <QLoggingCategory>

using namespace Qt::StringLiterals;
using core::PriceTable;

namespace app {

namespace {

Q_LOGGING_CATEGORY(log, "app.usage")

constexpr qint64 largest = 1024 * 1024;

PriceTable builtIn()
{
    QFile file(u":/gatehouse/prices.json"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return PriceTable::read(file.readAll()).value_or(PriceTable());
}

core::Result<PriceTable> read(const QString &fileName)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly) || file.size() > largest) {
        return std::unexpected(core::Error{.message = file.isOpen() ? u"it is larger than 1 MB"_s
                                                                    : file.errorString()});
    }
    return PriceTable::read(file.readAll());
}

} // namespace

const PriceTable &PriceFile::table()
{
    const QFileInfo file(m_fileName);
    const QDateTime modified = file.exists() ? file.lastModified() : QDateTime();
    const qint64 size = file.exists() ? file.size() : -1;
    if (m_isRead && modified == m_modified && size == m_size)
        return m_table;
    m_isRead = true;
    m_modified = modified;
    m_size = size;
    m_table = builtIn();
    if (file.exists()) {
        auto table = read(m_fileName);
        if (table)
            m_table = *std::move(table);
        else
            qCWarning(log).noquote()
                    << "prices:" << m_fileName << "is of no use:" << table.error().message;
    }
    return m_table;
}

} // namespace app
