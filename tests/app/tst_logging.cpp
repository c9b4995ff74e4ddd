// SPDX-License-Identifier: MIT
#include "app/common/logging.h"

#include <QLoggingCategory>
#include <QTest>

using namespace Qt::StringLiterals;
using app::LogFormat;
using app::LogLevel;

class TestLogging : public QObject
{
    Q_OBJECT

private slots:
    void writesText()
    {
        QCOMPARE(app::logLine(LogFormat::Text, time(), LogLevel::Warning, "app.x", u"hello"_s),
                 "2026-01-02T03:04:05.006Z warning app.x: hello\n");
    }

    void writesJson()
    {
        QCOMPARE(app::logLine(LogFormat::Json, time(), LogLevel::Info, "app.x", u"a \"b\""_s),
                 "{\"time\":\"2026-01-02T03:04:05.006Z\",\"level\":\"info\",\"category\":\"app.x\","
                 "\"message\":\"a \\\"b\\\"\"}\n");
    }

    void nothingForgesALine()
    {
        const QString forged = u"x\n2026-01-02T03:04:05.006Z error app.x: y\x1b[31m"_s;

        for (const LogFormat format : {LogFormat::Text, LogFormat::Json}) {
            const QByteArray line = app::logLine(format, time(), LogLevel::Info, "app.x", forged);
            QCOMPARE(line.count('\n'), 1);
            QVERIFY(!line.contains('\x1b'));
        }
    }

    void asksForDetailsOnlyWhereTheyAreShown()
    {
        const QLoggingCategory category("app.oci.http");
        app::installLog(LogLevel::Debug, LogFormat::Text);
        QVERIFY(category.isDebugEnabled());
        app::installLog(LogLevel::Info, LogFormat::Text);
        QVERIFY(!category.isDebugEnabled());
        QVERIFY(category.isInfoEnabled());
        qInstallMessageHandler(nullptr);
        QLoggingCategory::setFilterRules({});
    }

private:
    static QDateTime time() { return {QDate(2026, 1, 2), QTime(3, 4, 5, 6), QTimeZone::UTC}; }
};

QTEST_APPLESS_MAIN(TestLogging)
#include "tst_logging.moc"
