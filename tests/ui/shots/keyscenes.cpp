// SPDX-License-Identifier: MIT
#include "tests/support/fakeapikeys.h"
#include "tests/ui/shots/scenes.h"

#include <QAbstractButton>
#include <QApplication>
#include <QLineEdit>
#include <QTableView>

using namespace Qt::StringLiterals;
using core::ApiKeySecret;
using tests::FakeApiKeys;

namespace shots {

namespace {

QDateTime inDays(int days)
{
    return QDateTime::currentDateTimeUtc().addDays(days).addSecs(3600);
}

QList<core::ApiKey> someKeys()
{
    QList<core::ApiKey> keys{
            FakeApiKeys::key(u"Nightly evaluation"_s, {inDays(90), inDays(90)}),
            FakeApiKeys::key(u"Build server"_s, {inDays(12), inDays(61)}),
            FakeApiKeys::key(u"客服机器人（生产环境）"_s, {inDays(1), inDays(44)}),
            FakeApiKeys::key(u"Data science notebooks of the analytics team, shared read-only key "
                             "for the quarterly report"_s,
                             {inDays(-3), inDays(170)}),
            FakeApiKeys::key(u"Old laptop"_s, {inDays(20), inDays(20)}),
    };
    keys[0].state = core::ApiKey::State::Creating;
    keys[3].secrets[0].state = ApiKeySecret::State::Expired;
    keys[4].secrets[0].state = ApiKeySecret::State::Revoked;
    keys[4].secrets[1].state = ApiKeySecret::State::Inactive;
    return keys;
}

void trigger(Stage &stage, QLatin1StringView part)
{
    const QList<QAction *> actions = stage.window.actions();
    for (QAction *action : actions) {
        if (action->text().contains(part))
            action->trigger();
    }
}

std::shared_ptr<FakeApiKeys> openKeys(Stage &stage, const std::shared_ptr<FakeApiKeys> &keys)
{
    stage.connections.keys = keys;
    trigger(stage, "API keys"_L1);
    QApplication::processEvents();
    return keys;
}

std::shared_ptr<FakeApiKeys> openKeys(Stage &stage)
{
    auto keys = std::make_shared<FakeApiKeys>();
    keys->all = someKeys();
    return openKeys(stage, keys);
}

void press(Stage &stage, const QString &name)
{
    stage.window.findChild<QAbstractButton *>(name)->click();
    QApplication::processEvents();
}

} // namespace

QList<Scene> keyScenes()
{
    QList<Scene> all;
    all.append({u"apikeys"_s, [](Stage &stage) {
                    openKeys(stage);
                    stage.window.findChild<QTableView *>(u"apiKeysTable"_s)->selectRow(2);
                }});
    all.append({u"apikeys-empty"_s,
                [](Stage &stage) { openKeys(stage, std::make_shared<FakeApiKeys>()); }});
    all.append({u"apikeys-loading"_s, [](Stage &stage) {
                    auto keys = std::make_shared<FakeApiKeys>();
                    keys->silent = true;
                    openKeys(stage, keys);
                }});
    all.append({u"apikeys-error"_s, [](Stage &stage) {
                    auto keys = std::make_shared<FakeApiKeys>();
                    keys->error = core::Error{
                            .code = core::ErrorCode::NotFound,
                            .message = u"OCI found nothing by that name (404): Authorization "
                                       "failed or requested resource not found. It answers 404 "
                                       "where a policy is missing, too. Asked for: API keys, "
                                       "region us-chicago-1, compartment "
                                       "ocid1.compartment.oc1..example."_s,
                            .advice = u"Ask an administrator for the policy 'allow group <group> "
                                      "to manage generative-ai-family in compartment id "
                                      "ocid1.compartment.oc1..example'."_s};
                    openKeys(stage, keys);
                }});
    all.append({u"apikeys-refused"_s, [](Stage &stage) {
                    auto keys = openKeys(stage);
                    stage.window.findChild<QTableView *>(u"apiKeysTable"_s)->selectRow(2);
                    press(stage, u"apiKeyRevoke"_s);
                    keys->error = core::Error{
                            .code = core::ErrorCode::Conflict,
                            .message = u"OCI reports a conflict (412): The API key was changed "
                                       "meanwhile."_s,
                            .advice = u"List the keys again, then decide anew."_s};
                    press(stage, u"confirmApiKey"_s);
                }});
    all.append(
            {u"apikey-new"_s, [](Stage &stage) {
                 openKeys(stage);
                 press(stage, u"apiKeyNew"_s);
                 stage.window.findChild<QLineEdit *>(u"apiKeyName"_s)->setText(u"Build server"_s);
             }});
    all.append({u"apikey-new-refused"_s, [](Stage &stage) {
                    auto keys = openKeys(stage);
                    press(stage, u"apiKeyNew"_s);
                    stage.window.findChild<QLineEdit *>(u"apiKeyName"_s)->setText(u"构建服务器"_s);
                    keys->error = core::Error{
                            .code = core::ErrorCode::InvalidRequest,
                            .message = u"The limit of 200 API keys is reached. (400)"_s};
                    press(stage, u"apiKeySubmit"_s);
                }});
    all.append(
            {u"apikey-fresh"_s, [](Stage &stage) {
                 openKeys(stage);
                 press(stage, u"apiKeyNew"_s);
                 stage.window.findChild<QLineEdit *>(u"apiKeyName"_s)->setText(u"Build server 2"_s);
                 press(stage, u"apiKeySubmit"_s);
             }});
    all.append({u"apikey-renew"_s, [](Stage &stage) {
                    openKeys(stage);
                    stage.window.findChild<QTableView *>(u"apiKeysTable"_s)->selectRow(4);
                    press(stage, u"apiKeyRenew"_s);
                }});
    all.append({u"apikey-revoke"_s, [](Stage &stage) {
                    openKeys(stage);
                    stage.window.findChild<QTableView *>(u"apiKeysTable"_s)->selectRow(2);
                    press(stage, u"apiKeyRevoke"_s);
                }});
    all.append({u"connections-expiring"_s, [](Stage &stage) {
                    stage.connections.all[2].expires = inDays(3);
                    stage.connections.all[2].isRemovable = true;
                    core::ConnectionInfo past = stage.connections.all[2];
                    past.id = u"bearer:2"_s;
                    past.name = u"Old key"_s;
                    past.expires = inDays(-6);
                    stage.connections.all.insert(3, past);
                    stage.connections.currentId = u"bearer:1"_s;
                    emit stage.connections.connectionsChanged();
                    press(stage, u"connectionPicker"_s);
                }});
    all.append({u"connection-remove"_s, [](Stage &stage) {
                    stage.connections.all[2].isRemovable = true;
                    stage.connections.currentId = u"bearer:1"_s;
                    emit stage.connections.connectionsChanged();
                    trigger(stage, "Re&move"_L1);
                }});
    return all;
}

} // namespace shots
