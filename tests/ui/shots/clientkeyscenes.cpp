// SPDX-License-Identifier: MIT
#include "tests/ui/shots/scenes.h"

#include <QApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

using namespace Qt::StringLiterals;

namespace shots {

namespace {

void open(Stage &stage)
{
    const QList<QAction *> actions = stage.window.actions();
    for (QAction *action : actions) {
        if (action->text().contains("tools"_L1))
            action->trigger();
    }
    QApplication::processEvents();
}

void press(Stage &stage, const QString &name)
{
    stage.window.findChild<QPushButton *>(name)->click();
    QApplication::processEvents();
}

void fillForm(Stage &stage)
{
    press(stage, u"clientKeyNew"_s);
    stage.window.findChild<QLineEdit *>(u"clientKeyName"_s)->setText(u"Zed"_s);
    stage.window.findChild<QLineEdit *>(u"clientKeyModels"_s)->setText(u"meta.*, xai.grok-4"_s);
    stage.window.findChild<QSpinBox *>(u"clientKeyRequests"_s)->setValue(60);
}

QList<core::ClientKey> someKeys()
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    return {{.id = u"window"_s,
             .name = u"window"_s,
             .shown = u"gh-x0Qz…"_s,
             .lastUsed = now.addSecs(-600)},
            {.id = u"k1"_s,
             .name = u"Zed on this computer"_s,
             .shown = u"gh-Ab12…"_s,
             .models = {u"meta.*"_s, u"xai.grok-code-fast-1"_s},
             .requestsPerMinute = 60,
             .tokensPerDay = 2'000'000,
             .lastUsed = now.addDays(-1)},
            {.id = u"k2"_s,
             .name = u"夜间评测脚本 (nightly evaluation of the analytics team, shared)"_s,
             .shown = u"gh-9kLm…"_s,
             .tokensPerDay = 50'000'000},
            {.id = u"k3"_s,
             .name = u"Old laptop"_s,
             .shown = u"gh-77aa…"_s,
             .lastUsed = now.addDays(-90),
             .revoked = now.addDays(-30)}};
}

} // namespace

QList<Scene> clientKeyScenes()
{
    QList<Scene> all;
    all.append({u"clientkeys"_s, [](Stage &stage) {
                    stage.clientKeys.all = someKeys();
                    open(stage);
                }});
    all.append({u"clientkeys-empty"_s, [](Stage &stage) { open(stage); }});
    all.append({u"clientkeys-error"_s, [](Stage &stage) {
                    stage.clientKeys.why = u"The list of keys /home/me/.local/share/gatehouse/"
                                           "keys.json was written by a newer version of "
                                           "Gatehouse."_s;
                    open(stage);
                }});
    all.append({u"clientkeys-new"_s, [](Stage &stage) {
                    stage.clientKeys.all = someKeys();
                    open(stage);
                    fillForm(stage);
                }});
    all.append({u"clientkeys-fresh"_s, [](Stage &stage) {
                    stage.clientKeys.all = someKeys();
                    open(stage);
                    fillForm(stage);
                    press(stage, u"clientKeyMake"_s);
                }});
    all.append({u"clientkeys-revoke"_s, [](Stage &stage) {
                    stage.clientKeys.all = someKeys();
                    open(stage);
                    press(stage, u"clientKeyRevoke"_s);
                }});
    return all;
}

} // namespace shots
