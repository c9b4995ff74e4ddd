// SPDX-License-Identifier: MIT
//
// Signing in with a browser, and making a key.

#include "tests/ui/shots/scenes.h"

#include <QAbstractButton>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace shots {

namespace {

// Of the tests' own key, tests/fixtures/keys/pkcs8.pem.
constexpr auto publicKey = R"(-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAwvlyI1Br5x8StDiAOYk4
3WjtbnnKtU6fLknhNKwbpPw4AejjJRf38+LSu8fuq1inGq6vvhhuIAUUtbBckNAt
OOZyJSnkS9OOwuDQirkdxIO+RZyfYchsMldgqaeVlJqnmkLkBQ/vZaoAv8iaONY7
WP1puCFIDQyZpbZ+yOoLSDHKaqM3zAL/Crm9wW+Zm7lhaijKax94gIg+gQogVl77
qhZm+AEpguCJkhqaASfTN9nDJJ9xFZD/2UCdUWtff6K6EKg9y/neQ59lSUbchOcf
C8PEWXMGLgeo+9UfXNBw5A+nB8hN8mrKK9KG+e68FwNJEllaoSTwyQ2f3Cxfn/O2
JwIDAQAB
-----END PUBLIC KEY-----)"_L1;

template<typename T>
T *find(Stage &stage, const QString &name)
{
    return stage.window.findChild<T *>(name);
}

} // namespace

QList<Scene> accountScenes()
{
    QList<Scene> all;
    const auto openSignIn = [](Stage &stage) {
        for (QAction *action : stage.window.menu()->actions()) {
            if (action->text().contains("browser"_L1))
                action->trigger();
        }
    };
    all.append({u"sign-in"_s, openSignIn});
    all.append({u"sign-in-long"_s, [openSignIn](Stage &stage) {
                    stage.signIn.config =
                            u"/home/maria.magdalena/Dokumente/Projekte/Zusammenarbeit mit dem "
                            "Rechenzentrum/Konfiguration/oci/config"_s;
                    openSignIn(stage);
                    const QString name = u"a name with [brackets] that is rather long"_s;
                    stage.signIn.standings[name] = core::SignIn::Standing::Unfit;
                    find<QLineEdit>(stage, u"signInProfile"_s)->setText(name);
                }});
    all.append({u"sign-in-waiting"_s, [openSignIn](Stage &stage) {
                    openSignIn(stage);
                    find<QAbstractButton>(stage, u"signIn"_s)->click();
                    stage.signIn.become(core::SignIn::State::Waiting);
                }});
    all.append({u"sign-in-failed"_s, [openSignIn](Stage &stage) {
                    openSignIn(stage);
                    find<QAbstractButton>(stage, u"signIn"_s)->click();
                    stage.signIn.error = {
                            .message = u"Another program uses port 8181 of this computer, to "
                                       "which OCI sends the browser back; perhaps another sign-in "
                                       "is under way, here or with the OCI CLI. End it and try "
                                       "again."_s};
                    stage.signIn.become(core::SignIn::State::Failed);
                }});
    const auto endSession = [](Stage &stage) {
        stage.signIn.sessionConnection = stage.connections.currentId;
        stage.signIn.standings[u"WORK"_s] = core::SignIn::Standing::Session;
        stage.connections.fail(
                {.code = core::ErrorCode::Unauthorized,
                 .message = u"The session of profile [WORK] expired on 21 Nov 2026 13:05 UTC. Sign "
                            "in again with 'oci session authenticate --profile-name WORK --region "
                            "us-chicago-1'."_s,
                 .reason = u"session_expired"_s});
    };
    all.append({u"session-ended"_s, endSession});
    all.append({u"sign-in-again"_s, [endSession](Stage &stage) {
                    endSession(stage);
                    find<QWidget>(stage, u"noticeBar"_s)->findChild<QPushButton *>()->click();
                }});
    const auto openSigningKey = [](Stage &stage) {
        for (QAction *action : stage.window.menu()->actions()) {
            if (action->text().contains("signing"_L1))
                action->trigger();
        }
    };
    const auto makeSigningKey = [openSigningKey](Stage &stage) {
        openSigningKey(stage);
        find<QLineEdit>(stage, u"keyUser"_s)->setText(u"ocid1.user.oc1..aaaaexampleuser"_s);
        find<QLineEdit>(stage, u"keyTenancy"_s)
                ->setText(u"ocid1.tenancy.oc1..aaaaexampletenancy"_s);
        find<QAbstractButton>(stage, u"keyGo"_s)->click();
    };
    all.append({u"signing-key"_s, openSigningKey});
    all.append({u"signing-key-wrong"_s, [makeSigningKey](Stage &stage) {
                    makeSigningKey(stage);
                    stage.signingKeys.answer(std::unexpected(
                            core::Error{.message = u"The OCID of a user begins with ocid1.user. "
                                                   "The Console shows it under My profile."_s,
                                        .param = u"user"_s}));
                }});
    all.append({u"signing-key-made"_s, [makeSigningKey](Stage &stage) {
                    stage.signingKeys.standings[u"GATEHOUSE"_s] = core::SigningKeys::Standing::Key;
                    makeSigningKey(stage);
                    stage.signingKeys.answer(core::SigningKey{
                            .profile = u"GATEHOUSE"_s,
                            .keyFile = u"/home/me/.oci/keys/GATEHOUSE/oci_api_key.pem"_s,
                            .publicKey = QString(publicKey),
                            .fingerprint = u"f7:60:4f:d3:4a:ec:0e:a7:74:6c:0d:a1:7b:d6:35:48"_s});
                }});
    return all;
}

} // namespace shots
