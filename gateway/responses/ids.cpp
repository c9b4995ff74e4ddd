// SPDX-License-Identifier: MIT
#include "gateway/responses/ids.h"

#include <QUuid>

namespace gateway::responses {

namespace {

constexpr QLatin1StringView ownPrefix("resp_gh");

} // namespace

QString newId(QLatin1StringView prefix)
{
    return prefix + QUuid::createUuid().toString(QUuid::Id128);
}

QString newResponseId()
{
    return newId(ownPrefix);
}

bool isOwnResponseId(const QString &id)
{
    return id.startsWith(ownPrefix) && id.size() == ownPrefix.size() + 32;
}

} // namespace gateway::responses
