// SPDX-License-Identifier: MIT
#include "app/common/modelfile/modelfilewatcher.h"

#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using app::ModelFileWatcher;

namespace {

QByteArray fileWith(const QByteArray &name)
{
    return "- region: us-chicago-1\n  models: {ondemand: [{name: " + name +
           ", model_id: meta.x}]}\n";
}

void write(const QString &path, const QByteArray &text)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("cannot write");
}

} // namespace

class TestModelFileWatcher : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_path = m_folder.filePath(u"models.yaml"_s);

    static QString nameOf(const ModelFileWatcher &watcher)
    {
        const auto &models = watcher.current().models;
        return models.isEmpty() ? QString() : models.first().id;
    }

private slots:
    void init() { write(m_path, fileWith("first")); }

    void readsAgainWhatIsWrittenInPlace()
    {
        ModelFileWatcher watcher(m_path, {}, nullptr, 20ms);
        QVERIFY(watcher.load());
        QCOMPARE(nameOf(watcher), u"first"_s);
        watcher.watch();
        QSignalSpy changed(&watcher, &ModelFileWatcher::changed);

        write(m_path, fileWith("second"));
        QTRY_COMPARE(nameOf(watcher), u"second"_s);
        write(m_path, fileWith("third"));
        QTRY_COMPARE(nameOf(watcher), u"third"_s);

        QVERIFY(changed.count() >= 2);
    }

    void readsAgainWhatIsPutInItsPlace()
    {
        ModelFileWatcher watcher(m_path, {}, nullptr, 20ms);
        QVERIFY(watcher.load());
        watcher.watch();

        for (const char *name : {"second", "third"}) { // a replaced file is watched again
            const QString other = m_folder.filePath(u"other"_s);
            write(other, fileWith(name));
            QVERIFY(QFile::remove(m_path) && QFile::rename(other, m_path));
            QTRY_COMPARE(nameOf(watcher), QString::fromLatin1(name));
        }
    }

    void aBrokenFileKeepsWhatWasThere()
    {
        ModelFileWatcher watcher(m_path, {}, nullptr, 20ms);
        QVERIFY(watcher.load());
        watcher.watch();
        QSignalSpy changed(&watcher, &ModelFileWatcher::changed);

        QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(u"before still counts"_s));
        write(m_path, "- [");
        watcher.reload();

        QCOMPARE(nameOf(watcher), u"first"_s);
        QCOMPARE(changed.count(), 0);
        write(m_path, fileWith("mended"));
        QTRY_COMPARE(nameOf(watcher), u"mended"_s);
    }

    void aBrokenFileAtTheStartIsAnError()
    {
        write(m_path, "{");
        ModelFileWatcher watcher(m_path, {});

        QVERIFY(!watcher.load());
    }

    void reloadReadsWhatLooksUnchanged()
    {
        ModelFileWatcher watcher(m_path, {}, nullptr, 20ms);
        QVERIFY(watcher.load());
        QSignalSpy changed(&watcher, &ModelFileWatcher::changed);

        watcher.reload();

        QCOMPARE(changed.count(), 1);
    }
};

QTEST_GUILESS_MAIN(TestModelFileWatcher)
#include "tst_modelfilewatcher.moc"
