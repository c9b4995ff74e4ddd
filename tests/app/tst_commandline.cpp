// SPDX-License-Identifier: MIT
#include "app/common/commandline.h"

#include <QTest>

using namespace Qt::StringLiterals;
using app::CommandLine;

namespace {

core::Result<CommandLine> read(const QStringList &arguments)
{
    return app::readCommandLine(QStringList{u"gatehouse-gateway"_s} + arguments,
                                CommandLine::Program::Headless);
}

} // namespace

class TestCommandLine : public QObject
{
    Q_OBJECT

private slots:
    void winsOverWhatWasSaidBefore()
    {
        app::Settings settings;
        settings.listen = {{.address = QHostAddress(u"10.0.0.1"_s), .port = 1}};
        settings.logLevel = app::LogLevel::Error;

        const auto commandLine = read({u"--listen"_s, u"127.0.0.1:0"_s, u"--listen"_s, u"[::1]:9"_s,
                                       u"--log-level"_s, u"debug"_s, u"--demo"_s,
                                       u"--data-dir=/tmp/x"_s, u"--socket"_s, u"/tmp/s"_s});
        QVERIFY(commandLine);
        app::applyCommandLine(*commandLine, settings);

        QCOMPARE(settings.listen.size(), 2);
        QCOMPARE(settings.listen[0].address, QHostAddress(QHostAddress::LocalHost));
        QCOMPARE(settings.listen[1].port, 9);
        QCOMPARE(settings.logLevel, app::LogLevel::Debug);
        QCOMPARE(settings.dataDir, u"/tmp/x"_s);
        QCOMPARE(settings.socketPath, u"/tmp/s"_s);
        QVERIFY(settings.demo);
    }

    void whatIsNotGivenStaysAsItWas()
    {
        app::Settings settings;
        settings.logFormat = app::LogFormat::Json;
        settings.socketPath = u"/tmp/s"_s;

        app::applyCommandLine(*read({}), settings);

        QCOMPARE(settings.logFormat, app::LogFormat::Json);
        QCOMPARE(settings.socketPath, u"/tmp/s"_s);
        QVERIFY(!settings.demo);
    }

    void refuses_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("saying");

        QTest::newRow("unknown option") << QStringList{u"--no-such"_s} << u"no-such"_s;
        QTest::newRow("stray word") << QStringList{u"demo"_s} << u"'demo'"_s;
        QTest::newRow("no port") << QStringList{u"--listen"_s, u"127.0.0.1"_s} << u"--listen"_s;
        QTest::newRow("port too large")
                << QStringList{u"--listen"_s, u"127.0.0.1:70000"_s} << u"70000"_s;
        QTest::newRow("a name") << QStringList{u"--listen"_s, u"example.com:80"_s}
                                << u"example.com"_s;
        QTest::newRow("log level") << QStringList{u"--log-level"_s, u"loud"_s} << u"'loud'"_s;
        QTest::newRow("log format") << QStringList{u"--log-format"_s, u"xml"_s} << u"'xml'"_s;
        QTest::newRow("value missing") << QStringList{u"--config"_s} << u"config"_s;
    }

    void refuses()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, saying);

        const auto result = read(arguments);

        QVERIFY(!result);
        QVERIFY2(result.error().message.contains(saying), qPrintable(result.error().message));
    }

    void localhostIsBothLoopbackAddresses()
    {
        const auto addresses = app::readListenAddress(u"localhost:5"_s, u"x"_s);

        QVERIFY(addresses);
        QCOMPARE(addresses->size(), 2);
        QVERIFY(addresses->at(0).optional && addresses->at(1).optional);
    }
};

QTEST_APPLESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
