// SPDX-License-Identifier: MIT
#include "oci/http/accessadvice.h"

using namespace Qt::StringLiterals;
using Listed = oci::AccessFacts::Listed;
using Resource = oci::AccessFacts::Resource;

namespace oci {

namespace {

bool isModel(Resource resource)
{
    return resource == Resource::Model || resource == Resource::Endpoint;
}

QString placeOf(const QString &compartmentId)
{
    if (compartmentId.isEmpty() || compartmentId.startsWith("ocid1.tenancy."_L1))
        return u"tenancy"_s;
    return u"compartment id "_s + compartmentId;
}

QString askedFor(const AccessFacts &facts)
{
    QStringList parts;
    if (!facts.name.isEmpty())
        parts += facts.name;
    if (!facts.region.isEmpty())
        parts += u"region "_s + facts.region;
    if (!facts.compartmentId.isEmpty())
        parts += u"compartment "_s + facts.compartmentId;
    return parts.join(u", "_s);
}

QString sentence(QString text)
{
    if (!text.isEmpty() && !text.endsWith(u'.'))
        text += u'.';
    return text;
}

struct Finding {
    QString reason;
    QString happened;
    QString advice;
};

Finding findingOf(const AccessFacts &facts)
{
    const QString policy = u"Ask an administrator for the policy '%1'"_s.arg(policyFor(facts));
    if (!isModel(facts.resource)) {
        return {u"not_found"_s, u"It answers 404 where a policy is missing, too"_s, policy};
    }
    if (facts.listed == Listed::Yes) {
        return {u"policy_missing"_s,
                u"%1 lists %2, so it is a policy that is missing"_s.arg(facts.region, facts.name),
                policy};
    }
    if (!facts.regionOffers) {
        return {u"region_without_generative_ai"_s,
                u"Generative AI is not known to run in %1"_s.arg(facts.region),
                u"Choose a region that offers it, such as us-chicago-1"_s};
    }
    if (!facts.otherRegions.isEmpty()) {
        return {u"model_in_other_region"_s,
                u"%1 does not list %2; %3 does"_s.arg(facts.region, facts.name,
                                                      facts.otherRegions.join(u", "_s)),
                u"Choose that region, or call the model %1/%2"_s.arg(facts.otherRegions.first(),
                                                                     facts.name)};
    }
    if (facts.listed == Listed::No) {
        return {u"model_not_found"_s, u"%1 does not list %2"_s.arg(facts.region, facts.name),
                u"Choose a model of the list; this one may have been retired, or it is in another "
                "compartment"_s};
    }
    return {u"model_not_found"_s, u"It answers 404 where a policy is missing, too"_s,
            u"Check the name and the region, or ask an administrator for the policy '%1'"_s.arg(
                    policyFor(facts))};
}

} // namespace

QString policyFor(const AccessFacts &facts)
{
    switch (facts.resource) {
    case Resource::Model:
    case Resource::Endpoint:
        return u"allow group <group> to use generative-ai-family in "_s +
               placeOf(facts.compartmentId);
    case Resource::ModelList:
        return u"allow group <group> to inspect generative-ai-model in tenancy"_s;
    case Resource::Compartments:
        return u"allow group <group> to inspect compartments in tenancy"_s;
    case Resource::ModelDeployment:
        return u"allow group <group> to use data-science-model-deployments in "_s +
               placeOf(facts.compartmentId);
    case Resource::ApiKeys:
        return u"allow group <group> to manage generative-ai-family in "_s +
               placeOf(facts.compartmentId);
    }
    Q_UNREACHABLE_RETURN({});
}

QString policyForBearers(const QString &keyId, const QString &compartmentId)
{
    return u"allow any-user to use generative-ai-family in %1 where ALL "
           "{request.principal.type='generativeaiapikey', request.principal.id='%2'}"_s.arg(
                   placeOf(compartmentId), keyId);
}

core::Error withAccessAdvice(core::Error error, const AccessFacts &facts)
{
    if (error.upstreamStatus == 403) {
        error.advice = u"Ask an administrator for the policy '%1'."_s.arg(policyFor(facts));
        return error;
    }
    if (error.upstreamStatus != 404)
        return error;
    const Finding finding = findingOf(facts);
    error.message = sentence(error.message) + u' ' + sentence(finding.happened) +
                    u" Asked for: %1."_s.arg(askedFor(facts));
    error.advice = sentence(finding.advice);
    error.reason = finding.reason;
    if (isModel(facts.resource))
        error.param = u"model"_s;
    return error;
}

} // namespace oci
