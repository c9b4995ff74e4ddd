// SPDX-License-Identifier: MIT
#include "app/desktop/memoryconversationstore.h"

#include "tests/support/fixtures.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using app::MemoryConversationStore;

class TestMemoryConversationStore : public QObject
{
    Q_OBJECT

private slots:
    void listsTheNewestActivityFirst()
    {
        tests::FakeClock clock(QDateTime(QDate(2026, 1, 1), QTime(0, 0), QTimeZone::UTC));
        MemoryConversationStore store(clock);
        const QString first = store.create(u"demo"_s, u"m"_s);
        const QString second = store.create(u"demo"_s, u"m"_s);
        QCOMPARE(store.list().first().id, second);

        clock.now = clock.now.addSecs(60);
        store.appendTurn(first, {.id = u"t"_s});

        QCOMPARE(store.list().first().id, first);
        QCOMPARE(store.list().first().updated, clock.now);
        QVERIFY(store.list().first().turns.isEmpty());
        QCOMPARE(store.conversation(first)->turns.size(), 1);
    }

    void replacesATurnByItsId()
    {
        const core::SystemClock clock;
        MemoryConversationStore store(clock);
        const QString id = store.create({}, {});
        store.appendTurn(id, {.id = u"a"_s});
        store.appendTurn(id, {.id = u"b"_s});

        store.updateTurn(id, {.id = u"a"_s, .model = u"changed"_s});
        store.updateTurn(id, {.id = u"none"_s, .model = u"ignored"_s});

        QCOMPARE(store.conversation(id)->turns[0].model, u"changed"_s);
        QCOMPARE(store.conversation(id)->turns.size(), 2);
    }

    void saysWhenTheListChanges()
    {
        const core::SystemClock clock;
        MemoryConversationStore store(clock);
        QSignalSpy changed(&store, &core::ConversationStore::listChanged);

        const QString id = store.create({}, {});
        store.rename(id, u"x"_s);
        store.setTarget(id, u"demo"_s, u"m"_s);
        store.remove(id);
        store.remove(id);
        store.rename(u"none"_s, u"x"_s);

        QCOMPARE(changed.count(), 4);
        QVERIFY(!store.conversation(id));
    }
};

QTEST_APPLESS_MAIN(TestMemoryConversationStore)
#include "tst_memoryconversationstore.moc"
