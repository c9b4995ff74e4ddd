// SPDX-License-Identifier: MIT
//
// Where the window leads to API keys, warns of their end and lets go of stored ones.

#include "ui/connections/apikeydesk.h"

#include "tests/support/fakeapikeys.h"
#include "tests/ui/shots/scenes.h"
#include "ui/connections/apikeysdialog.h"
#include "ui/widgets/noticebar.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

class TestApiKeyDesk : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_stage = std::make_unique<shots::Stage>();
        m_stage->window.show();
        QVERIFY(QTest::qWaitForWindowActive(&m_stage->window));
    }

    void cleanup() { m_stage.reset(); }

    void opensTheKeysOfASignedConnectionOnce()
    {
        m_stage->connections.keys = std::make_shared<tests::FakeApiKeys>();

        trigger("API keys"_L1);
        trigger("API keys"_L1);

        const auto dialogs = m_stage->window.findChildren<ui::ApiKeysDialog *>();
        QCOMPARE(dialogs.size(), 1);
        QVERIFY(dialogs[0]->isVisible());
        const auto labels = dialogs[0]->findChildren<QLabel *>();
        QVERIFY(std::ranges::any_of(labels, [](const QLabel *label) {
            return label->text().contains(u"DEFAULT in us-chicago-1"_s);
        }));
    }

    void saysWhyABearerKeyHasNone()
    {
        trigger("API keys"_L1);

        QVERIFY(!m_stage->window.findChild<ui::ApiKeysDialog *>());
        QVERIFY(notice().contains(u"signs its requests"_s));
    }

    void removesAStoredConnectionAfterAsking()
    {
        m_stage->connections.all[2].isRemovable = true;
        m_stage->connections.currentId = u"bearer:1"_s;

        trigger("Re&move"_L1);
        auto *confirm = m_stage->window.findChild<QPushButton *>(u"confirmRemoveConnection"_s);
        QVERIFY(confirm);
        QTest::keyClick(confirm->window(), Qt::Key_Return); // Cancel is first
        QTRY_VERIFY(!m_stage->window.findChild<QPushButton *>(u"confirmRemoveConnection"_s));
        QVERIFY(m_stage->connections.removed.isEmpty());

        trigger("Re&move"_L1);
        QTest::keyClick(m_stage->window.findChild<QPushButton *>(u"confirmRemoveConnection"_s),
                        Qt::Key_Space);

        QTRY_COMPARE(m_stage->connections.removed, QStringList{u"bearer:1"_s});
    }

    void whatWasNotAddedHereStays()
    {
        trigger("Re&move"_L1);

        QVERIFY(!m_stage->window.findChild<QPushButton *>(u"confirmRemoveConnection"_s));
        QVERIFY(notice().contains(u"added here"_s));
    }

    void theWindowWarnsBeforeAKeyEnds_data()
    {
        QTest::addColumn<int>("days");
        QTest::addColumn<QString>("words");
        QTest::newRow("far") << 60 << QString();
        QTest::newRow("near") << 3 << u"The key expires in 3 days."_s;
        QTest::newRow("past") << -2 << u"The key expired 2 days ago."_s;
    }

    void theWindowWarnsBeforeAKeyEnds()
    {
        QFETCH(int, days);
        QFETCH(QString, words);
        m_stage->connections.all[2].expires = QDateTime::currentDateTimeUtc().addDays(days);
        m_stage->connections.currentId = u"bearer:1"_s;

        emit m_stage->connections.connectionsChanged();

        const QString state = m_stage->window.findChild<QLabel *>(u"connectionState"_s)->text();
        QCOMPARE(state.contains(u"The key"_s), !words.isEmpty());
        QVERIFY2(state.contains(words), qPrintable(state));
    }

private:
    void trigger(QLatin1StringView part)
    {
        const QList<QAction *> actions = m_stage->window.actions();
        for (QAction *action : actions) {
            if (action->text().contains(part))
                action->trigger();
        }
        QApplication::processEvents();
    }

    [[nodiscard]] QString notice() const
    {
        return m_stage->window.findChild<ui::NoticeBar *>(u"statusNotice"_s)->text();
    }

    std::unique_ptr<shots::Stage> m_stage;
};

QTEST_MAIN(TestApiKeyDesk)
#include "tst_apikeydesk.moc"
