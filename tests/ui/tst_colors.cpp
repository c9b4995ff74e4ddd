// SPDX-License-Identifier: MIT
#include "ui/theme/colors.h"

#include <QTest>

using ui::Colors;
using ui::contrast;

class TestColors : public QObject
{
    Q_OBJECT

private slots:
    void contrastIsThatOfWcag()
    {
        QCOMPARE(qRound(contrast(Qt::white, Qt::black) * 10), 210);
        QCOMPARE(contrast(Qt::red, Qt::red), 1.0);
        QCOMPARE(qRound(contrast(QColor(0x77, 0x77, 0x77), Qt::white) * 100), 448);
    }

    void textCanBeReadEverywhere_data()
    {
        QTest::addColumn<QColor>("text");
        QTest::addColumn<QColor>("surface");
        for (const Colors &c : {ui::lightColors(), ui::darkColors()}) {
            const char *scheme = c.dark ? "dark" : "light";
            const auto row = [scheme](const char *what, const QColor &text, const QColor &surface) {
                QTest::addRow("%s: %s", scheme, what) << text << surface;
            };
            for (const QColor &surface :
                 {c.window, c.sidebar, c.surface, c.bubble, c.hover, c.selected, c.selection,
                  c.code, c.codeHeader, c.warningSoft, c.dangerSoft})
                row(qPrintable(QStringLiteral("text on %1").arg(surface.name())), c.text, surface);
            for (const QColor &surface :
                 {c.window, c.sidebar, c.surface, c.hover, c.codeHeader, c.dangerSoft, c.selected})
                row(qPrintable(QStringLiteral("muted on %1").arg(surface.name())), c.muted,
                    surface);
            row("link", c.link, c.window);
            row("link in a bubble", c.link, c.bubble);
            row("filled button", c.onAccent, c.accent);
            row("danger", c.danger, c.surface);
            row("danger in the status bar", c.danger, c.sidebar);
            row("warning chip", c.warning, c.warningSoft);
        }
    }

    void textCanBeReadEverywhere()
    {
        QFETCH(QColor, text);
        QFETCH(QColor, surface);
        QVERIFY2(contrast(text, surface) >= 4.5,
                 qPrintable(QString::number(contrast(text, surface))));
    }

    void controlsCanBeSeen()
    {
        for (const Colors &c : {ui::lightColors(), ui::darkColors()}) {
            for (const QColor &mark : {c.outline, c.accent, c.good, c.warning, c.danger}) {
                QVERIFY(contrast(mark, c.window) >= 3);
                QVERIFY(contrast(mark, c.surface) >= 3);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestColors)
#include "tst_colors.moc"
