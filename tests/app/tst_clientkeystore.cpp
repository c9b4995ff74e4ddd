// SPDX-License-Identifier: MIT
#include "app/common/clientkeystore.h"

#include "app/common/clientkeyfile.h"
#include "tests/support/fixtures.h"

#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using app::ClientKeyStore;
using core::ClientKey;

class TestClientKeyStore : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void keepsWhatWasMadeButNotTheKey()
    {
        ClientKeyStore store(m_folder->path(), m_clock);
        const auto made = store.add({.name = u" Zed "_s,
                                     .models = {u"meta.*"_s},
                                     .requestsPerMinute = 60,
                                     .tokensPerDay = 5'000'000'000},
                                    nullptr);
        ClientKeyStore again(m_folder->path(), m_clock);

        QVERIFY(made);
        QVERIFY(again.load());
        QCOMPARE(again.keys().size(), 1);
        const ClientKey &key = again.keys().first();
        QCOMPARE(key.name, u"Zed"_s);
        QCOMPARE(key.hash, core::hashOfKey(made->secret.reveal()));
        QCOMPARE(key.models, QStringList{u"meta.*"_s});
        QCOMPARE(key.requestsPerMinute, 60);
        QCOMPARE(key.tokensPerDay, 5'000'000'000);
        QVERIFY(key.created.isValid() && !key.isRevoked());
        QVERIFY(!content().contains(made->secret.reveal().toByteArray()));
        constexpr auto ownerOnly =
                QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;
        QCOMPARE(QFile::permissions(path()), ownerOnly);
    }

    void aRevokedKeyStaysListed()
    {
        ClientKeyStore store(m_folder->path(), m_clock);
        const auto made = store.add({.name = u"Zed"_s}, nullptr);
        QVERIFY(made);
        QSignalSpy changed(&store, &ClientKeyStore::changed);

        QVERIFY(store.revoke(u"Zed"_s));
        QVERIFY(store.revoke(made->key.id)); // again: nothing to do
        const auto unknown = store.revoke(u"nobody"_s);
        const auto again = store.add({.name = u"Zed"_s}, nullptr);

        QCOMPARE(changed.count(), 2);
        QVERIFY(store.keys().first().isRevoked());
        QCOMPARE(unknown.error().code, core::ErrorCode::NotFound);
        QVERIFY(again); // the name is free again
        QCOMPARE(store.keys().size(), 2);
    }

    void refusesANameTwiceAndNone()
    {
        ClientKeyStore store(m_folder->path(), m_clock);
        QVERIFY(store.add({.name = u"Zed"_s}, nullptr));

        const auto twice =
                ClientKeyStore(m_folder->path(), m_clock).add({.name = u"Zed"_s}, nullptr);

        QCOMPARE(twice.error().code, core::ErrorCode::Conflict);
        QVERIFY(!store.add({.name = u"  "_s}, nullptr));
    }

    void changesOfTwoProcessesAddUp()
    {
        ClientKeyStore one(m_folder->path(), m_clock);
        ClientKeyStore two(m_folder->path(), m_clock);
        QVERIFY(one.load() && two.load());

        QVERIFY(one.add({.name = u"a"_s}, nullptr));
        QVERIFY(two.add({.name = u"b"_s}, nullptr));
        QVERIFY(one.revoke(u"b"_s));
        QVERIFY(two.load());

        QCOMPARE(two.keys().size(), 2);
        QCOMPARE(two.keys()[0].name, u"a"_s);
        QVERIFY(two.keys()[1].isRevoked());
    }

    void noticesWhatAnotherProcessChanges()
    {
        ClientKeyStore watching(m_folder->path(), m_clock);
        watching.watch();
        QSignalSpy changed(&watching, &ClientKeyStore::changed);
        ClientKeyStore other(m_folder->path(), m_clock);

        QVERIFY(other.add({.name = u"a"_s}, nullptr));
        QTRY_COMPARE(watching.keys().size(), 1);
        QVERIFY(other.revoke(u"a"_s));

        QTRY_VERIFY(watching.keys().first().isRevoked());
        QCOMPARE(changed.count(), 2);
    }

    void aFileThatBreaksLeavesTheKeysAsTheyWere()
    {
        ClientKeyStore store(m_folder->path(), m_clock);
        QVERIFY(store.add({.name = u"a"_s}, nullptr));
        store.watch();
        QTest::ignoreMessage(QtCriticalMsg,
                             QRegularExpression(u"is no JSON object.*stay as they were"_s));

        write("{\"version\":");
        QVERIFY(!store.load());
        QVERIFY(!store.revoke(u"a"_s));

        QTRY_COMPARE(store.keys().size(), 1);
        QVERIFY(!store.keys().first().isRevoked());
        QCOMPARE(content(), "{\"version\":");
        QTest::qWait(300); // the notice of the watcher, which must change nothing
        QCOMPARE(store.keys().size(), 1);
    }

    void aNewerFileIsRefusedAndLeftAlone()
    {
        const QByteArray newer = "{\"version\":2,\"keys\":[]}";
        write(newer);
        ClientKeyStore store(m_folder->path(), m_clock);

        const auto loaded = store.load();
        const auto made = store.add({.name = u"a"_s}, nullptr);
        const auto adopted =
                store.adopt(u"default"_s, u"default"_s, core::Secret("the-key-itself"));

        QVERIFY(loaded.error().message.contains(u"newer version"_s));
        QVERIFY(!made && !adopted);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"newer version"_s)); // at its end
        QCOMPARE(content(), newer);
    }

    void refusesEntriesThatCannotBeTrusted_data()
    {
        QTest::addColumn<QByteArray>("entry");
        const QByteArray hash = core::hashOfKey("k").toHex();
        const auto entry = [&hash](const char *more) {
            return tests::json("{'id':'a','name':'n','sha256':'HASH'").replace("HASH", hash) +
                   tests::json(more) + '}';
        };
        QTest::newRow("no hash") << tests::json("{'id':'a'}");
        QTest::newRow("half a hash") << tests::json("{'id':'a','sha256':'00'}");
        QTest::newRow("no id") << tests::json("{'sha256':'HASH'}").replace("HASH", hash);
        QTest::newRow("models of another type") << entry(",'models':'meta.*'");
        QTest::newRow("an empty model") << entry(",'models':['']");
        QTest::newRow("an odd time of revocation") << entry(",'revoked':'yes'");
        QTest::newRow("a negative bound") << entry(",'requests_per_minute':-1");
        QTest::newRow("twice") << entry("") + ',' + entry("");
        QTest::newRow("no object") << QByteArray("1");
    }

    void refusesEntriesThatCannotBeTrusted()
    {
        QFETCH(QByteArray, entry);

        const auto read =
                app::readClientKeys(tests::json("{'version':1,'keys':[") + entry + "]}", u"f"_s);

        QVERIFY(!read);
        QVERIFY(read.error().message.contains(u"cannot be read"_s));
    }

    void aFolderThatCannotBeWrittenIsSaidAndTheKeyCountsInMemory()
    {
        ClientKeyStore store(u"/proc/no/such/folder"_s, m_clock);
        core::Result<void> written;

        const auto made = store.add({.name = u"a"_s}, &written);

        QVERIFY(made);
        QVERIFY(!written);
        QCOMPARE(store.keys().size(), 1);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"/proc/no/such/folder"_s));
    }

    void adoptsAKeyOnceAndAgainWhenItIsAnother()
    {
        ClientKeyStore store(m_folder->path(), m_clock);
        QSignalSpy changed(&store, &ClientKeyStore::changed);

        QVERIFY(store.adopt(u"default"_s, u"default"_s, core::Secret("the-first-key")));
        QVERIFY(store.adopt(u"default"_s, u"default"_s, core::Secret("the-first-key")));
        QCOMPARE(changed.count(), 1);
        QVERIFY(store.revoke(u"default"_s));
        QVERIFY(store.adopt(u"default"_s, u"default"_s, core::Secret("the-first-key")));
        QVERIFY(store.keys().first().isRevoked());
        QVERIFY(store.adopt(u"default"_s, u"default"_s, core::Secret("the-second-key")));

        QCOMPARE(store.keys().size(), 1);
        QVERIFY(!store.keys().first().isRevoked());
        QCOMPARE(store.keys().first().hash, core::hashOfKey("the-second-key"));
    }

    void writesWhenAKeyWasLastUsedAtTheEnd()
    {
        auto store = std::make_unique<ClientKeyStore>(m_folder->path(), m_clock);
        const auto made = store->add({.name = u"a"_s}, nullptr);
        const QByteArray before = content();

        store->touch(made->key.id);
        store->touch(u"gone"_s);
        QCOMPARE(content(), before);
        store.reset();

        ClientKeyStore again(m_folder->path(), m_clock);
        QVERIFY(again.load());
        QVERIFY(again.keys().first().lastUsed.isValid());
    }

private:
    QString path() const { return m_folder->filePath(u"keys.json"_s); }
    QByteArray content() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void write(const QByteArray &bytes) const
    {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    core::SystemClock m_clock;
};

QTEST_GUILESS_MAIN(TestClientKeyStore)
#include "tst_clientkeystore.moc"
