// SPDX-License-Identifier: MIT
#include "app/desktop/bearerstore.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int fileVersion = 1;

SavedBearerConnection read(const QJsonObject &json)
{
    return {.name = json["name"_L1].toString(),
            .baseUrl = QUrl(json["base_url"_L1].toString()),
            .models = json["models"_L1].toVariant().toStringList(),
            .expires = QDateTime::fromString(json["expires"_L1].toString(), Qt::ISODate).toUTC()};
}

QJsonObject jsonOf(const SavedBearerConnection &connection)
{
    QJsonObject json{{u"name"_s, connection.name},
                     {u"base_url"_s, connection.baseUrl.toString()},
                     {u"models"_s, QJsonArray::fromStringList(connection.models)}};
    if (connection.expires.isValid())
        json[u"expires"_s] = connection.expires.toUTC().toString(Qt::ISODate);
    return json;
}

} // namespace

void BearerStore::load()
{
    m_connections.clear();
    m_problem.clear();
    QFile file(m_fileName);
    if (!file.exists())
        return;
    if (!file.open(QIODevice::ReadOnly)) {
        m_problem = u"%1 cannot be read: %2"_s.arg(m_fileName, file.errorString());
        return;
    }
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll());
    if (!document.isObject()) {
        m_problem = u"%1 is damaged; the connections in it are left out."_s.arg(m_fileName);
        return;
    }
    if (document["version"_L1].toInt() > fileVersion) {
        m_problem =
                u"%1 is from a newer version of Gatehouse; it is left as it is."_s.arg(m_fileName);
        return;
    }
    for (const auto &item : document["bearer"_L1].toArray()) {
        const SavedBearerConnection connection = read(item.toObject());
        if (!connection.name.isEmpty() && connection.baseUrl.isValid())
            m_connections.append(connection);
    }
}

bool BearerStore::save(const SavedBearerConnection &connection)
{
    m_connections.removeIf(
            [&](const SavedBearerConnection &c) { return c.name == connection.name; });
    m_connections.append(connection);
    return connection.isOfThisRun || write();
}

bool BearerStore::remove(const QString &name)
{
    const qsizetype removed = m_connections.removeIf(
            [&](const SavedBearerConnection &each) { return each.name == name; });
    return removed == 0 || write();
}

bool BearerStore::write()
{
    if (!m_problem.isEmpty())
        return false; // the file holds something that we could not read: do not lose it
    QJsonArray bearer;
    for (const SavedBearerConnection &each : std::as_const(m_connections)) {
        if (!each.isOfThisRun)
            bearer.append(jsonOf(each));
    }
    const QJsonObject root{{u"version"_s, fileVersion}, {u"bearer"_s, bearer}};

    QSaveFile file(m_fileName);
    const QByteArray text = QJsonDocument(root).toJson();
    if (file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit())
        return true;
    m_problem = u"%1 cannot be written: %2"_s.arg(m_fileName, file.errorString());
    return false;
}

} // namespace app
