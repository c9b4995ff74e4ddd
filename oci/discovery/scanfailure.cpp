// SPDX-License-Identifier: MIT
#include "oci/discovery/scanfailure.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oci {

namespace {

QString nameOf(ListKind kind)
{
    switch (kind) {
    case ListKind::Compartments:
        return u"compartments"_s;
    case ListKind::Subscriptions:
        return u"regions"_s;
    case ListKind::Models:
        return u"models"_s;
    case ListKind::Endpoints:
        return u"dedicated endpoints"_s;
    case ListKind::Clusters:
        return u"dedicated AI clusters"_s;
    case ListKind::ImportedModels:
        return u"imported models"_s;
    case ListKind::ModelsBehind:
        return u"models behind endpoints"_s;
    case ListKind::DiscoveredModels:
        return u"models of all regions"_s;
    case ListKind::Projects:
        return u"projects"_s;
    case ListKind::RoutingProfiles:
        return u"routing profiles"_s;
    case ListKind::Deployments:
        return u"model deployments"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString textOf(const ScanFailure &failure, qsizetype places)
{
    QString where = failure.region.isEmpty() ? QString() : u" in "_s + failure.region;
    const QString times = places > 1 ? u" in %1 compartments"_s.arg(places) : QString();
    QString text = u"The %1%2 could not be listed%3: %4"_s.arg(nameOf(failure.kind), where, times,
                                                               failure.error.message);
    if (!failure.error.advice.isEmpty())
        text += (text.endsWith(u'.') ? u" "_s : u". "_s) + failure.error.advice;
    return text;
}

} // namespace

QString ScanFailure::text() const
{
    return textOf(*this, 1);
}

QStringList textsOf(const QList<ScanFailure> &failures)
{
    struct Group {
        const ScanFailure *first;
        qsizetype count = 0;
    };
    QList<Group> groups; // few: they are told apart by nothing that grows with the tenancy
    for (const ScanFailure &failure : failures) {
        const auto isLike = [&failure](const Group &group) {
            return group.first->kind == failure.kind && group.first->region == failure.region &&
                   group.first->error.code == failure.error.code;
        };
        auto found = std::ranges::find_if(groups, isLike);
        if (found == groups.end())
            found = groups.insert(groups.end(), Group{&failure});
        ++found->count;
    }
    QStringList texts;
    for (const Group &group : std::as_const(groups))
        texts.append(textOf(*group.first, group.count));
    return texts;
}

} // namespace oci
