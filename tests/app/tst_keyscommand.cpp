// SPDX-License-Identifier: MIT
#include "app/common/keyscommand.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using app::ClientKeyStore;
using app::KeysCommand;

class TestKeysCommand : public QObject
{
    Q_OBJECT

private slots:
    void readsWhatAKeyMayDo()
    {
        const auto command = app::readKeysCommand(
                {u"add"_s, u"Zed"_s}, {.models = {u"meta.*, xai.grok-4"_s, u"cohere.*"_s},
                                       .requestsPerMinute = u"60"_s,
                                       .tokensPerDay = u"5000000000"_s});

        QVERIFY(command);
        QVERIFY(command->verb == KeysCommand::Verb::Add);
        QCOMPARE(command->wish.name, u"Zed"_s);
        QCOMPARE(command->wish.models, (QStringList{u"meta.*"_s, u"xai.grok-4"_s, u"cohere.*"_s}));
        QCOMPARE(command->wish.requestsPerMinute, 60);
        QCOMPARE(command->wish.tokensPerDay, 5'000'000'000);
    }

    void refuses_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("perMinute");
        QTest::addColumn<QString>("saying");
        QTest::newRow("nothing") << QStringList{} << QString() << u"keys list"_s;
        QTest::newRow("an unknown word") << QStringList{u"sing"_s} << QString() << u"keys list"_s;
        QTest::newRow("no name") << QStringList{u"add"_s} << QString() << u"keys add NAME"_s;
        QTest::newRow("two names")
                << QStringList{u"add"_s, u"a"_s, u"b"_s} << QString() << u"keys add NAME"_s;
        QTest::newRow("no id") << QStringList{u"revoke"_s} << QString() << u"keys revoke ID"_s;
        QTest::newRow("zero") << QStringList{u"add"_s, u"a"_s} << u"0"_s << u"--rpm"_s;
        QTest::newRow("negative") << QStringList{u"add"_s, u"a"_s} << u"-1"_s << u"--rpm"_s;
        QTest::newRow("no number") << QStringList{u"add"_s, u"a"_s} << u"1.5"_s << u"--rpm"_s;
        QTest::newRow("too large")
                << QStringList{u"add"_s, u"a"_s} << u"99999999999"_s << u"--rpm"_s;
        QTest::newRow("of another verb") << QStringList{u"list"_s} << u"1"_s << u"keys add"_s;
    }

    void refuses()
    {
        QFETCH(QStringList, words);
        QFETCH(QString, perMinute);
        QFETCH(QString, saying);

        const auto command = app::readKeysCommand(words, {.requestsPerMinute = perMinute});

        QVERIFY(!command);
        QVERIFY2(command.error().message.contains(saying), qPrintable(command.error().message));
    }

    void addsListsAndRevokes()
    {
        const QTemporaryDir folder;
        ClientKeyStore store(folder.path(), m_clock);

        const auto added = app::runKeysCommand(
                {.verb = KeysCommand::Verb::Add,
                 .wish = {.name = u"Zed"_s, .models = {u"meta.*"_s}, .tokensPerDay = 1000}},
                store);
        QVERIFY(added);
        QVERIFY(added->out.startsWith(u"gh-"_s));
        QVERIFY(added->note.contains(u"Zed"_s) && !added->note.contains(added->out));
        const auto listed = app::runKeysCommand({}, store);
        QVERIFY(listed->out.contains(added->out.first(7)));
        QVERIFY(!listed->out.contains(added->out));
        QVERIFY(listed->out.contains(u"meta.*"_s) && listed->out.contains(u"1000"_s));
        const auto revoked = app::runKeysCommand(
                {.verb = KeysCommand::Verb::Revoke, .which = u"Zed"_s, .wish = {}}, store);
        QVERIFY(revoked);

        QVERIFY(app::runKeysCommand({}, store)->out.contains(u"revoked"_s));
    }

    void aKeyThatCannotBeKeptIsNotHandedOut()
    {
        ClientKeyStore store(u"/proc/no/such/folder"_s, m_clock);

        const auto added = app::runKeysCommand(
                {.verb = KeysCommand::Verb::Add, .wish = {.name = u"Zed"_s}}, store);

        QVERIFY(!added);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"/proc/no/such/folder"_s));
    }

private:
    core::SystemClock m_clock;
};

QTEST_GUILESS_MAIN(TestKeysCommand)
#include "tst_keyscommand.moc"
