// SPDX-License-Identifier: MIT
#include "app/common/commandline.h"
#include "app/common/exitcode.h"
#include "app/common/hardening.h"
#include "app/common/logging.h"
#include "app/common/modelfile/modelfile.h"
#include "app/common/profilesource.h"
#include "app/common/proxies.h"
#include "app/common/settingsloader.h"
#include "app/common/terminationsignals.h"
#include "app/desktop/application.h"
#include "app/desktop/singleinstance.h"

#include <QApplication>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

int refuse(const core::Error &error)
{
    std::fprintf(stderr, "gatehouse: %s\n", error.message.toUtf8().constData());
    return app::Unusable;
}

} // namespace

int main(int argc, char **argv)
{
    app::hardenProcess();
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"Gatehouse"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(GATEHOUSE_VERSION));
    QGuiApplication::setDesktopFileName(u"gatehouse"_s);

    const auto environment = QProcessEnvironment::systemEnvironment();
    const auto commandLine =
            app::readCommandLine(QCoreApplication::arguments(), app::CommandLine::Program::Window);
    if (!commandLine)
        return refuse(commandLine.error());
    if (commandLine->action == app::CommandLine::Action::ShowHelp) {
        std::fputs(commandLine->helpText.toUtf8().constData(), stdout);
        return app::EndedOnRequest;
    }
    if (commandLine->action == app::CommandLine::Action::ShowVersion) {
        std::printf("gatehouse %s\n", GATEHOUSE_VERSION);
        return app::EndedOnRequest;
    }
    auto settings = app::loadSettings(*commandLine, environment);
    if (!settings)
        return refuse(settings.error());
    app::installLog(settings->logLevel, settings->logFormat);
    const bool checks = commandLine->action == app::CommandLine::Action::CheckConfig;
    const app::ProfileSource profiles(*settings, environment);
    // Without the file that a variable names it would be another account's window.
    const bool isNeeded = !settings->demo && settings->authType != app::AuthType::GenAiApiKey &&
                          profiles.problem() &&
                          profiles.problem()->code == core::ErrorCode::NotFound;
    if (isNeeded || (checks && profiles.problem()))
        return refuse(*profiles.problem());
    const auto models = settings->modelsFile.isEmpty()
                                ? core::Result<app::ModelFile>()
                                : app::loadModelFile(settings->modelsFile, environment);
    if (!models)
        return refuse(models.error());
    if (checks) {
        for (const QString &line : models->taken)
            std::printf("taken: %s\n", line.toUtf8().constData());
        for (const QString &line : models->passedOver)
            std::printf("not taken: %s\n", line.toUtf8().constData());
        std::puts("The configuration is good.");
        return app::EndedOnRequest;
    }
    if (const auto folder = app::makePrivateFolder(settings->dataDir); !folder)
        return refuse(folder.error());

    QNetworkProxyFactory::setApplicationProxyFactory(
            new app::ProxyFactory(environment)); // Qt owns it
    app::SingleInstance instance(settings->dataDir);
    if (!instance.claim())
        return app::EndedOnRequest;

    app::Application gatehouse(*std::move(settings), environment);
    QObject::connect(&instance, &app::SingleInstance::anotherStarted, &gatehouse,
                     &app::Application::raise);
    const app::TerminationSignals fromOutside;
    QObject::connect(&fromOutside, &app::TerminationSignals::requested, &application,
                     &QCoreApplication::quit);
    gatehouse.start();
    return QApplication::exec();
}
