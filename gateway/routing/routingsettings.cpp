// SPDX-License-Identifier: MIT
#include "gateway/routing/routingsettings.h"

#include "core/models/namepattern.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using core::Result;

namespace gateway::routing {

namespace {

bool isAmong(const QStringList &patterns, QStringView name)
{
    return std::ranges::any_of(
            patterns, [name](const QString &pattern) { return core::fitsPattern(pattern, name); });
}

QString withoutOwnPrefix(const QString &name)
{
    return name.startsWith("oci/"_L1) || name.startsWith("oci:"_L1) ? name.sliced(4) : name;
}

} // namespace

bool allows(const RoutingSettings &settings, const QString &name)
{
    if (!settings.isAllowlist || settings.models.isEmpty())
        return true;
    QStringView rest = name;
    // "connection/region/NAME" has two parts before the name.
    for (int part = 0; part < 3; ++part) {
        if (isAmong(settings.models, rest))
            return true;
        const qsizetype slash = rest.indexOf(u'/');
        if (slash < 0)
            return false;
        rest = rest.sliced(slash + 1);
    }
    return false;
}

bool hides(const RoutingSettings &settings, const QString &name)
{
    return isAmong(settings.hidden, name);
}

Result<QStringList> targetsFor(const RoutingSettings &settings, const QString &name, bool isListed)
{
    const QString own = withoutOwnPrefix(name.trimmed());
    if (const QStringList targets = settings.aliases.exactly(own); !targets.isEmpty())
        return targets;
    if (isListed && allows(settings, own))
        return QStringList{name};
    if (const QStringList targets = settings.aliases.byPattern(own); !targets.isEmpty())
        return targets;
    if (allows(settings, own))
        return QStringList{name};
    return std::unexpected(core::Error{
            .code = core::ErrorCode::NotFound,
            .message =
                    u"The model '%1' is not on this gateway's list of models"_s.arg(own.left(200)),
            .advice = u"GET /models shows what is; the setting 'models' names them."_s,
            .param = u"model"_s,
            .reason = u"model_not_found"_s});
}

} // namespace gateway::routing
