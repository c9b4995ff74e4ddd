// SPDX-License-Identifier: MIT
#include "app/common/modelfile/filereport.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace app {

QString FileReport::lineOf(const YamlNode &at, const QString &words) const
{
    return u"%1:%2: %3"_s.arg(m_fileName, QString::number(at.line), words);
}

bool FileReport::hasRoom(const YamlNode &at)
{
    if (m_file.models.size() + m_file.connections.size() < mostEntries)
        return true;
    passOver(at, u"there are more than %1 entries"_s.arg(mostEntries));
    return false;
}

void FileReport::add(core::ModelInfo model, const YamlNode &at, const QString &words)
{
    if (!hasRoom(at))
        return;
    const auto known = m_places.constFind(model.id);
    if (known != m_places.cend()) {
        passOver(at, u"%1 is named a second time, which counts more"_s.arg(model.id));
        m_file.models[*known] = std::move(model);
    } else {
        m_places.insert(model.id, m_file.models.size());
        m_file.models.append(std::move(model));
    }
    if (m_file.taken.size() < mostLines)
        m_file.taken.append(lineOf(at, words));
}

void FileReport::add(BearerConnection connection, const YamlNode &at, const QString &words)
{
    if (!hasRoom(at))
        return;
    m_file.connections.append(std::move(connection));
    if (m_file.taken.size() < mostLines)
        m_file.taken.append(lineOf(at, words));
}

void FileReport::passOver(const YamlNode &at, const QString &words)
{
    if (m_file.passedOver.size() < mostLines)
        m_file.passedOver.append(lineOf(at, words));
}

void FileReport::checkMembers(const YamlNode &map, const QStringList &known)
{
    for (const auto &[name, value] : map.members) {
        if (!known.contains(name))
            passOver(*value, u"'%1' is not known here and says nothing"_s.arg(name.left(60)));
    }
}

} // namespace app
