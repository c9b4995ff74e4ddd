// SPDX-License-Identifier: MIT
#include "app/headless/headlessprogram.h"

#include <QCoreApplication>

// Read by jemalloc where the program is linked with it. Two threads allocate: a second arena costs
// an idle gateway a quarter of a megabyte and spares no CPU.
extern "C" const char *malloc_conf;
const char *malloc_conf = "narenas:1";

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
