// SPDX-License-Identifier: MIT
#include "tests/support/fixtures.h"

#include <QDir>
#include <QFile>
#include <QHash>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

//! Documents that name tests name tests that exist, and one at least in each row of a table; no
//! fuzz target is missing from theirs.
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
        QTest::newRow("gateway rules") << u"gateway-rules.md"_s << 350;
    }

    void eachTestThatIsNamedExists()
    {
        QFETCH(const QString, document);
        QFETCH(const int, fewest);
        QFile file(tests::testFile(u"../docs/"_s + document));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(file.readAll());

        // "`tst_class: function`" or "`tst_class: row`", and "`suite.test: name`" of real clients
        static const QRegularExpression named(u"`(tst_\\w+|[\\w-]+\\.test): ([^`]+)`"_s);
        int count = 0;
        QStringList missing;
        for (const auto &match : named.globalMatch(text)) {
            if (!isTest(match.captured(1), match.captured(2).toUtf8()))
                missing.append(match.captured(0));
            ++count;
        }

        QVERIFY2(missing.isEmpty(), qPrintable(missing.join(u", "_s)));
        QVERIFY(count >= fewest);
        for (const QString &line : text.split(u'\n')) {
            const bool isRow = line.startsWith(u"| "_s) && !line.endsWith(u"| test |"_s);
            QVERIFY2(!isRow || named.match(line).hasMatch(), qPrintable(line));
        }
    }

    void eachFuzzTargetIsDescribed()
    {
        const QByteArray text = contentOf(tests::testFile(u"../docs/fuzzing.md"_s));
        const auto targets =
                QDir(tests::testFile(u"fuzz"_s)).entryList({u"fuzz_*.cpp"_s}, QDir::Files);
        QVERIFY(targets.size() >= 29);
        for (const QString &target : targets) {
            const QByteArray name = target.sliced(5).chopped(4).toUtf8();
            QVERIFY2(text.contains("`" + name + '`'), name.constData());
        }
    }

private:
    static bool isTest(const QString &file, const QByteArray &name)
    {
        if (file.endsWith(u".test"_s)) {
            const QByteArray source = contentOf(tests::testFile(u"e2e/%1.mjs"_s.arg(file)));
            return source.contains("test('" + name + '\'') ||
                   source.contains("test(\"" + name + '"') ||
                   source.contains("test(`" + name + '`');
        }
        const QByteArray source = sourceOf(file);
        return source.contains("void " + name + "()") || source.contains("ow(\"" + name + '"');
    }

    static QByteArray sourceOf(const QString &test)
    {
        static const QHash<QString, QString> sources = testSources();
        return contentOf(sources.value(test));
    }

    //! Their paths by name. Folder by folder, since the packages of e2e are a hundred thousand
    //! files.
    static QHash<QString, QString> testSources()
    {
        QHash<QString, QString> paths;
        for (const QFileInfo &folder :
             QDir(tests::testFile({})).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            for (const QFileInfo &file :
                 QDir(folder.filePath()).entryInfoList({u"tst_*.cpp"_s}, QDir::Files))
                paths.insert(file.completeBaseName(), file.filePath());
        }
        return paths;
    }

    static QByteArray contentOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

QTEST_GUILESS_MAIN(TestDocuments)
#include "tst_documents.moc"
