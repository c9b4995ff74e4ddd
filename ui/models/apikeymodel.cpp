// SPDX-License-Identifier: MIT
#include "ui/models/apikeymodel.h"

#include "ui/connections/expiry.h"

#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;
using KeyState = core::ApiKey::State;
using SecretState = core::ApiKeySecret::State;

namespace ui {

namespace {

bool isSettlingState(KeyState state)
{
    return state == KeyState::Creating || state == KeyState::Updating ||
           state == KeyState::Deleting;
}

} // namespace

int ApiKeyModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int ApiKeyModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant ApiKeyModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case KeyColumn:
        return tr("Key");
    case SecretColumn:
        return tr("Secret");
    case StateColumn:
        return tr("State");
    case ExpiresColumn:
        return tr("Expires");
    case MadeColumn:
        return tr("Made");
    default:
        return {};
    }
}

QVariant ApiKeyModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case Qt::ToolTipRole: {
        const core::ApiKey &key = m_keys[row.key];
        if (index.column() == ExpiresColumn && row.secret.expires.isValid())
            return QLocale().toString(row.secret.expires.toLocalTime(), QLocale::LongFormat);
        if (index.column() == StateColumn && !key.stateDetails.isEmpty())
            return key.stateDetails;
        if (index.column() != KeyColumn)
            return text(row, index.column());
        QStringList lines{key.name, key.description, key.id};
        lines.removeAll(QString());
        return lines.join(u'\n');
    }
    case ToneRole:
        return QVariant::fromValue(tone(row, index.column()));
    case IsRepeatedRole:
        return index.row() > 0 && m_rows[index.row() - 1].key == row.key;
    default:
        return {};
    }
}

QString ApiKeyModel::text(const Row &row, int column) const
{
    const core::ApiKey &key = m_keys[row.key];
    switch (column) {
    case KeyColumn:
        return key.name.isEmpty() ? key.id : key.name;
    case SecretColumn:
        return row.secret.mask.isEmpty() ? row.secret.name
                                         : u"%1  %2"_s.arg(row.secret.name, row.secret.mask);
    case StateColumn:
        return stateText(row);
    case ExpiresColumn:
        return row.secret.state == SecretState::Revoked ? QString()
                                                        : expiryWords(row.secret.expires, m_now);
    case MadeColumn: {
        const QDateTime made = row.secret.created.isValid() ? row.secret.created : key.created;
        return made.isValid() ? QLocale().toString(made.toLocalTime().date(), QLocale::ShortFormat)
                              : QString();
    }
    default:
        return {};
    }
}

QString ApiKeyModel::stateText(const Row &row) const
{
    switch (m_keys[row.key].state) {
    case KeyState::Creating:
        return tr("Being made…");
    case KeyState::Updating:
        return tr("Being changed…");
    case KeyState::Deleting:
        return tr("Being deleted…");
    case KeyState::Failed:
        return tr("Failed");
    case KeyState::Inactive:
        return tr("Switched off");
    case KeyState::Active:
    case KeyState::Deleted:
    case KeyState::Unknown:
        break;
    }
    if (row.secret.name.isEmpty())
        return tr("No secret");
    switch (row.secret.state) {
    case SecretState::Active:
        return expiryOf(row.secret.expires, m_now) == Expiry::Past ? tr("Expired") : tr("Active");
    case SecretState::Inactive:
        return tr("Switched off");
    case SecretState::Revoked:
        return tr("Revoked");
    case SecretState::Expired:
        return tr("Expired");
    case SecretState::Deleted:
        return tr("Deleted");
    case SecretState::Unknown:
        break;
    }
    return tr("Not known");
}

bool ApiKeyModel::isUsable(const Row &row) const
{
    return m_keys[row.key].state == KeyState::Active && row.secret.state == SecretState::Active;
}

ApiKeyModel::Tone ApiKeyModel::tone(const Row &row, int column) const
{
    const bool isExpired = row.secret.state == SecretState::Expired ||
                           (isUsable(row) && expiryOf(row.secret.expires, m_now) == Expiry::Past);
    if (column == StateColumn && (isExpired || m_keys[row.key].state == KeyState::Failed))
        return Tone::Bad;
    if (column == ExpiresColumn && isUsable(row)) {
        switch (expiryOf(row.secret.expires, m_now)) {
        case Expiry::Near:
            return Tone::Warning;
        case Expiry::Past:
            return Tone::Bad;
        case Expiry::Unknown:
        case Expiry::Far:
            break;
        }
    }
    if (isUsable(row) && !isExpired)
        return column == MadeColumn ? Tone::Quiet : Tone::Plain;
    return column == KeyColumn ? Tone::Plain : Tone::Quiet;
}

void ApiKeyModel::setKeys(const QList<core::ApiKey> &keys, const QDateTime &now)
{
    beginResetModel();
    m_keys = keys;
    m_keys.removeIf([](const core::ApiKey &key) { return key.state == KeyState::Deleted; });
    m_now = now;
    m_rows.clear();
    for (qsizetype i = 0; i < m_keys.size(); ++i) {
        for (const core::ApiKeySecret &secret : std::as_const(m_keys[i].secrets)) {
            if (secret.state != SecretState::Deleted)
                m_rows.append(Row{i, secret});
        }
        if (m_rows.isEmpty() || m_rows.last().key != i)
            m_rows.append(Row{i, {}});
    }
    endResetModel();
}

void ApiKeyModel::put(const core::ApiKey &key, const QDateTime &now)
{
    QList<core::ApiKey> keys = m_keys;
    const auto known = std::ranges::find(keys, key.id, &core::ApiKey::id);
    if (known != keys.end())
        *known = key;
    else
        keys.prepend(key);
    setKeys(keys, now);
}

core::ApiKey ApiKeyModel::keyAt(int row) const
{
    return row >= 0 && row < m_rows.size() ? m_keys[m_rows[row].key] : core::ApiKey();
}

core::ApiKeySecret ApiKeyModel::secretAt(int row) const
{
    return row >= 0 && row < m_rows.size() ? m_rows[row].secret : core::ApiKeySecret();
}

int ApiKeyModel::rowOf(const QString &keyId, const QString &secretName) const
{
    for (int row = 0; row < m_rows.size(); ++row) {
        if (m_keys[m_rows[row].key].id == keyId && m_rows[row].secret.name == secretName)
            return row;
    }
    return -1;
}

bool ApiKeyModel::isSettling() const
{
    return std::ranges::any_of(m_keys, isSettlingState, &core::ApiKey::state);
}

} // namespace ui
