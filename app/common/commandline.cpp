// SPDX-License-Identifier: MIT
#include "app/common/commandline.h"

#include <QCommandLineParser>

using namespace Qt::StringLiterals;
using core::Result;

namespace app {

namespace {

const QCommandLineOption
        listenOption(u"listen"_s,
                     u"Address to listen on; may be repeated. Port 0 takes a free one."_s,
                     u"address:port"_s);
const QCommandLineOption socketOption(u"socket"_s,
                                      u"Also listen on a Unix socket, for this user only."_s,
                                      u"path"_s);
const QCommandLineOption
        demoOption(u"demo"_s,
                   u"Use the built-in offline demo instead of OCI. Answers are simulated."_s);
const QCommandLineOption configOption(u"config"_s, u"Read settings from this JSON file."_s,
                                      u"file"_s);
const QCommandLineOption checkOption(u"check-config"_s, u"Judge the configuration and end."_s);
const QCommandLineOption dataOption(u"data-dir"_s, u"Keep everything of this run in this folder."_s,
                                    u"folder"_s);
const QCommandLineOption
        modelsOption(u"models"_s,
                     u"Take over the models of another gateway: the models.yaml of "
                     "OCI_GenAI_access_gateway, or the providers of an Aurora config.yaml."_s,
                     u"file"_s);
const QCommandLineOption
        statelessOption(u"stateless"_s,
                        u"Refuse what would need memory of earlier calls: previous_response_id, "
                        "stored and background responses."_s);
const QCommandLineOption levelOption(u"log-level"_s, u"debug, info, warning or error."_s,
                                     u"level"_s);
const QCommandLineOption formatOption(u"log-format"_s, u"text or json."_s, u"format"_s);
const QCommandLineOption welcomeOption(u"welcome"_s,
                                       u"When ready, print how to call the gateway."_s);
const QCommandLineOption helpOption({u"h"_s, u"help"_s}, u"Show this help."_s);
const QCommandLineOption versionOption({u"v"_s, u"version"_s}, u"Show the version."_s);

} // namespace

Result<CommandLine> readCommandLine(const QStringList &arguments, CommandLine::Program program)
{
    const bool headless = program == CommandLine::Program::Headless;
    QCommandLineParser parser;
    parser.setApplicationDescription(
            headless ? u"OpenAI-compatible gateway to OCI Generative AI"_s
                     : u"Chat client and OpenAI-compatible gateway for OCI Generative AI"_s);
    parser.addOptions({listenOption, socketOption, demoOption, configOption, checkOption,
                       dataOption, modelsOption, levelOption, formatOption, helpOption,
                       versionOption});
    if (headless)
        parser.addOptions({welcomeOption, statelessOption});

    if (!parser.parse(arguments))
        return unusable(parser.errorText() + u" --help lists what there is."_s);
    if (const QStringList extra = parser.positionalArguments(); !extra.isEmpty())
        return unusable(u"'%1' is not an option. --help lists what there is."_s.arg(extra.first()));

    CommandLine result;
    if (parser.isSet(helpOption)) {
        result.action = CommandLine::Action::ShowHelp;
        result.helpText = parser.helpText();
        return result;
    }
    if (parser.isSet(versionOption)) {
        result.action = CommandLine::Action::ShowVersion;
        return result;
    }
    if (parser.isSet(checkOption))
        result.action = CommandLine::Action::CheckConfig;
    result.welcome = headless && parser.isSet(welcomeOption);
    result.demo = parser.isSet(demoOption);
    result.configFile = parser.value(configOption);
    result.dataDir = parser.value(dataOption);
    result.socketPath = parser.value(socketOption);
    result.modelsFile = parser.value(modelsOption);
    result.stateless = headless && parser.isSet(statelessOption);
    for (const QString &text : parser.values(listenOption)) {
        const auto address = readListenAddress(text, u"--listen"_s);
        if (!address)
            return std::unexpected(address.error());
        result.listen += *address;
    }
    if (parser.isSet(levelOption)) {
        const auto level = readLogLevel(parser.value(levelOption), u"--log-level"_s);
        if (!level)
            return std::unexpected(level.error());
        result.logLevel = *level;
    }
    if (parser.isSet(formatOption)) {
        const auto format = readLogFormat(parser.value(formatOption), u"--log-format"_s);
        if (!format)
            return std::unexpected(format.error());
        result.logFormat = *format;
    }
    return result;
}

void applyCommandLine(const CommandLine &commandLine, Settings &settings)
{
    settings.demo = settings.demo || commandLine.demo;
    if (!commandLine.configFile.isEmpty())
        settings.configFile = commandLine.configFile;
    if (!commandLine.dataDir.isEmpty())
        settings.dataDir = commandLine.dataDir;
    if (!commandLine.socketPath.isEmpty())
        settings.socketPath = commandLine.socketPath;
    if (!commandLine.modelsFile.isEmpty())
        settings.modelsFile = commandLine.modelsFile;
    settings.stateless = settings.stateless || commandLine.stateless;
    if (!commandLine.listen.isEmpty())
        settings.listen = commandLine.listen;
    if (commandLine.logLevel)
        settings.logLevel = *commandLine.logLevel;
    if (commandLine.logFormat)
        settings.logFormat = *commandLine.logFormat;
}

} // namespace app
