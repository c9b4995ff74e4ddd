// SPDX-License-Identifier: MIT
#include "ui/connections/apikeytable.h"

#include "ui/models/apikeymodel.h"
#include "ui/theme/theme.h"
#include "ui/widgets/apikeydelegate.h"

#include <QHeaderView>
#include <QLabel>
#include <QStyle>
#include <QTableView>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ui {

ApiKeyTable::ApiKeyTable(const Theme &theme, QWidget *parent)
    : QStackedWidget(parent)
    , m_model(new ApiKeyModel(this))
    , m_table(new QTableView(this))
    , m_message(new QLabel(this))
{
    makeTable(theme);
    makeMessage();
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &ApiKeyTable::currentChanged);
}

void ApiKeyTable::makeTable(const Theme &theme)
{
    m_table->setObjectName(u"apiKeysTable"_s);
    m_table->setAccessibleName(tr("API keys"));
    m_table->setModel(m_model);
    m_table->setItemDelegate(new ApiKeyDelegate(theme, m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(false);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(ApiKeyDelegate::rowHeight);
    QHeaderView *header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(ApiKeyModel::KeyColumn, QHeaderView::Stretch);
    addWidget(m_table);
}

void ApiKeyTable::makeMessage()
{
    m_message->setObjectName(u"apiKeysMessage"_s);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setWordWrap(true);
    m_message->setMargin(40);
    addWidget(m_message);
}

void ApiKeyTable::showMessage(const QString &text, bool isFailure)
{
    m_message->setProperty("role", isFailure ? u"danger"_s : u"muted"_s);
    m_message->style()->unpolish(m_message); // the style sheet's rule for the new role
    m_message->style()->polish(m_message);
    m_message->setText(text);
    setCurrentWidget(m_message);
}

void ApiKeyTable::setKeys(const QList<core::ApiKey> &keys, const QDateTime &now)
{
    const int before = row();
    const QString chosen = key().id;
    const QString chosenSecret = secret().name;
    m_model->setKeys(keys, now);
    const int same = m_model->rowOf(chosen, chosenSecret);
    show(same >= 0 ? same : before);
}

void ApiKeyTable::put(const core::ApiKey &key, const QDateTime &now)
{
    const QString chosenSecret = secret().name;
    m_model->put(key, now);
    const int same = m_model->rowOf(key.id, chosenSecret);
    const QString first = key.secrets.isEmpty() ? QString() : key.secrets.first().name;
    show(same >= 0 ? same : m_model->rowOf(key.id, first));
}

void ApiKeyTable::show(int row)
{
    if (m_model->rowCount() == 0) {
        showMessage(tr("There are no API keys here yet.\nMake one with “New…”."));
    } else {
        setCurrentWidget(m_table);
        m_table->selectRow(std::clamp(row, 0, m_model->rowCount() - 1));
    }
    emit currentChanged();
}

int ApiKeyTable::row() const
{
    return m_table->currentIndex().row();
}

core::ApiKey ApiKeyTable::key() const
{
    return m_model->keyAt(row());
}

core::ApiKeySecret ApiKeyTable::secret() const
{
    return m_model->secretAt(row());
}

bool ApiKeyTable::isSettling() const
{
    return m_model->isSettling();
}

} // namespace ui
