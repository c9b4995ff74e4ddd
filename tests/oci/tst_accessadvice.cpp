// SPDX-License-Identifier: MIT
#include "oci/http/accessadvice.h"

#include <QTest>

using namespace Qt::StringLiterals;
using Listed = oci::AccessFacts::Listed;
using Resource = oci::AccessFacts::Resource;

namespace {

core::Error answered(int status)
{
    return {.code = status == 404 ? core::ErrorCode::NotFound : core::ErrorCode::Forbidden,
            .message = u"OCI found nothing by that name (404): no"_s,
            .requestId = u"ABC"_s,
            .upstreamStatus = status};
}

oci::AccessFacts model()
{
    return {.name = u"meta.llama-3.3-70b-instruct"_s,
            .region = u"us-chicago-1"_s,
            .compartmentId = u"ocid1.compartment.oc1..example"_s};
}

} // namespace

//! What a 403 and a 404 mean (protocol reference, 9.8, 11.2 and 14.21).
class TestAccessAdvice : public QObject
{
    Q_OBJECT

private slots:
    void namesTheMissingPolicyWhereTheModelIsListed()
    {
        auto facts = model();
        facts.listed = Listed::Yes;

        const core::Error error = oci::withAccessAdvice(answered(404), facts);

        QCOMPARE(error.reason, u"policy_missing"_s);
        QCOMPARE(error.advice,
                 u"Ask an administrator for the policy 'allow group <group> to use "
                 "generative-ai-family in compartment id ocid1.compartment.oc1..example'."_s);
        QCOMPARE(error.message,
                 u"OCI found nothing by that name (404): no. us-chicago-1 lists "
                 "meta.llama-3.3-70b-instruct, so it is a policy that is missing. Asked for: "
                 "meta.llama-3.3-70b-instruct, region us-chicago-1, compartment "
                 "ocid1.compartment.oc1..example."_s);
        QCOMPARE(error.requestId, u"ABC"_s);
        QCOMPARE(error.param, u"model"_s);
    }

    void namesTheRegionThatHasTheModel()
    {
        auto facts = model();
        facts.listed = Listed::No;
        facts.otherRegions = {u"eu-frankfurt-1"_s, u"ap-osaka-1"_s};

        const core::Error error = oci::withAccessAdvice(answered(404), facts);

        QCOMPARE(error.reason, u"model_in_other_region"_s);
        QVERIFY(error.message.contains("eu-frankfurt-1, ap-osaka-1 does"_L1));
        QVERIFY(error.advice.contains("eu-frankfurt-1/meta.llama-3.3-70b-instruct"_L1));
    }

    void saysThatARegionHasNoGenerativeAi()
    {
        auto facts = model();
        facts.region = u"eu-zurich-1"_s;
        facts.regionOffers = false;

        const core::Error error = oci::withAccessAdvice(answered(404), facts);

        QCOMPARE(error.reason, u"region_without_generative_ai"_s);
        QVERIFY(error.message.contains("eu-zurich-1"_L1));
    }

    void aRegionThatListsTheModelIsBelievedOverTheTable()
    {
        auto facts = model();
        facts.regionOffers = false;
        facts.listed = Listed::Yes;
        QCOMPARE(oci::withAccessAdvice(answered(404), facts).reason, u"policy_missing"_s);
    }

    void saysThatTheModelIsNotOnTheList()
    {
        auto facts = model();
        facts.listed = Listed::No;

        const core::Error error = oci::withAccessAdvice(answered(404), facts);

        QCOMPARE(error.reason, u"model_not_found"_s);
        QVERIFY(error.message.contains("us-chicago-1 does not list"_L1));
    }

    void explainsBothWhereNothingIsKnown()
    {
        const core::Error error = oci::withAccessAdvice(answered(404), model());
        QCOMPARE(error.reason, u"model_not_found"_s);
        QVERIFY(error.message.contains("where a policy is missing, too"_L1));
        QVERIFY(error.advice.contains("allow group <group> to use generative-ai-family"_L1));
    }

    void eachResourceHasItsPolicy_data()
    {
        QTest::addColumn<Resource>("resource");
        QTest::addColumn<QString>("policy");
        QTest::newRow("model") << Resource::Model
                               << u"allow group <group> to use generative-ai-family in tenancy"_s;
        QTest::newRow("list") << Resource::ModelList
                              << u"allow group <group> to inspect generative-ai-model in tenancy"_s;
        QTest::newRow("compartments")
                << Resource::Compartments
                << u"allow group <group> to inspect compartments in tenancy"_s;
        QTest::newRow("other lists")
                << Resource::Family
                << u"allow group <group> to use generative-ai-family in tenancy"_s;
        QTest::newRow("regions") << Resource::Regions
                                 << u"allow group <group> to inspect tenancies in tenancy"_s;
        QTest::newRow("deployment")
                << Resource::ModelDeployment
                << u"allow group <group> to use data-science-model-deployments in tenancy"_s;
        QTest::newRow("API keys")
                << Resource::ApiKeys
                << u"allow group <group> to manage generative-ai-family in tenancy"_s;
    }

    void eachResourceHasItsPolicy()
    {
        QFETCH(const Resource, resource);
        QFETCH(const QString, policy);
        const oci::AccessFacts facts{.resource = resource,
                                     .compartmentId = u"ocid1.tenancy.oc1..example"_s};
        QCOMPARE(oci::policyFor(facts), policy);
        QVERIFY(oci::withAccessAdvice(answered(404), facts).advice.contains(policy));
        QVERIFY(oci::withAccessAdvice(answered(403), facts).advice.contains(policy));
    }

    void eachCallerHasItsPolicy_data()
    {
        QTest::addColumn<oci::Caller>("caller");
        QTest::addColumn<QString>("policy");
        const QString what =
                u" to use generative-ai-family in compartment id ocid1.compartment.oc1..example"_s;
        QTest::newRow("person") << oci::Caller::Person << u"'allow group <group>"_s + what + u'\'';
        QTest::newRow("dynamic group") << oci::Caller::DynamicGroup
                                       << u"'allow dynamic-group <dynamic group>"_s + what + u'\'';
        QTest::newRow("pod") << oci::Caller::Workload
                             << u"\"allow any-user"_s + what +
                                        u" where ALL {request.principal.type='workload', "_s;
        QTest::newRow("key") << oci::Caller::ApiKey
                             << u"\"allow any-user"_s + what +
                                        u" where ALL {request.principal.type='generativeaiapikey', "
                                        "request.principal.id='<OCID of the key>'}\""_s;
    }

    void eachCallerHasItsPolicy()
    {
        QFETCH(const oci::Caller, caller);
        QFETCH(const QString, policy);
        auto facts = model();
        facts.caller = caller;

        for (const int status : {403, 404}) {
            for (const Listed listed : {Listed::Yes, Listed::Unknown}) {
                facts.listed = listed;
                const QString advice = oci::withAccessAdvice(answered(status), facts).advice;
                QVERIFY2(advice.contains(policy), qPrintable(advice));
                QCOMPARE(advice.contains("region that it was made in; us-chicago-1"_L1),
                         caller == oci::Caller::ApiKey);
            }
        }
    }

    void aKeyOfAnotherRegionIsAdvised()
    {
        auto facts = model();
        facts.caller = oci::Caller::ApiKey;
        facts.otherRegions = {u"eu-frankfurt-1"_s};

        const QString advice = oci::withAccessAdvice(answered(404), facts).advice;

        QVERIFY2(advice.startsWith("Use a key of that region."_L1), qPrintable(advice));
    }

    void theCompartmentOfAKeyIsTheReadersToFillIn()
    {
        const QString policy = oci::policyFor({.caller = oci::Caller::ApiKey});
        QVERIFY(policy.startsWith(
                "allow any-user to use generative-ai-family in compartment <compartment> where"_L1));
        QCOMPARE(oci::policyAdvice(oci::Caller::DynamicGroup),
                 u"Ask an administrator for a policy such as 'allow dynamic-group <dynamic group> "
                 "to use generative-ai-family in compartment <compartment>'."_s);
    }

    void leavesOtherErrorsAlone()
    {
        const core::Error error{.code = core::ErrorCode::RateLimited,
                                .message = u"slow down"_s,
                                .upstreamStatus = 429};
        QCOMPARE(oci::withAccessAdvice(error, model()), error);
        const core::Error local{.code = core::ErrorCode::NotFound, .message = u"no such model"_s};
        QCOMPARE(oci::withAccessAdvice(local, model()), local);
        const core::Error signingIn{.code = core::ErrorCode::Unauthorized,
                                    .message = u"no identity"_s,
                                    .reason = u"metadata"_s,
                                    .upstreamStatus = 404};
        QCOMPARE(oci::withAccessAdvice(signingIn, model()), signingIn);
    }
};

QTEST_GUILESS_MAIN(TestAccessAdvice)
#include "tst_accessadvice.moc"
