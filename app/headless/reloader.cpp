// SPDX-License-Identifier: MIT
#include "app/headless/reloader.h"

#include "app/common/logging.h"
#include "app/common/settingsloader.h"

#include <QLoggingCategory>
#include <QSslCertificate>
#include <QSslConfiguration>

#include <algorithm>

using namespace Qt::StringLiterals;
using core::Result;

namespace app {

namespace {

Q_LOGGING_CATEGORY(log, "app.reload")

void complain(const core::Error &error)
{
    qCCritical(log).noquote() << error.message << "Everything stays as it was.";
}

bool sameTls(const Settings &a, const Settings &b)
{
    if (!a.tls || !b.tls)
        return a.tls == b.tls;
    return a.tls->localCertificateChain() == b.tls->localCertificateChain();
}

const ConnectionSpec *named(const QList<ConnectionSpec> &specs, const QString &name)
{
    const auto found = std::ranges::find(specs, name, &ConnectionSpec::name);
    return found == specs.end() ? nullptr : &*found;
}

} // namespace

QStringList differenceOfSettings(const Settings &before, const Settings &after)
{
    QStringList names;
    const auto compare = [&](bool same, const QString &name) {
        if (!same)
            names.append(name);
    };
    compare(before.listen == after.listen && before.port == after.port, u"listen"_s);
    compare(before.socketPath == after.socketPath, u"socket"_s);
    compare(before.ollamaListen == after.ollamaListen, u"ollama_listen"_s);
    compare(before.allowedHosts == after.allowedHosts, u"allowed_hosts"_s);
    compare(before.cors == after.cors && before.corsOrigins == after.corsOrigins,
            u"cors_origins"_s);
    compare(before.bodyLimit == after.bodyLimit, u"max_body_mb"_s);
    compare(sameTls(before, after), u"tls_certificate"_s);
    compare(before.stopTimeout == after.stopTimeout, u"stop_timeout"_s);
    compare(before.routing == after.routing && before.modelListMode == after.modelListMode,
            u"aliases"_s);
    compare(before.modelsFile == after.modelsFile, u"models_file"_s);
    compare(before.logLevel == after.logLevel, u"log_level"_s);
    compare(before.logFormat == after.logFormat, u"log_format"_s);
    return names;
}

QStringList settingsForRestart(const Settings &before, const Settings &after)
{
    QStringList names;
    if (before.routePrefix != after.routePrefix)
        names.append(u"route_prefix"_s);
    if (before.stateless != after.stateless)
        names.append(u"stateless"_s);
    if (before.embedTruncate != after.embedTruncate)
        names.append(u"embed_truncate"_s);
    if (before.dataDir != after.dataDir)
        names.append(u"--data-dir"_s);
    return names;
}

QStringList differenceOfConnections(const QList<ConnectionSpec> &before,
                                    const QList<ConnectionSpec> &after)
{
    QStringList words;
    for (const ConnectionSpec &spec : after) {
        const ConnectionSpec *old = named(before, spec.name);
        if (!old)
            words.append(u"connection %1 came"_s.arg(spec.name));
        else if (!(*old == spec))
            words.append(u"connection %1 was built anew"_s.arg(spec.name));
    }
    for (const ConnectionSpec &spec : before) {
        if (!named(after, spec.name))
            words.append(u"connection %1 went"_s.arg(spec.name));
    }
    return words;
}

Reloader::Reloader(CommandLine commandLine, Settings &settings, Specs &specs,
                   Connections connections, AcceptedKeys &keys, GatewayHost &host,
                   const core::Clock &clock)
    : m_commandLine(std::move(commandLine))
    , m_settings(settings)
    , m_specs(specs)
    , m_connections(std::move(connections))
    , m_keys(keys)
    , m_host(host)
    , m_clock(clock)
{
}

void Reloader::reload()
{
    if (std::exchange(m_isBusy, true)) {
        m_again = true;
        return;
    }
    look();
}

void Reloader::end()
{
    m_isBusy = false;
    emit done();
    if (std::exchange(m_again, false))
        reload();
}

void Reloader::look()
{
    const auto loaded = loadSettings(m_commandLine, QProcessEnvironment::systemEnvironment());
    if (!loaded) {
        complain(loaded.error());
        return end();
    }
    Settings next = *loaded;
    for (const QString &name : settingsForRestart(m_settings, next))
        qCWarning(log).noquote() << name << "counts from the next start on";
    next.routePrefix = m_settings.routePrefix;
    next.dataDir = m_settings.dataDir;
    next.inherited = m_settings.inherited;
    for (const QString &warning : std::as_const(next.warnings))
        qCWarning(log).noquote() << warning;

    const auto specs = m_connections(next);
    if (!specs) {
        complain(specs.error());
        return end();
    }
    m_lookup = std::make_unique<PrincipalLookup>(m_clock);
    m_lookup->complete(*specs).then(this, [this, next](const Result<Specs> &complete) {
        if (complete)
            return apply(next, *complete);
        complain(complete.error());
        end();
    });
}

void Reloader::apply(const Settings &next, const Specs &specs)
{
    if (const auto loaded = m_keys.load(next.clientKeys); !loaded) {
        complain(loaded.error());
        return end();
    }
    m_host.apply(gatewaySettings(next, m_keys.all()))
            .then(this, [this, next, specs](const Result<GatewayHost::Running> &running) {
                if (!running) {
                    complain(running.error());
                    return end();
                }
                for (const QString &warning : running->warnings)
                    qCWarning(log).noquote() << warning;
                const QStringList changes = differenceOfSettings(m_settings, next) +
                                            differenceOfConnections(m_specs, specs);
                m_host.setConnections(specs);
                installLog(next.logLevel, next.logFormat);
                m_settings = next;
                m_specs = specs;
                emit applied();
                qCInfo(log).noquote()
                        << "read again:"
                        << (changes.isEmpty() ? u"nothing is different"_s : changes.join(u", "_s));
                for (const QUrl &url : running->baseUrls)
                    qCInfo(log).noquote() << "listening on" << url.toString();
                end();
            });
}

} // namespace app
