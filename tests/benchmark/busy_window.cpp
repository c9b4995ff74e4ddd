// SPDX-License-Identifier: MIT
//
// The real window, whose GUI thread sleeps when told to: a line on stdin says for how many
// milliseconds. Shows whether the gateway waits for the window.

#include "app/common/commandline.h"
#include "app/common/logging.h"
#include "app/common/settingsloader.h"
#include "app/desktop/application.h"

#include <QApplication>
#include <QSocketNotifier>
#include <QThread>

#include <cstdio>
#include <cstdlib>

namespace {

int refuse(const core::Error &error)
{
    std::fprintf(stderr, "busy_window: %s\n", error.message.toUtf8().constData());
    return 2;
}

} // namespace

int main(int argc, char **argv)
{
    const QApplication application(argc, argv);
    const auto environment = QProcessEnvironment::systemEnvironment();
    const auto commandLine =
            app::readCommandLine(QCoreApplication::arguments(), app::CommandLine::Program::Window);
    if (!commandLine)
        return refuse(commandLine.error());
    auto settings = app::loadSettings(*commandLine, environment);
    if (!settings)
        return refuse(settings.error());
    app::installLog(settings->logLevel, settings->logFormat);
    app::Application gatehouse(*std::move(settings), environment);
    gatehouse.start();

    QSocketNotifier orders(0, QSocketNotifier::Read);
    QObject::connect(&orders, &QSocketNotifier::activated, &application, [] {
        char line[32] = {};
        if (!std::fgets(line, sizeof line, stdin))
            return QCoreApplication::quit();
        std::puts("asleep");
        std::fflush(stdout);
        QThread::msleep(std::strtoul(line, nullptr, 10));
        std::puts("awake");
        std::fflush(stdout);
    });
    return QApplication::exec();
}
