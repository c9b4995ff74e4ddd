// SPDX-License-Identifier: MIT
#pragma once

#include "tests/support/fakechatrunner.h"
#include "tests/support/fakeclientkeys.h"
#include "tests/support/fakeconnections.h"
#include "tests/support/fakeconversationstore.h"
#include "tests/support/fakegatewaycontrol.h"
#include "tests/support/fakesignin.h"
#include "tests/support/fakesigningkeys.h"
#include "ui/mainwindow.h"

#include <functional>

namespace shots {

//! A window on fakes that look like a day's work.
struct Stage {
    Stage();

    tests::FakeConnections connections;
    tests::FakeConversationStore store;
    tests::FakeChatRunner runner{store};
    tests::FakeGatewayControl gateway;
    tests::FakeSignIn signIn;
    tests::FakeSigningKeys signingKeys;
    tests::FakeClientKeys clientKeys;
    ui::MainWindow window{connections, store, runner, gateway};
};

//! A state of the window worth a picture.
struct Scene {
    QString name;
    std::function<void(Stage &)> prepare;
};

[[nodiscard]] QList<Scene> scenes();
//! Those of API keys, which scenes() has among the others.
[[nodiscard]] QList<Scene> keyScenes();
//! Those of signing in, which are among them.
[[nodiscard]] QList<Scene> accountScenes();

//! Those of the keys of tools, which are among them.
[[nodiscard]] QList<Scene> clientKeyScenes();

//! A long answer with every kind of block.
[[nodiscard]] QString richAnswer();

} // namespace shots
