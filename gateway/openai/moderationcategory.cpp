// SPDX-License-Identifier: MIT
#include "gateway/openai/moderationcategory.h"

namespace gateway::openai {

QString moderationName(const QString &serviceWord)
{
    const QString name = serviceWord.toLower();
    return name == QLatin1StringView("self_harm") ? QStringLiteral("self-harm") : name;
}

QString moderationWord(const QString &name)
{
    return name.toUpper().replace(u'-', u'_');
}

} // namespace gateway::openai
