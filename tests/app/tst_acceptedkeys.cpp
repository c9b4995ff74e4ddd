// SPDX-License-Identifier: MIT
#include "app/common/acceptedkeys.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using app::AcceptedKeys;
using core::ClientKey;

class TestAcceptedKeys : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void theFirstStartMakesTheDefaultKey()
    {
        AcceptedKeys keys(m_folder->path(), m_clock);
        QVERIFY(keys.load({}));
        const core::Secret fresh = keys.takeFreshKey();
        AcceptedKeys again(m_folder->path(), m_clock);
        QVERIFY(again.load({}));

        QVERIFY(!fresh.isEmpty());
        QCOMPARE(again.all().size(), 1);
        QCOMPARE(again.all().first().id, u"default"_s);
        QCOMPARE(again.all().first().hash, core::hashOfKey(fresh.reveal()));
        QCOMPARE(again.keyFile(), m_folder->filePath(u"gateway.key"_s));
        QVERIFY(again.takeFreshKey().isEmpty());
    }

    void anOlderInstallationKeepsItsKey()
    {
        write(u"gateway.key"_s, "the-key-of-last-year\n");

        AcceptedKeys keys(m_folder->path(), m_clock);
        QVERIFY(keys.load({}));

        QCOMPARE(keys.all().first().hash, core::hashOfKey("the-key-of-last-year"));
    }

    void aRevokedDefaultKeyStaysOut()
    {
        AcceptedKeys keys(m_folder->path(), m_clock);
        QVERIFY(keys.load({}));
        QVERIFY(keys.store().revoke(u"default"_s));
        QVERIFY(keys.load({}));
        QVERIFY(keys.all().first().isRevoked());
        QVERIFY(keys.keyFile().isEmpty());

        QVERIFY(QFile::remove(m_folder->filePath(u"gateway.key"_s)));
        QVERIFY(keys.load({}));

        QVERIFY(!QFileInfo::exists(m_folder->filePath(u"gateway.key"_s)));
        QVERIFY(std::ranges::all_of(keys.all(), &ClientKey::isRevoked));
    }

    void whoDeletesTheFileGetsAnotherKey()
    {
        AcceptedKeys keys(m_folder->path(), m_clock);
        QVERIFY(keys.load({}));
        const QByteArray before = keys.all().first().hash;
        QVERIFY(QFile::remove(m_folder->filePath(u"gateway.key"_s)));

        QVERIFY(keys.load({}));

        QCOMPARE(keys.all().size(), 1);
        QVERIFY(keys.all().first().hash != before);
    }

    void whoMadeKeysForTheirToolsGetsNoOther()
    {
        AcceptedKeys keys(m_folder->path(), m_clock);
        QVERIFY(keys.store().add({.name = u"Zed"_s}, nullptr));

        QVERIFY(keys.load({}));

        QCOMPARE(keys.all().size(), 1);
        QVERIFY(!QFileInfo::exists(m_folder->filePath(u"gateway.key"_s)));
    }

    void keysOfTheEnvironmentStandBesides()
    {
        AcceptedKeys keys(m_folder->path(), m_clock);
        QVERIFY(keys.store().add({.name = u"Zed"_s}, nullptr));
        AcceptedKeys::Configured configured;
        for (const char *key : {"one", "two"})
            configured.push_back(std::make_shared<const core::Secret>(key));

        QVERIFY(keys.load(configured));

        QCOMPARE(keys.all().size(), 3);
        QCOMPARE(keys.all()[0].id, u"environment"_s);
        QCOMPARE(keys.all()[1].hash, core::hashOfKey("two"));
        QVERIFY(!QFileInfo::exists(m_folder->filePath(u"gateway.key"_s)));
    }

    void aListThatCannotBeReadIsAnError()
    {
        write(u"keys.json"_s, "{\"version\":99}");
        AcceptedKeys keys(m_folder->path(), m_clock);

        QVERIFY(!keys.load({}));
        QVERIFY(keys.all().isEmpty());
        QVERIFY(!QFileInfo::exists(m_folder->filePath(u"gateway.key"_s)));
    }

    void saysWhatIsDifferent()
    {
        const ClientKey zed{.id = u"1"_s, .name = u"Zed"_s};
        const ClientKey cline{.id = u"2"_s, .name = u"Cline"_s};
        ClientKey used = zed;
        used.lastUsed = m_clock.nowUtc();
        ClientKey revoked = zed;
        revoked.revoked = m_clock.nowUtc();
        ClientKey bounded = zed;
        bounded.requestsPerMinute = 1;

        QCOMPARE(app::differenceOfKeys({zed}, {used}), QString());
        QCOMPARE(app::differenceOfKeys({zed}, {zed, cline}), u"made: Cline"_s);
        QCOMPARE(app::differenceOfKeys({zed, cline}, {revoked}), u"revoked: Zed; removed: Cline"_s);
        QCOMPARE(app::differenceOfKeys({zed}, {bounded}), u"changed: Zed"_s);
    }

private:
    void write(const QString &name, const QByteArray &bytes) const
    {
        QFile file(m_folder->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    core::SystemClock m_clock;
};

QTEST_GUILESS_MAIN(TestAcceptedKeys)
#include "tst_acceptedkeys.moc"
