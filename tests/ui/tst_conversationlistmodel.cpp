// SPDX-License-Identifier: MIT
#include "ui/models/conversationlistmodel.h"

#include "tests/support/fakeconversationstore.h"
#include "tests/support/fixtures.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using ui::ConversationListModel;

class TestConversationListModel : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_store = std::make_unique<tests::FakeConversationStore>();
        add(u"a"_s, u"Alpha"_s, 0);
        add(u"b"_s, u"Beta"_s, 1);
        add(u"c"_s, QString(), 1);
        add(u"d"_s, u"Delta"_s, 5);
        add(u"e"_s, u"Epsilon"_s, 200);
    }

    void groupsByDay()
    {
        ConversationListModel model(*m_store, m_clock);
        QAbstractItemModelTester tester(&model);

        QCOMPARE(rows(model),
                 (QStringList{u"# Today"_s, u"Alpha"_s, u"# Yesterday"_s, u"Beta"_s, u"New chat"_s,
                              u"# Last 7 days"_s, u"Delta"_s, u"# April 2026"_s, u"Epsilon"_s}));
        QVERIFY(!(model.flags(model.index(0)) & Qt::ItemIsSelectable));
        QCOMPARE(model.idAt(model.index(0)), QString());
    }

    void tomorrowTodayIsYesterday()
    {
        ConversationListModel model(*m_store, m_clock);
        QAbstractItemModelTester tester(&model);
        const QDateTime before = m_clock.now;
        m_clock.now = m_clock.now.addDays(1);
        model.reload();
        m_clock.now = before;

        QCOMPARE(rows(model).first(), u"# Yesterday"_s);
    }

    void filtersByTitle()
    {
        ConversationListModel model(*m_store, m_clock);
        QAbstractItemModelTester tester(&model);

        model.setFilter(u"ELT"_s);

        QCOMPARE(rows(model), (QStringList{u"# Last 7 days"_s, u"Delta"_s}));
    }

    void aNewTitleKeepsTheRows()
    {
        ConversationListModel model(*m_store, m_clock);
        QAbstractItemModelTester tester(&model);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);

        QVERIFY(model.setData(model.indexOf(u"a"_s), u" Better \n name "_s, Qt::EditRole));

        QCOMPARE(m_store->conversation(u"a"_s)->title, u"Better name"_s);
        QCOMPARE(model.indexOf(u"a"_s).data().toString(), u"Better name"_s);
        QCOMPARE(reset.count(), 0);
        QVERIFY(!model.setData(model.indexOf(u"a"_s), u"  "_s, Qt::EditRole));
    }

private:
    void add(const QString &id, const QString &title, int daysAgo)
    {
        const QDateTime when = m_clock.now.addDays(-daysAgo);
        m_store->add({.id = id, .title = title, .created = when, .updated = when});
    }

    static QStringList rows(const ConversationListModel &model)
    {
        QStringList rows;
        for (int row = 0; row < model.rowCount(); ++row) {
            const QModelIndex index = model.index(row);
            const bool heading = index.data(ConversationListModel::IsHeadingRole).toBool();
            rows += (heading ? u"# "_s : QString()) + index.data().toString();
        }
        return rows;
    }

    tests::FakeClock m_clock{QDateTime(QDate(2026, 11, 1), QTime(12, 0))};
    std::unique_ptr<tests::FakeConversationStore> m_store;
};

QTEST_GUILESS_MAIN(TestConversationListModel)
#include "tst_conversationlistmodel.moc"
