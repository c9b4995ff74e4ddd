// SPDX-License-Identifier: MIT
#include "app/headless/headlessprogram.h"

#include <QCoreApplication>

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("gatehouse-gateway"));
    QCoreApplication::setApplicationVersion(QStringLiteral(GATEHOUSE_VERSION));
    return app::HeadlessProgram().run(QCoreApplication::arguments());
}
