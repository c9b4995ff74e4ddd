// SPDX-License-Identifier: MIT
//
// gatehouse_shots DIR [NAME…]: pictures of every window and state, in light and dark, at 100 %
// and 200 %. A scale needs a process of its own, so the program runs itself for each.

#include "tests/ui/shots/scenes.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QPainter>
#include <QProcess>
#include <QTextStream>
#include <QThread>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

constexpr auto scaleVariable = "GATEHOUSE_SHOTS_PERCENT";

// The window with whatever stands open over it, as a screen would show them.
QImage picture(QWidget &window)
{
    QPixmap base = window.grab();
    QPainter painter(&base);
    QWidgetList others = QApplication::topLevelWidgets();
    // What belongs to another window stands over it.
    const auto depth = [](const QWidget *widget) {
        int above = 0;
        for (; widget->parentWidget(); widget = widget->parentWidget())
            ++above;
        return above;
    };
    std::ranges::stable_sort(others, {}, depth);
    for (QWidget *other : std::as_const(others)) {
        if (other == &window || !other->isVisible())
            continue;
        QPoint at = other->pos() - window.pos();
        if (other->windowType() == Qt::Dialog) {
            painter.fillRect(QRect(QPoint(), window.size()), QColor(0, 0, 0, 60));
            at = QPoint((window.width() - other->width()) / 2,
                        (window.height() - other->height()) / 3);
        }
        painter.drawPixmap(at, other->grab());
        painter.setPen(QColor(128, 128, 128, 90));
        painter.setBrush(Qt::NoBrush);
        if (other->windowType() == Qt::Dialog)
            painter.drawRect(QRect(at, other->size()));
    }
    return base.toImage();
}

bool shoot(const QDir &folder, const QStringList &wanted, const QString &percent)
{
    for (const shots::Scene &scene : shots::scenes()) {
        if (!wanted.isEmpty() && !wanted.contains(scene.name))
            continue;
        for (const bool dark : {false, true}) {
            shots::Stage stage;
            stage.window.setColorScheme(dark ? Qt::ColorScheme::Dark : Qt::ColorScheme::Light);
            stage.window.show();
            scene.prepare(stage);
            for (int i = 0; i < 6; ++i) {
                QApplication::processEvents(QEventLoop::AllEvents, 20);
                QThread::msleep(10);
            }
            const QString file =
                    u"%1-%2-%3.png"_s.arg(scene.name, dark ? u"dark"_s : u"light"_s, percent);
            if (!picture(stage.window).save(folder.filePath(file))) {
                QTextStream(stderr) << "cannot write " << folder.filePath(file) << '\n';
                return false;
            }
        }
    }
    return true;
}

// The offscreen platform's own screen is smaller than the window.
QString platformWithLargeScreen(const QDir &folder)
{
    const QString path = folder.filePath(u"screen.json"_s);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return u"offscreen"_s;
    file.write(R"({"screens":[{"name":"1","x":0,"y":0,"width":1600,"height":1200,)"
               R"("logicalDpi":96,"logicalBaseDpi":96,"dpr":1}]})");
    return u"offscreen:configfile="_s + path;
}

int shootEachScale(const QStringList &arguments)
{
    const QDir folder(arguments.at(1));
    if (!folder.mkpath(u"."_s))
        return 1;
    const QString platform = platformWithLargeScreen(folder);
    for (const auto &[percent, factor] : {std::pair("100", "1"), std::pair("200", "2")}) {
        QProcess child;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QString::fromLatin1(scaleVariable), QString::fromLatin1(percent));
        environment.insert(u"QT_SCALE_FACTOR"_s, QString::fromLatin1(factor));
        environment.insert(u"QT_QPA_PLATFORM"_s, platform);
        child.setProcessEnvironment(environment);
        child.setProcessChannelMode(QProcess::ForwardedChannels);
        child.start(QCoreApplication::applicationFilePath(), arguments.sliced(1));
        if (!child.waitForFinished(-1) || child.exitCode() != 0)
            return 1;
    }
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    const QString percent = qEnvironmentVariable(scaleVariable);
    if (percent.isEmpty()) {
        QCoreApplication application(argc, argv);
        if (application.arguments().size() < 2) {
            QTextStream(stderr) << "usage: gatehouse_shots DIR [NAME...]\n";
            return 2;
        }
        return shootEachScale(application.arguments());
    }
    QApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    const QDir folder(arguments.at(1));
    if (!folder.mkpath(u"."_s))
        return 1;
    return shoot(folder, arguments.sliced(2), percent) ? 0 : 1;
}
