// SPDX-License-Identifier: MIT
#include "app/common/gatewaykey.h"

#include <QFile>
#include <QFileInfo>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

class TestGatewayKey : public QObject
{
    Q_OBJECT

private slots:
    void makesLongKeysThatDiffer()
    {
        QSet<QByteArray> keys;
        for (int i = 0; i < 100; ++i)
            keys.insert(app::newGatewayKey().reveal().toByteArray());

        QCOMPARE(keys.size(), 100);
        for (const QByteArray &key : std::as_const(keys)) {
            QVERIFY(key.startsWith("gh-"));
            QCOMPARE(key.size(), 46);
        }
    }

    void theFirstStartMakesAKeyAndTheNextFindsIt()
    {
        const QTemporaryDir folder;
        const QString data = folder.filePath(u"deep/data"_s);

        const auto first = app::loadOrMakeGatewayKey(data);
        const auto second = app::loadOrMakeGatewayKey(data);

        QVERIFY(first && second);
        QVERIFY(first->isNew && !second->isNew);
        QVERIFY(second->key.equals(first->key.reveal()));
        QCOMPARE(QFile::permissions(first->fileName) & others(), QFile::Permissions());
        QCOMPARE(QFileInfo(data).permissions() & others(), QFile::Permissions());
        QCOMPARE(QDir(data).entryList(QDir::Files), QStringList{u"gateway.key"_s});
    }

    void aFileThatOthersCanReadIsClosed()
    {
        const QTemporaryDir folder;
        const QString name = folder.filePath(u"gateway.key"_s);
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("a-key-of-mine\n");
        file.close();
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup |
                            QFile::ReadOther);

        const auto key = app::loadOrMakeGatewayKey(folder.path());

        QVERIFY(key);
        QVERIFY(key->key.equals("a-key-of-mine"));
        QVERIFY(!(QFile::permissions(name) & (QFile::ReadGroup | QFile::ReadOther)));
    }

    void anEmptyFileIsAnErrorThatSaysWhatToDo()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"gateway.key"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();

        const auto key = app::loadOrMakeGatewayKey(folder.path());

        QVERIFY(!key);
        QVERIFY(key.error().message.contains(u"delete it"_s));
    }

    void aFolderThatCannotBeMadeIsAnError()
    {
        const auto key = app::loadOrMakeGatewayKey(u"/proc/no/such/folder"_s);

        QVERIFY(!key);
        QVERIFY(key.error().message.contains(u"--data-dir"_s));
    }

private:
    static QFile::Permissions others()
    {
        return QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther |
               QFile::WriteOther | QFile::ExeOther;
    }
};

QTEST_GUILESS_MAIN(TestGatewayKey)
#include "tst_gatewaykey.moc"
