// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/keyscommand.h"
#include "app/common/settings.h"

#include <QStringList>

namespace app {

//! What a program was started to do.
struct CommandLine {
    enum class Action { Run, CheckConfig, Keys, ShowHelp, ShowVersion };
    enum class Program { Window, Headless };

    Action action = Action::Run;
    bool welcome = false; //!< headless: print how to call it, with a curl line
    QString helpText;
    KeysCommand keys; //!< of Action::Keys

    // Set only where given, so that they win over environment and file.
    bool demo = false;
    QString configFile;
    QString dataDir;
    QString socketPath;
    QString modelsFile;
    bool stateless = false;
    QList<gateway::ListenAddress> listen;
    std::optional<LogLevel> logLevel;
    std::optional<LogFormat> logFormat;
    std::optional<std::chrono::seconds> stopTimeout; //!< headless
};

//! `arguments` begins with the program's name.
[[nodiscard]] core::Result<CommandLine> readCommandLine(const QStringList &arguments,
                                                        CommandLine::Program program);
void applyCommandLine(const CommandLine &commandLine, Settings &settings);

} // namespace app
