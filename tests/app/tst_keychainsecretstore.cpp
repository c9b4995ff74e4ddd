// SPDX-License-Identifier: MIT
//
// Runs under tests/app/with_keyring: a D-Bus session of its own with gnome-keyring, unlocked.

#include "app/desktop/keychainsecretstore.h"
#include "app/desktop/sessionsecretstore.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::Secret;

class TestKeychainSecretStore : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QVERIFY2(app::KeychainSecretStore::isAvailable(), "run it under tests/app/with_keyring");
    }

    void keepsASecretBeyondTheObject()
    {
        QVERIFY(write(u"entry-a"_s, "first"));
        QVERIFY(write(u"entry-a"_s, "second")); // replaces
        QVERIFY(write(u"entry-b"_s, "other"));

        QCOMPARE(read(u"entry-a"_s), "second");
        QCOMPARE(read(u"entry-b"_s), "other");
    }

    void keepsBytesThatAreNoText()
    {
        const QByteArray bytes("\x00\xff\n\xc3", 4);
        QVERIFY(write(u"binary"_s, bytes));

        QCOMPARE(read(u"binary"_s), bytes);
    }

    void whatIsNotThereIsNull()
    {
        app::KeychainSecretStore store(service());
        auto future = store.read(u"never written"_s);
        QTRY_VERIFY(future.isFinished());

        QVERIFY(future.result());
        QVERIFY(!*future.result());
    }

    void removes()
    {
        QVERIFY(write(u"gone"_s, "x"));
        app::KeychainSecretStore store(service());

        auto first = store.remove(u"gone"_s);
        QTRY_VERIFY(first.isFinished());
        QVERIFY(first.result());
        auto second = store.remove(u"gone"_s);
        QTRY_VERIFY(second.isFinished());
        QVERIFY(second.result());

        QCOMPARE(read(u"gone"_s), QByteArray());
    }

    void destroyingTheStoreCancels()
    {
        auto store = std::make_unique<app::KeychainSecretStore>(service());
        auto future = store->read(u"entry-a"_s);

        store.reset();

        QTRY_VERIFY(future.isFinished());
    }

    void theStoreOfTheRunBehavesAlike()
    {
        app::SessionSecretStore store;
        QVERIFY(!store.isPersistent());
        QVERIFY(store.write(u"a"_s, Secret{QByteArrayView("x")}).result());

        QVERIFY((*store.read(u"a"_s).result())->equals("x"));
        QVERIFY(!*store.read(u"b"_s).result());
        QVERIFY(store.remove(u"a"_s).result());
        QVERIFY(!*store.read(u"a"_s).result());
    }

private:
    static QString service() { return u"Gatehouse test"_s; }

    static bool write(const QString &entry, const QByteArray &bytes)
    {
        app::KeychainSecretStore store(service());
        auto future = store.write(entry, Secret(QByteArrayView(bytes)));
        return QTest::qWaitFor([&future] { return future.isFinished(); }) && future.result();
    }

    static QByteArray read(const QString &entry)
    {
        app::KeychainSecretStore store(service());
        auto future = store.read(entry);
        if (!QTest::qWaitFor([&future] { return future.isFinished(); }) || !future.result())
            return "failed";
        return *future.result() ? (*future.result())->reveal().toByteArray() : QByteArray();
    }
};

QTEST_GUILESS_MAIN(TestKeychainSecretStore)
#include "tst_keychainsecretstore.moc"
