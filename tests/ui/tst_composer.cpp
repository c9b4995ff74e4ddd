// SPDX-License-Identifier: MIT
#include "ui/chat/composer.h"

#include "ui/chat/composeredit.h"
#include "ui/theme/theme.h"

#include <QInputMethodEvent>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;

class TestComposer : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_composer = std::make_unique<ui::Composer>(m_theme, nullptr);
        m_composer->resize(600, 200);
        m_composer->show();
        m_edit = m_composer->findChild<ui::ComposerEdit *>(u"composer"_s);
        QVERIFY(m_edit);
    }

    void enterSendsAndShiftEnterDoesNot()
    {
        QSignalSpy sent(m_composer.get(), &ui::Composer::sendRequested);

        QTest::keyClicks(m_edit, u"one"_s);
        QTest::keyClick(m_edit, Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClicks(m_edit, u"two"_s);
        QCOMPARE(sent.count(), 0);
        QTest::keyClick(m_edit, Qt::Key_Return);

        QCOMPARE(sent.count(), 1);
        QCOMPARE(sent.first().first().toString(), u"one\ntwo"_s);
    }

    void enterBelongsToTheInputMethodWhileItComposes()
    {
        QSignalSpy sent(m_composer.get(), &ui::Composer::sendRequested);
        QTest::keyClicks(m_edit, u"x"_s);

        QInputMethodEvent composing(u"ni"_s, {});
        QCoreApplication::sendEvent(m_edit, &composing);
        QTest::keyClick(m_edit, Qt::Key_Return);
        QCOMPARE(sent.count(), 0);

        QInputMethodEvent commit;
        commit.setCommitString(u"你"_s);
        QCoreApplication::sendEvent(m_edit, &commit);
        QTest::keyClick(m_edit, Qt::Key_Enter);
        QCOMPARE(sent.count(), 1);
        QVERIFY(sent.first().first().toString().contains(u"你"_s));
    }

    void blanksAreNotSent()
    {
        QSignalSpy sent(m_composer.get(), &ui::Composer::sendRequested);

        QTest::keyClicks(m_edit, u"   "_s);
        QTest::keyClick(m_edit, Qt::Key_Return);

        QCOMPARE(sent.count(), 0);
        QVERIFY(!button(u"send"_s)->isEnabled());
    }

    void anObstacleIsSaidAndKeepsTheText()
    {
        QSignalSpy sent(m_composer.get(), &ui::Composer::sendRequested);
        m_composer->setText(u"question"_s);
        m_composer->setObstacle(u"No model was found."_s);

        QTest::keyClick(m_edit, Qt::Key_Return);

        QCOMPARE(sent.count(), 0);
        QCOMPARE(m_composer->text(), u"question"_s);
        QVERIFY(!button(u"send"_s)->isEnabled());
        QCOMPARE(button(u"send"_s)->toolTip(), u"No model was found."_s);
        m_composer->setObstacle({});
        QVERIFY(button(u"send"_s)->isEnabled());
    }

    void stopTakesThePlaceOfSend()
    {
        QSignalSpy stopped(m_composer.get(), &ui::Composer::stopRequested);
        m_composer->setRunning(true);

        QVERIFY(!button(u"send"_s)->isVisible());
        QTest::mouseClick(button(u"stop"_s), Qt::LeftButton);

        QCOMPARE(stopped.count(), 1);
        m_composer->setRunning(false);
        QVERIFY(button(u"send"_s)->isVisible());
        QVERIFY(!button(u"stop"_s)->isVisible());
    }

    void growsToTwelveLinesAndNoFurther()
    {
        const int one = m_edit->sizeHint().height();
        m_composer->setText(u"a\nb\nc"_s);
        const int three = m_edit->sizeHint().height();
        m_composer->setText(QString(40, u'\n'));
        const int many = m_edit->sizeHint().height();
        m_composer->setText(QString(11, u'\n'));

        QVERIFY(three > 2 * one);
        QCOMPARE(m_edit->sizeHint().height(), many);
    }

    void upInAnEmptyFieldAsksForTheLastMessage()
    {
        QSignalSpy recalled(m_composer.get(), &ui::Composer::recallRequested);

        QTest::keyClick(m_edit, Qt::Key_Up);
        QCOMPARE(recalled.count(), 1);
        m_composer->setText(u"a\nb"_s);
        QTest::keyClick(m_edit, Qt::Key_Up);
        QCOMPARE(recalled.count(), 1);
    }

private:
    QToolButton *button(const QString &name) { return m_composer->findChild<QToolButton *>(name); }

    ui::Theme m_theme;
    std::unique_ptr<ui::Composer> m_composer;
    ui::ComposerEdit *m_edit = nullptr;
};

QTEST_MAIN(TestComposer)
#include "tst_composer.moc"
