// SPDX-License-Identifier: MIT
#include "ui/models/pickermodel.h"

#include "ui/connections/modelrows.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace Qt::StringLiterals;
using ui::PickerModel;

class TestPickerModel : public QObject
{
    Q_OBJECT

private slots:
    void headingsWithoutRowsAreNotShown()
    {
        PickerModel model;
        QAbstractItemModelTester tester(&model);
        model.setRows(someRows(), u"meta.b"_s);
        QCOMPARE(titles(model),
                 (QStringList{u"Cohere"_s, u"cohere.a"_s, u"Meta"_s, u"meta.a"_s, u"meta.b"_s}));

        model.setFilter(u"meta"_s);
        QCOMPARE(titles(model), (QStringList{u"Meta"_s, u"meta.a"_s, u"meta.b"_s}));
        model.setFilter(u"vision META"_s);
        QCOMPARE(titles(model), (QStringList{u"Meta"_s, u"meta.b"_s}));
        model.setFilter(u"nothing like it"_s);
        QCOMPARE(model.rowCount(), 0);
        QVERIFY(!model.startIndex().isValid());
    }

    void startsAtTheCurrentRow()
    {
        PickerModel model;
        model.setRows(someRows(), u"meta.b"_s);
        QCOMPARE(model.startIndex().data().toString(), u"meta.b"_s);
        model.setFilter(u"cohere"_s);
        QCOMPARE(model.startIndex().data().toString(), u"cohere.a"_s);
    }

    void modelsStandUnderTheirVendor()
    {
        core::ModelInfo old{.id = u"meta.old"_s, .vendor = u"meta"_s, .contextLength = 131072};
        old.retired = QDateTime(QDate(2026, 1, 1), QTime());
        const auto rows =
                ui::modelRows({old, {.id = u"xai.new"_s, .vendor = u"xai"_s}, {.id = u"mine"_s}},
                              QDate(2026, 11, 1));

        QCOMPARE(rows.size(), 6);
        QCOMPARE(rows[0].title, u"Meta"_s);
        QVERIFY(rows[1].detail.startsWith(u"Retired"_s));
        QVERIFY(rows[1].chips.contains(u"128K"_s));
        QCOMPARE(rows[2].title, u"Other"_s);
        QCOMPARE(rows[4].title, u"xAI"_s);
    }

    void theDemoIsMarkedAsSimulated()
    {
        const auto rows = ui::connectionRows(
                {{.id = u"demo"_s, .kind = core::ConnectionInfo::Kind::Demo, .name = u"Demo"_s}},
                QDateTime::currentDateTimeUtc());

        QVERIFY(rows.last().marked);
        QVERIFY(rows.last().chips.contains(u"simulated"_s));
    }

    void shortensTokenCounts_data()
    {
        QTest::addColumn<qint64>("tokens");
        QTest::addColumn<QString>("text");
        QTest::newRow("unknown") << qint64(0) << QString();
        QTest::newRow("few") << qint64(512) << u"512"_s;
        QTest::newRow("decimal") << qint64(128000) << u"128K"_s;
        QTest::newRow("binary") << qint64(131072) << u"128K"_s;
        QTest::newRow("million") << qint64(1048576) << u"1M"_s;
        QTest::newRow("two million") << qint64(2000000) << u"2M"_s;
    }

    void shortensTokenCounts()
    {
        QFETCH(qint64, tokens);
        QTEST(ui::shortTokenCount(tokens), "text");
    }

private:
    static QList<ui::PickerRow> someRows()
    {
        return {{.title = u"Cohere"_s},
                {.id = u"cohere.a"_s, .title = u"cohere.a"_s},
                {.title = u"Empty"_s},
                {.title = u"Meta"_s},
                {.id = u"meta.a"_s, .title = u"meta.a"_s},
                {.id = u"meta.b"_s, .title = u"meta.b"_s, .chips = {u"vision"_s}}};
    }

    static QStringList titles(const PickerModel &model)
    {
        QStringList titles;
        for (int row = 0; row < model.rowCount(); ++row)
            titles += model.index(row).data().toString();
        return titles;
    }
};

QTEST_GUILESS_MAIN(TestPickerModel)
#include "tst_pickermodel.moc"
