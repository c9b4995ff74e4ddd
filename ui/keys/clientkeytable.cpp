// SPDX-License-Identifier: MIT
#include "ui/keys/clientkeytable.h"

#include "ui/widgets/rowdelegate.h"

#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QScopedValueRollback>
#include <QSignalBlocker>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;
using core::ClientKey;

namespace ui {

namespace {

enum Column { NameColumn, KeyColumn, ModelsColumn, BoundsColumn, UsedColumn, Columns };

} // namespace

ClientKeyTable::ClientKeyTable(const Theme &theme, QWidget *parent)
    : QStackedWidget(parent)
    , m_table(new QTableWidget(0, Columns, this))
    , m_message(new QLabel(this))
{
    m_table->setObjectName(u"clientKeysTable"_s);
    m_table->setAccessibleName(tr("Keys for tools"));
    m_table->setHorizontalHeaderLabels(
            {tr("Name"), tr("Key"), tr("Models"), tr("Bounds"), tr("Last used")});
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(RowDelegate::rowHeight);
    m_table->setItemDelegate(new RowDelegate(theme, m_table));
    QHeaderView *header = m_table->horizontalHeader();
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setHighlightSections(false);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(NameColumn, QHeaderView::Stretch);
    header->setSectionResizeMode(ModelsColumn, QHeaderView::Stretch);
    addWidget(m_table);

    m_message->setObjectName(u"clientKeysMessage"_s);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setWordWrap(true);
    m_message->setMargin(24);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);
    addWidget(m_message);
    connect(m_table, &QTableWidget::currentCellChanged, this, &ClientKeyTable::currentChanged);
}

void ClientKeyTable::showMessage(const QString &text, bool isFailure)
{
    m_keys.clear();
    m_message->setProperty("role", isFailure ? u"danger"_s : u"muted"_s);
    m_message->setText(text);
    setCurrentWidget(m_message);
    emit currentChanged();
}

void ClientKeyTable::setKeys(QList<ClientKey> keys)
{
    if (keys.isEmpty())
        return showMessage(tr("No tool has a key yet. “New…” makes one."), false);
    const QString chosen = key() ? key()->id : QString();
    std::ranges::stable_partition(keys, [](const ClientKey &each) { return !each.isRevoked(); });
    {
        const QSignalBlocker quiet(m_table);
        m_keys = std::move(keys);
        m_table->setRowCount(int(m_keys.size()));
        for (int row = 0; row < int(m_keys.size()); ++row)
            fill(row, m_keys.at(row));
    }
    setCurrentWidget(m_table);
    choose(chosen);
}

void ClientKeyTable::choose(const QString &id)
{
    const auto found = std::ranges::find(m_keys, id, &ClientKey::id);
    const int row = found == m_keys.end() ? 0 : int(found - m_keys.begin());
    m_table->setCurrentCell(row, NameColumn);
    emit currentChanged();
}

void ClientKeyTable::fill(int row, const ClientKey &key)
{
    QStringList bounds;
    if (key.requestsPerMinute > 0)
        bounds.append(tr("%1 requests/min").arg(QLocale().toString(key.requestsPerMinute)));
    if (key.tokensPerDay > 0)
        bounds.append(tr("%1 tokens/day").arg(QLocale().toString(key.tokensPerDay)));
    QString used = key.lastUsed.isValid()
                           ? QLocale().toString(key.lastUsed.toLocalTime(), QLocale::ShortFormat)
                           : tr("never");
    if (key.isRevoked())
        used = tr("revoked %1")
                       .arg(QLocale().toString(key.revoked.toLocalTime(), QLocale::ShortFormat));
    const QStringList texts{key.name, key.shown,
                            key.models.isEmpty() ? tr("all") : key.models.join(u", "_s),
                            bounds.isEmpty() ? tr("none") : bounds.join(u", "_s), used};
    for (int column = 0; column < Columns; ++column) {
        auto *item = new QTableWidgetItem(texts.at(column));
        item->setToolTip(texts.at(column));
        if (key.isRevoked())
            item->setForeground(palette().brush(QPalette::Disabled, QPalette::Text));
        m_table->setItem(row, column, item);
    }
}

const ClientKey *ClientKeyTable::key() const
{
    const int row = m_table->currentRow();
    return row >= 0 && row < int(m_keys.size()) ? &m_keys.at(row) : nullptr;
}

} // namespace ui
