// SPDX-License-Identifier: MIT
#include "ui/connections/bearerkeydialog.h"

#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;

class TestBearerKeyDialog : public QObject
{
    Q_OBJECT

private slots:
    void givesWhatWasEntered()
    {
        ui::BearerKeyDialog dialog(m_theme, true, nullptr);
        QVERIFY(!addButton(dialog)->isEnabled());
        fill(dialog);
        QVERIFY(addButton(dialog)->isEnabled());

        const core::BearerKeyDetails details = dialog.takeDetails();

        QCOMPARE(details.name, u"Team"_s);
        QCOMPARE(details.baseUrl, QUrl(u"https://a.example/v1"_s));
        QCOMPARE(details.models, (QStringList{u"m.one"_s, u"m.two"_s}));
        QCOMPARE(details.key.reveal(), QByteArrayView("test-only-key"));
        QVERIFY(details.remember);
        QVERIFY(dialog.findChild<QLineEdit *>(u"bearerKey"_s)->text().isEmpty());
    }

    void withoutAKeychainNothingIsRemembered()
    {
        ui::BearerKeyDialog dialog(m_theme, false, nullptr);
        fill(dialog);

        QVERIFY(!dialog.findChild<QCheckBox *>());
        QVERIFY(!dialog.takeDetails().remember);
    }

    void anAddressInTheClearIsRefusedExceptOnThisComputer_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("good");
        QTest::newRow("https") << u"https://a.example/v1"_s << true;
        QTest::newRow("loopback") << u"http://127.0.0.1:9000/v1"_s << true;
        QTest::newRow("http") << u"http://a.example/v1"_s << false;
        QTest::newRow("no scheme") << u"a.example/v1"_s << false;
        QTest::newRow("nothing") << u""_s << false;
    }

    void anAddressInTheClearIsRefusedExceptOnThisComputer()
    {
        QFETCH(QString, url);
        ui::BearerKeyDialog dialog(m_theme, true, nullptr);
        fill(dialog);
        dialog.findChild<QLineEdit *>(u"bearerUrl"_s)->setText(url);

        QTEST(addButton(dialog)->isEnabled(), "good");
    }

private:
    static void fill(const ui::BearerKeyDialog &dialog)
    {
        dialog.findChild<QLineEdit *>(u"bearerName"_s)->setText(u" Team "_s);
        dialog.findChild<QLineEdit *>(u"bearerUrl"_s)->setText(u"https://a.example/v1"_s);
        dialog.findChild<QLineEdit *>(u"bearerKey"_s)->setText(u" test-only-key\n"_s);
        dialog.findChild<QPlainTextEdit *>(u"bearerModels"_s)->setPlainText(u"m.one, m.two\n"_s);
    }

    static QPushButton *addButton(const ui::BearerKeyDialog &dialog)
    {
        for (auto *button : dialog.findChildren<QPushButton *>()) {
            if (button->isDefault())
                return button;
        }
        return nullptr;
    }

    ui::Theme m_theme;
};

QTEST_MAIN(TestBearerKeyDialog)
#include "tst_bearerkeydialog.moc"
