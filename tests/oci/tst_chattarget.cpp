// SPDX-License-Identifier: MIT
#include "oci/inference/chattarget.h"

#include <QTest>

using core::ServingMode;
using oci::ChatTarget;
using namespace Qt::StringLiterals;

namespace {

const QList<core::ModelInfo> known{
        {.id = u"my-model"_s},
        {.id = u"x.custom"_s, .ocid = u"ocid1.generativeaimodel.oc1.us-chicago-1.known"_s},
        {.id = u"team/endpoint"_s,
         .ocid = u"ocid1.generativeaiendpoint.oc1.eu-frankfurt-1.e"_s,
         .vendor = u"cohere"_s,
         .serving = ServingMode::Dedicated,
         .region = u"eu-frankfurt-1"_s},
        {.id = u"deployed"_s,
         .ocid = u"ocid1.datasciencemodeldeployment.oc1.iad.known"_s,
         .serving = ServingMode::Deployment,
         .region = u"us-ashburn-1"_s,
         .compartmentId = u"ocid1.compartment.oc1..theirs"_s,
         .callUrl = u"https://md.example.com/x"_s},
        {.id = u"anywhere"_s,
         .ocid = u"ocid1.generativeairoutingprofile.oc1.us-chicago-1.known"_s,
         .serving = ServingMode::Routed,
         .baseModel = u"meta.llama-9"_s,
         .compartmentId = u"ocid1.compartment.oc1..theirs"_s},
        {.id = u"coming"_s,
         .ocid = u"ocid1.generativeaiendpoint.oc1.us-chicago-1.coming"_s,
         .serving = ServingMode::Dedicated,
         .lifecycleState = u"CREATING"_s},
        {.id = u"broken"_s,
         .ocid = u"ocid1.datasciencemodeldeployment.oc1.iad.broken"_s,
         .serving = ServingMode::Deployment,
         .lifecycleState = u"FAILED"_s}};

} // namespace

class TestChatTarget : public QObject
{
    Q_OBJECT

private slots:
    void resolves_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<ChatTarget>("expected");
        const ChatTarget llama{.model = u"meta.llama-9"_s, .id = u"meta.llama-9"_s};
        ChatTarget llamaInPhoenix = llama;
        llamaInPhoenix.region = u"us-phoenix-1"_s;
        llamaInPhoenix.isRegionAsked = true;
        ChatTarget llamaInIad = llama;
        llamaInIad.region = u"iad"_s;
        llamaInIad.isRegionAsked = true;
        QTest::newRow("unknown vendor.name") << u"meta.llama-9"_s << llama;
        QTest::newRow("oci/") << u"oci/meta.llama-9"_s << llama;
        QTest::newRow("oci:") << u"oci:meta.llama-9"_s << llama;
        QTest::newRow("region") << u"us-phoenix-1/meta.llama-9"_s << llamaInPhoenix;
        QTest::newRow("oci/region") << u"oci/us-phoenix-1/meta.llama-9"_s << llamaInPhoenix;
        QTest::newRow("region key") << u"IAD/meta.llama-9"_s << llamaInIad;
        QTest::newRow("known without dot")
                << u"my-model"_s << ChatTarget{.model = u"my-model"_s, .id = u"my-model"_s};
        QTest::newRow("endpoint")
                << u"ocid1.generativeaiendpoint.oc1.us-chicago-1.abc"_s
                << ChatTarget{.id = u"ocid1.generativeaiendpoint.oc1.us-chicago-1.abc"_s,
                              .serving = ServingMode::Dedicated,
                              .region = u"us-chicago-1"_s};
        QTest::newRow("endpoint by name")
                << u"team/endpoint"_s
                << ChatTarget{.model = u"cohere."_s,
                              .id = u"ocid1.generativeaiendpoint.oc1.eu-frankfurt-1.e"_s,
                              .serving = ServingMode::Dedicated,
                              .region = u"eu-frankfurt-1"_s};
        QTest::newRow("model OCID") << u"ocid1.generativeaimodel.oc1..abc"_s
                                    << ChatTarget{.id = u"ocid1.generativeaimodel.oc1..abc"_s};
        QTest::newRow("known model OCID")
                << u"ocid1.generativeaimodel.oc1.us-chicago-1.known"_s
                << ChatTarget{.model = u"x.custom"_s,
                              .id = u"ocid1.generativeaimodel.oc1.us-chicago-1.known"_s,
                              .region = u"us-chicago-1"_s};
        QTest::newRow("routing profile")
                << u"ocid1.generativeairoutingprofile.oc1.us-chicago-1.r"_s
                << ChatTarget{.id = u"ocid1.generativeairoutingprofile.oc1.us-chicago-1.r"_s,
                              .serving = ServingMode::Routed,
                              .region = u"us-chicago-1"_s};
        const QString deployment = u"ocid1.datasciencemodeldeployment.oc1.iad.abc"_s;
        QTest::newRow("deployment") << deployment
                                    << ChatTarget{.id = deployment,
                                                  .serving = ServingMode::Deployment,
                                                  .region = u"us-ashburn-1"_s};
        QTest::newRow("deployment by name")
                << u"deployed"_s
                << ChatTarget{.id = u"ocid1.datasciencemodeldeployment.oc1.iad.known"_s,
                              .serving = ServingMode::Deployment,
                              .region = u"us-ashburn-1"_s,
                              .compartmentId = u"ocid1.compartment.oc1..theirs"_s,
                              .callUrl = u"https://md.example.com/x"_s};
        QTest::newRow("routing profile by name")
                << u"anywhere"_s
                << ChatTarget{.model = u"meta.llama-9"_s,
                              .id = u"ocid1.generativeairoutingprofile.oc1.us-chicago-1.known"_s,
                              .serving = ServingMode::Routed,
                              .region = u"us-chicago-1"_s};
    }

    void resolves()
    {
        QFETCH(QString, name);
        QFETCH(ChatTarget, expected);

        const auto target = oci::resolveModel(name, known);

        QVERIFY(target);
        QCOMPARE(target->model, expected.model);
        QCOMPARE(target->id, expected.id);
        QCOMPARE(target->region, expected.region);
        QVERIFY(*target == expected);
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name :
             {"", " ", "oci/", "gpt", ".", "a.", ".b", "a b.c", "openrouter/meta.llama-9",
              "us-phoenix-1/nonsense", "us-phoenix-1/", "m\"eta.x", "ocid1.compartment.oc1..abc",
              "ocid1.generativeaiendpoint", "ocid1.generativeaiendpoint.oc1.us-chicago-1.",
              "ocid1.datasciencejob.oc1.iad.abc"})
            QTest::newRow(*name ? name : "nothing") << QString::fromLatin1(name);
    }

    void refuses()
    {
        QFETCH(QString, name);

        const auto target = oci::resolveModel(name, known);

        QVERIFY(!target);
        QCOMPARE(target.error().code, core::ErrorCode::NotFound);
        QCOMPARE(target.error().reason, u"model_not_found"_s);
        QCOMPARE(target.error().param, u"model"_s);
    }

    void whatCannotBeCalledNowIsRefusedWithItsState()
    {
        for (const QString &name :
             {u"coming"_s, u"ocid1.generativeaiendpoint.oc1.us-chicago-1.coming"_s}) {
            const auto coming = oci::resolveModel(name, known);
            QVERIFY(!coming);
            QCOMPARE(coming.error().code, core::ErrorCode::Unavailable);
            QCOMPARE(coming.error().reason, u"model_not_active"_s);
            QVERIFY(coming.error().message.contains("endpoint"_L1));
            QVERIFY(coming.error().message.endsWith("CREATING"_L1));
        }
        const auto broken = oci::resolveModel(u"oci/broken"_s, known);
        QVERIFY(!broken);
        QCOMPARE(broken.error().code, core::ErrorCode::InvalidRequest);
        QVERIFY(broken.error().message.contains("model deployment"_L1));
        QVERIFY(broken.error().message.endsWith("FAILED"_L1));
    }
};

QTEST_APPLESS_MAIN(TestChatTarget)
#include "tst_chattarget.moc"
