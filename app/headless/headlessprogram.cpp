// SPDX-License-Identifier: MIT
#include "app/headless/headlessprogram.h"

#include "app/common/configuredconnections.h"
#include "app/common/exitcode.h"
#include "app/common/hardening.h"
#include "app/common/logging.h"
#include "app/common/principallookup.h"
#include "app/common/proxies.h"
#include "app/common/settingsloader.h"
#include "app/common/socketactivation.h"
#include "app/common/spenttokens.h"
#include "app/common/terminationsignals.h"
#include "app/headless/allocator.h"
#include "app/headless/reloader.h"
#include "app/headless/usagecommand.h"

#include <QCoreApplication>
#include <QLoggingCategory>

#include <algorithm>
#include <cstdio>

#ifndef Q_OS_WIN
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;
using core::Result;

namespace app {

namespace {

Q_LOGGING_CATEGORY(log, "app.headless")

void printLine(std::FILE *to, const QString &text)
{
    std::fprintf(to, "%s\n", text.toUtf8().constData());
    std::fflush(to);
}

int refuse(ExitCode code, const core::Error &error)
{
    QString text = error.message;
    if (!error.advice.isEmpty())
        text += (text.endsWith(u'.') ? u" "_s : u". "_s) + error.advice;
    printLine(stderr, u"gatehouse-gateway: "_s + text);
    return code;
}

// A key is shown where a person reads along and nowhere else: logs are kept.
bool isTerminal(std::FILE *stream)
{
#ifdef Q_OS_WIN
    Q_UNUSED(stream)
    return false;
#else
    return ::isatty(::fileno(stream)) == 1;
#endif
}

//! Empty: there are none that nobody can be asked for.
QString unusedModels(const ModelFile *file, const QList<ConnectionSpec> &specs)
{
    if (!file || file->models.isEmpty() || !std::ranges::all_of(specs, &ConnectionSpec::isBearer))
        return {};
    return u"The file of models names %1 for a connection that signs its requests, but none is "
           "configured: they are not offered."_s.arg(file->models.size());
}

} // namespace

int HeadlessProgram::run(const QStringList &arguments)
{
    hardenProcess();
    if (arguments.value(1) == "usage"_L1)
        return usageCommand(arguments);
    const auto commandLine = readCommandLine(arguments, CommandLine::Program::Headless);
    if (!commandLine)
        return refuse(Unusable, commandLine.error());
    switch (commandLine->action) {
    case CommandLine::Action::ShowHelp:
        printLine(stdout, commandLine->helpText);
        return EndedOnRequest;
    case CommandLine::Action::ShowVersion:
        printLine(stdout, u"gatehouse-gateway "_s + QCoreApplication::applicationVersion());
        return EndedOnRequest;
    case CommandLine::Action::CheckConfig:
    case CommandLine::Action::Keys:
    case CommandLine::Action::Run:
        break;
    }
    const auto environment = QProcessEnvironment::systemEnvironment();
    const auto settings = loadSettings(*commandLine, environment);
    if (!settings)
        return refuse(Unusable, settings.error());
    QNetworkProxyFactory::setApplicationProxyFactory(new ProxyFactory(environment)); // Qt owns it
    installLog(settings->logLevel, settings->logFormat);
    if (commandLine->action == CommandLine::Action::Keys)
        return changeKeys(commandLine->keys, *settings);
    return serve(*commandLine, *settings);
}

int HeadlessProgram::changeKeys(const KeysCommand &command, const Settings &settings) const
{
    ClientKeyStore store(settings.dataDir, m_clock);
    const auto answer = runKeysCommand(command, store);
    if (!answer)
        return refuse(Unusable, answer.error());
    if (!answer->out.isEmpty())
        printLine(stdout, answer->out);
    if (!answer->note.isEmpty())
        printLine(stderr, answer->note);
    return EndedOnRequest;
}

int HeadlessProgram::serve(const CommandLine &commandLine, Settings settings)
{
    m_routing =
            std::make_unique<RoutingControl>(settings, QProcessEnvironment::systemEnvironment());
    if (const auto loaded = m_routing->load(); !loaded)
        return refuse(Unusable, loaded.error());
    auto specs = connections(m_routing->settings());
    if (!specs)
        return refuse(Unusable, specs.error());
    if (commandLine.action == CommandLine::Action::CheckConfig)
        return check(*specs);
    if (const QString unused = unusedModels(m_routing->file(), *specs); !unused.isEmpty())
        qCWarning(log).noquote() << unused;
    for (const QString &warning : std::as_const(settings.warnings))
        qCWarning(log).noquote() << warning;
    AcceptedKeys keys(settings.dataDir, m_clock);
    if (const auto loaded = keys.load(settings.clientKeys); !loaded)
        return refuse(Unusable, loaded.error());
    tellOfKeys(keys);
    settings.inherited = takeInheritedSockets();

    m_usage = std::make_unique<UsageStore>(settings.dataDir);
    m_host = std::make_unique<GatewayHost>(m_clock);
    m_host->setUsage(m_usage.get());
    SpentTokens spent(settings.dataDir, m_clock);
    connect(m_host.get(), &GatewayHost::tokensSpent, &spent, &SpentTokens::add);
    connect(&spent, &SpentTokens::spentElsewhere, m_host.get(), &GatewayHost::addSpent);
    follow(keys);

    int exitCode = EndedOnRequest;
    const auto end = [this, &exitCode](ExitCode code, const core::Error &error) {
        exitCode = refuse(code, error);
        // Queued: the event loop may not run yet.
        QMetaObject::invokeMethod(
                this, [code] { QCoreApplication::exit(code); }, Qt::QueuedConnection);
    };
    const auto listen = [&] {
        m_host->start(gatewaySettings(settings, keys.all()))
                .then(this, [&](const Result<GatewayHost::Running> &running) {
                    if (!running)
                        return end(CouldNotListen, running.error());
                    spent.load();
                    tell(*running);
                    returnFreedMemory();
                    notifyServiceManager("READY=1");
                    if (commandLine.welcome)
                        welcome(running->baseUrls.value(0), keys.keyFile());
                });
    };
    PrincipalLookup lookup(m_clock);
    lookup.complete(*specs).then(this, [&](const Result<QList<ConnectionSpec>> &complete) {
        if (!complete) {
            if (complete.error().code != core::ErrorCode::Cancelled)
                end(Unusable, complete.error());
            return;
        }
        *specs = *complete;
        m_host->setConnections(*specs);
        m_routing->drive(*m_host);
        listen();
    });
    connect(m_routing.get(), &RoutingControl::connectionsChanged, this, [&] {
        if (settings.demo)
            return; // it is the only one
        const auto changed = connections(m_routing->settings());
        if (!changed) {
            qCCritical(log).noquote() << changed.error().message;
            return;
        }
        lookup.complete(*changed).then(this, [&](const Result<QList<ConnectionSpec>> &complete) {
            if (!complete) {
                qCCritical(log).noquote() << complete.error().message;
                return;
            }
            *specs = *complete;
            m_host->setConnections(*specs);
        });
    });

    Reloader reloader(
            commandLine, settings, *specs,
            [&](const Settings &next) {
                return m_routing->consider(next).and_then([&](const Settings &all) {
                    // The demo's service runs and stays.
                    return settings.demo ? Result<QList<ConnectionSpec>>(*specs) : connections(all);
                });
            },
            keys, *m_host, m_clock);
    connect(&reloader, &Reloader::applied, m_routing.get(), &RoutingControl::adopt);
    TerminationSignals signalsFromOutside;
    signalsFromOutside.catchReload();
    connect(&signalsFromOutside, &TerminationSignals::reloadRequested, &reloader,
            &Reloader::reload);
    connect(&signalsFromOutside, &TerminationSignals::requested, this, [&] {
        qCInfo(log) << "ending on request; answers under way may take"
                    << settings.stopTimeout.count() << "seconds more";
        notifyServiceManager("STOPPING=1");
        m_host->drain(settings.stopTimeout).then(this, [] { QCoreApplication::quit(); });
    });
    QCoreApplication::exec();
    m_routing.reset();
    m_host.reset();
    m_usage.reset();
    m_demo.reset();
    return exitCode;
}

int HeadlessProgram::check(const QList<ConnectionSpec> &specs) const
{
    for (const ConnectionSpec &spec : specs) {
        printLine(stdout,
                  u"connection %1: region %2"_s.arg(
                          spec.name, spec.region.isEmpty() ? u"of the instance"_s : spec.region));
    }
    if (const ModelFile *file = m_routing->file()) {
        for (const QString &line : file->taken)
            printLine(stdout, u"taken: "_s + line);
        for (const QString &line : file->passedOver)
            printLine(stdout, u"not taken: "_s + line);
    }
    if (const QString unused = unusedModels(m_routing->file(), specs); !unused.isEmpty())
        printLine(stdout, unused);
    printLine(stdout, u"The configuration is good."_s);
    return EndedOnRequest;
}

void HeadlessProgram::tell(const GatewayHost::Running &running) const
{
    for (const QString &warning : running.warnings)
        qCWarning(log).noquote() << warning;
    printLine(stdout, u"listening on "_s + running.baseUrls.value(0).toString());
    for (const QUrl &url : running.baseUrls.mid(1))
        qCInfo(log).noquote() << "also on" << url.toString();
    for (const QUrl &url : running.openUrls)
        qCInfo(log).noquote() << "for Ollama's clients, without a key, on" << url.toString();
}

void HeadlessProgram::tellOfKeys(AcceptedKeys &keys) const
{
    const core::Secret fresh = keys.takeFreshKey();
    if (!fresh.isEmpty() && isTerminal(stderr)) {
        printLine(stderr, u"A key for clients was made; it is shown this once: "_s +
                                  QString::fromUtf8(fresh.reveal()));
    }
    if (!keys.keyFile().isEmpty())
        qCInfo(log).noquote() << "the key for clients is in" << keys.keyFile();
    if (std::ranges::all_of(keys.all(), &core::ClientKey::isRevoked))
        qCWarning(log) << "Every key is revoked: nobody is let in. 'gatehouse-gateway keys add "
                          "NAME' makes one.";
}

//! Changes by this process and by others.
void HeadlessProgram::follow(AcceptedKeys &keys)
{
    auto known = std::make_shared<QList<core::ClientKey>>(keys.all());
    connect(&keys, &AcceptedKeys::changed, m_host.get(), [this, &keys, known] {
        const QString difference = differenceOfKeys(*known, keys.all());
        *known = keys.all();
        if (difference.isEmpty())
            return;
        qCInfo(log).noquote() << "keys" << difference;
        m_host->setKeys(*known);
    });
    connect(m_host.get(), &GatewayHost::keyUsed, &keys.store(),
            [&keys](const QByteArray &caller) { keys.store().touch(QString::fromUtf8(caller)); });
    keys.store().watch();
}

Result<QList<ConnectionSpec>> HeadlessProgram::connections(const Settings &settings)
{
    if (!settings.demo)
        return configuredConnections(settings, QProcessEnvironment::systemEnvironment());
    m_demo = std::make_unique<DemoHost>(m_clock);
    return m_demo->start().transform([&settings](ConnectionSpec spec) {
        qCInfo(log) << "This is the offline demo: answers are simulated.";
        spec.routes = oci::overridesFor(settings.routes, spec.name);
        return QList<ConnectionSpec>{spec};
    });
}

void HeadlessProgram::welcome(const QUrl &baseUrl, const QString &keyFile) const
{
    const QString key = keyFile.isEmpty() ? u"$GATEHOUSE_API_KEY"_s : u"$(cat %1)"_s.arg(keyFile);
    printLine(stderr,
              uR"(
Base URL:  %1
Key:       %2
Try it:

  curl -N %1/chat/completions \
    -H "Authorization: Bearer %3" \
    -H 'Content-Type: application/json' \
    -d '{"model": "meta.llama-3.3-70b-instruct", "stream": true,
         "messages": [{"role": "user", "content": "What is a gatehouse?"}]}'
)"_s.arg(baseUrl.toString(),
              keyFile.isEmpty() ? u"the one in your environment"_s : u"in "_s + keyFile, key));
}

} // namespace app
