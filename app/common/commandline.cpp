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
const QCommandLineOption stopOption(u"stop-timeout"_s,
                                    u"How long answers under way may take at the end."_s,
                                    u"seconds"_s);
const QCommandLineOption
        allowOption(u"allow"_s, u"keys add: models the key may use; * is any text."_s, u"names"_s);
const QCommandLineOption rpmOption(u"rpm"_s, u"keys add: requests per minute."_s, u"number"_s);
const QCommandLineOption tokensOption(u"tokens-per-day"_s, u"keys add: tokens per UTC day."_s,
                                      u"number"_s);
const QCommandLineOption helpOption({u"h"_s, u"help"_s}, u"Show this help."_s);
const QCommandLineOption versionOption({u"v"_s, u"version"_s}, u"Show the version."_s);

Result<void> readStopTimeout(const QString &text, CommandLine &result)
{
    bool isNumber = false;
    const int seconds = text.toInt(&isNumber);
    if (!isNumber || seconds < 0 || seconds > 3600)
        return unusable(u"--stop-timeout: '%1' is no number of seconds from 0 to 3600"_s.arg(text));
    result.stopTimeout = std::chrono::seconds(seconds);
    return {};
}

//! What stands there besides options.
Result<void> readWords(const QCommandLineParser &parser, bool headless, CommandLine &result)
{
    const QStringList words = parser.positionalArguments();
    KeysOptions options;
    if (headless) {
        options = {.models = parser.values(allowOption),
                   .requestsPerMinute = parser.value(rpmOption),
                   .tokensPerDay = parser.value(tokensOption)};
    }
    if (headless && words.value(0) == "keys"_L1) {
        auto keys = readKeysCommand(words.mid(1), options);
        if (!keys)
            return std::unexpected(keys.error());
        result.action = CommandLine::Action::Keys;
        result.keys = *std::move(keys);
        return {};
    }
    if (!words.isEmpty())
        return unusable(u"'%1' is not an option. --help lists what there is."_s.arg(words.first()));
    if (!options.isEmpty())
        return unusable(u"--allow, --rpm and --tokens-per-day belong to 'keys add'"_s);
    return {};
}

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
    if (headless) {
        parser.addOptions(
                {welcomeOption, statelessOption, stopOption, allowOption, rpmOption, tokensOption});
        parser.addPositionalArgument(
                u"keys"_s,
                u"list | add NAME | revoke ID: the keys of tools that may call the gateway."_s,
                u"[keys …]"_s);
    }

    if (!parser.parse(arguments))
        return unusable(parser.errorText() + u" --help lists what there is."_s);

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
    if (const auto words = readWords(parser, headless, result); !words)
        return std::unexpected(words.error());
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
    if (headless && parser.isSet(stopOption)) {
        if (const auto read = readStopTimeout(parser.value(stopOption), result); !read)
            return std::unexpected(read.error());
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
    if (commandLine.stopTimeout)
        settings.stopTimeout = *commandLine.stopTimeout;
}

} // namespace app
