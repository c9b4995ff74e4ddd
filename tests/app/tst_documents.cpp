// SPDX-License-Identifier: MIT
#include "tests/support/fixtures.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

//! Documents that name tests name tests that exist.
class TestDocuments : public QObject
{
    Q_OBJECT

private slots:
    void eachTestThatIsNamedExists_data()
    {
        QTest::addColumn<QString>("document");
        QTest::addColumn<int>("fewest");
        QTest::newRow("faults") << u"faults.md"_s << 40;
        QTest::newRow("conformance") << u"conformance.md"_s << 55;
    }

    void eachTestThatIsNamedExists()
    {
        QFETCH(const QString, document);
        QFETCH(const int, fewest);
        QFile file(tests::testFile(u"../docs/"_s + document));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(file.readAll());

        // "`tst_class: function`" or "`tst_class: row`"
        static const QRegularExpression named(u"`(tst_\\w+): ([^`]+)`"_s);
        int count = 0;
        QStringList missing;
        for (const auto &match : named.globalMatch(text)) {
            const QByteArray source = sourceOf(match.captured(1));
            const QByteArray name = match.captured(2).toUtf8();
            if (!source.contains("void " + name + "()") && !source.contains("ow(\"" + name + '"'))
                missing.append(match.captured(0));
            ++count;
        }

        QVERIFY2(missing.isEmpty(), qPrintable(missing.join(u", "_s)));
        QVERIFY(count >= fewest);
    }

private:
    static QByteArray sourceOf(const QString &test)
    {
        QDirIterator files(tests::testFile({}), {test + u".cpp"_s}, QDir::Files,
                           QDirIterator::Subdirectories);
        if (!files.hasNext())
            return {};
        QFile file(files.next());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

QTEST_GUILESS_MAIN(TestDocuments)
#include "tst_documents.moc"
