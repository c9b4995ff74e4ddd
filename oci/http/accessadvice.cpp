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

QString placeOf(const AccessFacts &facts)
{
    // A key lies in a compartment, which nothing but the console tells.
    if (facts.compartmentId.isEmpty() && facts.caller == Caller::ApiKey)
        return u"compartment <compartment>"_s;
    if (facts.compartmentId.isEmpty() || facts.compartmentId.startsWith("ocid1.tenancy."_L1))
        return u"tenancy"_s;
    return u"compartment id "_s + facts.compartmentId;
}

//! "to use … in …"
QString permissionFor(const AccessFacts &facts)
{
    switch (facts.resource) {
    case Resource::Model:
    case Resource::Endpoint:
    case Resource::Family:
        return u"to use generative-ai-family in "_s + placeOf(facts);
    case Resource::ModelList:
        return u"to inspect generative-ai-model in tenancy"_s;
    case Resource::Compartments:
        return u"to inspect compartments in tenancy"_s;
    case Resource::Regions:
        return u"to inspect tenancies in tenancy"_s;
    case Resource::ApiKeys:
        return u"to manage generative-ai-family in "_s + placeOf(facts);
    case Resource::ModelDeployment:
        return u"to use data-science-model-deployments in "_s + placeOf(facts);
    }
    Q_UNREACHABLE_RETURN({});
}

QString bearerPolicy(const QString &permission, const QString &keyId)
{
    return u"allow any-user %1 where ALL {request.principal.type='generativeaiapikey', "
           "request.principal.id='%2'}"_s.arg(permission, keyId);
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

QString quoted(const QString &policy)
{
    const QChar sign = policy.contains(u'\'') ? u'"' : u'\'';
    return sign + policy + sign;
}

QString policyWish(const AccessFacts &facts)
{
    return u"Ask an administrator for the policy "_s + quoted(policyFor(facts));
}

//! A key counts in one region (protocol reference, 5.1); of which one, it does not say.
QString regionOfKey(const AccessFacts &facts)
{
    if (facts.caller != Caller::ApiKey || facts.region.isEmpty())
        return {};
    return u" The key works only in the region that it was made in; %1 was asked."_s.arg(
            facts.region);
}

Finding findingOf(const AccessFacts &facts)
{
    const QString policy = policyWish(facts);
    const bool isKey = facts.caller == Caller::ApiKey;
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
                isKey ? u"Use a key of that region"_s
                      : u"Choose that region, or call the model %1/%2"_s.arg(
                                facts.otherRegions.first(), facts.name)};
    }
    if (facts.listed == Listed::No) {
        return {u"model_not_found"_s, u"%1 does not list %2"_s.arg(facts.region, facts.name),
                u"Choose a model of the list; this one may have been retired, or it is in another "
                "compartment"_s};
    }
    return {u"model_not_found"_s, u"It answers 404 where a policy is missing, too"_s,
            u"Check the name and the region. "_s + policy};
}

} // namespace

QString policyFor(const AccessFacts &facts)
{
    const QString permission = permissionFor(facts);
    switch (facts.caller) {
    case Caller::Person:
        return u"allow group <group> "_s + permission;
    case Caller::DynamicGroup:
        return u"allow dynamic-group <dynamic group> "_s + permission;
    case Caller::Workload:
        return u"allow any-user "_s + permission +
               u" where ALL {request.principal.type='workload', "
               "request.principal.namespace='<namespace>', "
               "request.principal.service_account='<service account>', "
               "request.principal.cluster_id='<OCID of the cluster>'}"_s;
    case Caller::ApiKey:
        return bearerPolicy(permission, u"<OCID of the key>"_s);
    }
    Q_UNREACHABLE_RETURN({});
}

QString policyForBearers(const QString &keyId, const QString &compartmentId)
{
    return bearerPolicy(u"to use generative-ai-family in "_s +
                                placeOf({.compartmentId = compartmentId}),
                        keyId);
}

QString policyAdvice(Caller caller)
{
    QString policy = policyFor({.caller = caller});
    policy.replace("in tenancy"_L1, "in compartment <compartment>"_L1);
    return u"Ask an administrator for a policy such as %1."_s.arg(quoted(policy));
}

core::Error withAccessAdvice(core::Error error, const AccessFacts &facts)
{
    if (error.code == core::ErrorCode::Unauthorized) // the call that signs in was refused
        return error;
    if (error.upstreamStatus == 403) {
        error.advice = sentence(policyWish(facts)) + regionOfKey(facts);
        return error;
    }
    if (error.upstreamStatus != 404)
        return error;
    const Finding finding = findingOf(facts);
    error.message = sentence(error.message) + u' ' + sentence(finding.happened) +
                    u" Asked for: %1."_s.arg(askedFor(facts));
    error.advice = sentence(finding.advice) + regionOfKey(facts);
    error.reason = finding.reason;
    if (isModel(facts.resource))
        error.param = u"model"_s;
    return error;
}

} // namespace oci
