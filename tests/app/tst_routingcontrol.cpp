// SPDX-License-Identifier: MIT
#include "app/common/routingcontrol.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using app::RoutingControl;
using app::Settings;

namespace {

QByteArray providers(const QByteArrayList &names)
{
    QByteArray text = "providers:\n";
    for (const QByteArray &name : names)
        text += "  " + name +
                ": {type: oracle, api_key: sk-test-only, base_url: "
                "'http://127.0.0.1:1/openai/v1', models: [xai.grok]}\n";
    return text;
}

} // namespace

class TestRoutingControl : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    core::SystemClock m_clock;

    [[nodiscard]] Settings settingsWith(const QByteArray &text) const
    {
        Settings settings;
        settings.modelsFile = m_folder.filePath(u"config.yaml"_s);
        write(settings.modelsFile, text);
        return settings;
    }

    static void write(const QString &path, const QByteArray &text)
    {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write");
    }

private slots:
    void withoutAFileThereAreTheSettings()
    {
        RoutingControl control(Settings{}, {});

        QVERIFY(control.load());
        QVERIFY(!control.file());
        QVERIFY(control.settings().bearerConnections.isEmpty());
    }

    void theConnectionsOfTheFileAreAmongThem()
    {
        RoutingControl control(settingsWith(providers({"one"})), {});

        QVERIFY(control.load());

        QCOMPARE(control.settings().bearerConnections.size(), 1);
        QCOMPARE(control.settings().bearerConnections.first().name, u"one"_s);
    }

    void aChangeOfThemIsTold()
    {
        const Settings settings = settingsWith(providers({"one"}));
        app::GatewayHost host(m_clock);
        RoutingControl control(settings, {});
        QVERIFY(control.load());
        QSignalSpy changed(&control, &RoutingControl::connectionsChanged);
        control.drive(host);

        write(settings.modelsFile, providers({"one", "two"}));

        QTRY_VERIFY(changed.count() > 0);
        QCOMPARE(control.settings().bearerConnections.size(), 2);
    }

    void otherSettingsAndTheFileCountFromAdoptOn()
    {
        Settings settings = settingsWith(providers({"one"}));
        RoutingControl control(settings, {});
        QVERIFY(control.load());
        QSignalSpy changed(&control, &RoutingControl::connectionsChanged);

        write(settings.modelsFile, providers({"two"}));
        settings.region = u"eu-frankfurt-1"_s;
        const auto considered = control.consider(settings);

        QVERIFY(considered);
        QCOMPARE(considered->bearerConnections.first().name, u"two"_s);
        QCOMPARE(control.settings().bearerConnections.first().name, u"one"_s);
        control.adopt();
        QCOMPARE(control.settings().region, u"eu-frankfurt-1"_s);
        QCOMPARE(control.settings().bearerConnections.first().name, u"two"_s);
        QCOMPARE(changed.count(), 0); // who asked for it knows
    }

    void settingsWhoseFileIsBrokenChangeNothing()
    {
        Settings settings = settingsWith(providers({"one"}));
        RoutingControl control(settings, {});
        QVERIFY(control.load());

        write(settings.modelsFile, "{");
        QVERIFY(!control.consider(settings));
        control.adopt();

        QCOMPARE(control.settings().bearerConnections.first().name, u"one"_s);
    }

    void anotherFileIsFollowedAfterwards()
    {
        Settings settings = settingsWith(providers({"one"}));
        app::GatewayHost host(m_clock);
        RoutingControl control(settings, {});
        QVERIFY(control.load());
        control.drive(host);
        settings.modelsFile = m_folder.filePath(u"other.yaml"_s);
        write(settings.modelsFile, providers({"three"}));
        QVERIFY(control.consider(settings));
        control.adopt();
        QSignalSpy changed(&control, &RoutingControl::connectionsChanged);

        write(settings.modelsFile, providers({"three", "four"}));

        QTRY_VERIFY(changed.count() > 0);
        QCOMPARE(control.settings().bearerConnections.size(), 2);
    }

    void aFileThatCannotBeReadIsAnError()
    {
        RoutingControl control(settingsWith("{"), {});

        QVERIFY(!control.load());
    }
};

QTEST_GUILESS_MAIN(TestRoutingControl)
#include "tst_routingcontrol.moc"
