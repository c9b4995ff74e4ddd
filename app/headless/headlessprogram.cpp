// SPDX-License-Identifier: MIT
#include "app/headless/headlessprogram.h"

#include "app/common/configuredconnections.h"
#include "app/common/exitcode.h"
#include "app/common/gatewaykey.h"
#include "app/common/hardening.h"
#include "app/common/logging.h"
#include "app/common/principallookup.h"
#include "app/common/proxies.h"
#include "app/common/settingsloader.h"
#include "app/common/terminationsignals.h"

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
    case CommandLine::Action::Run:
        break;
    }
    const auto environment = QProcessEnvironment::systemEnvironment();
    const auto settings = loadSettings(*commandLine, environment);
    if (!settings)
        return refuse(Unusable, settings.error());
    QNetworkProxyFactory::setApplicationProxyFactory(new ProxyFactory(environment)); // Qt owns it
    installLog(settings->logLevel, settings->logFormat);
    return serve(*commandLine, *settings);
}

int HeadlessProgram::serve(const CommandLine &commandLine, const Settings &settings)
{
    m_routing =
            std::make_unique<RoutingControl>(settings, QProcessEnvironment::systemEnvironment());
    if (const auto loaded = m_routing->load(); !loaded)
        return refuse(Unusable, loaded.error());
    const auto specs = connections(m_routing->settings());
    if (!specs)
        return refuse(Unusable, specs.error());
    if (commandLine.action == CommandLine::Action::CheckConfig)
        return check(*specs);
    if (const QString unused = unusedModels(m_routing->file(), *specs); !unused.isEmpty())
        qCWarning(log).noquote() << unused;
    auto keys = clientKeys(settings);
    if (!keys)
        return refuse(Unusable, keys.error());

    m_host = std::make_unique<GatewayHost>(m_clock);
    int exitCode = EndedOnRequest;
    const QString keyFile = keys->fileName;
    const auto end = [this, &exitCode](ExitCode code, const core::Error &error) {
        exitCode = refuse(code, error);
        // Queued: the event loop may not run yet.
        QMetaObject::invokeMethod(
                this, [code] { QCoreApplication::exit(code); }, Qt::QueuedConnection);
    };
    const auto listen = [&] {
        m_host->start(gatewaySettings(settings, std::move(keys->keys)))
                .then(this, [&, keyFile](const Result<GatewayHost::Running> &running) {
                    if (!running)
                        return end(CouldNotListen, running.error());
                    for (const QString &warning : running->warnings)
                        qCWarning(log).noquote() << warning;
                    printLine(stdout, u"listening on "_s + running->baseUrls.value(0).toString());
                    for (const QUrl &url : running->baseUrls.mid(1))
                        qCInfo(log).noquote() << "also on" << url.toString();
                    if (commandLine.welcome)
                        welcome(running->baseUrls.value(0), keyFile);
                });
    };
    PrincipalLookup lookup(m_clock);
    lookup.complete(*specs).then(this, [&](const Result<QList<ConnectionSpec>> &complete) {
        if (!complete) {
            if (complete.error().code != core::ErrorCode::Cancelled)
                end(Unusable, complete.error());
            return;
        }
        m_host->setConnections(*complete);
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
            if (complete)
                m_host->setConnections(*complete);
            else
                qCCritical(log).noquote() << complete.error().message;
        });
    });

    const TerminationSignals signalsFromOutside;
    connect(&signalsFromOutside, &TerminationSignals::requested, this, [] {
        qCInfo(log) << "ending on request";
        QCoreApplication::quit();
    });
    QCoreApplication::exec();
    m_routing.reset();
    m_host.reset();
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

Result<HeadlessProgram::ClientKeys> HeadlessProgram::clientKeys(const Settings &settings)
{
    ClientKeys result;
    for (const auto &key : settings.clientKeys)
        result.keys.push_back(key->clone());
    if (!result.keys.empty())
        return result;
    auto stored = loadOrMakeGatewayKey(settings.dataDir);
    if (!stored)
        return std::unexpected(stored.error());
    if (stored->isNew && isTerminal(stderr)) {
        printLine(stderr, u"A key for clients was made; it is shown this once: "_s +
                                  QString::fromUtf8(stored->key.reveal()));
    }
    qCInfo(log).noquote() << "the key for clients is in" << stored->fileName;
    result.keys.push_back(std::move(stored->key));
    result.fileName = stored->fileName;
    return result;
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
