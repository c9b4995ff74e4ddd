// SPDX-License-Identifier: MIT
#include "ui/models/apikeymodel.h"

#include "tests/support/fakeapikeys.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace Qt::StringLiterals;
using core::ApiKey;
using core::ApiKeySecret;
using tests::FakeApiKeys;
using ui::ApiKeyModel;
using Tone = ui::ApiKeyModel::Tone;

class TestApiKeyModel : public QObject
{
    Q_OBJECT

private slots:
    void hasARowForEachSecret()
    {
        ApiKeyModel model;
        const QAbstractItemModelTester tester(&model);
        ApiKey bare = FakeApiKeys::key(u"bare"_s, {});
        ApiKey gone = FakeApiKeys::key(u"gone"_s, {m_now});
        gone.state = ApiKey::State::Deleted;

        model.setKeys({FakeApiKeys::key(u"a"_s, {far(), far()}), gone, bare}, m_now);

        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(textAt(model, 0, ApiKeyModel::KeyColumn), u"a"_s);
        QCOMPARE(textAt(model, 0, ApiKeyModel::SecretColumn), u"first  sk-****a1b2"_s);
        QCOMPARE(textAt(model, 0, ApiKeyModel::ExpiresColumn), u"in 60 days"_s);
        QVERIFY(!textAt(model, 0, ApiKeyModel::MadeColumn).isEmpty());
        QVERIFY(!model.index(0, 0).data(ApiKeyModel::IsRepeatedRole).toBool());
        QVERIFY(model.index(1, 0).data(ApiKeyModel::IsRepeatedRole).toBool());
        QCOMPARE(textAt(model, 2, ApiKeyModel::StateColumn), u"No secret"_s);
        QCOMPARE(model.secretAt(1).name, u"second"_s);
        QCOMPARE(model.rowOf(bare.id, {}), 2);
        QCOMPARE(model.rowOf(bare.id, u"x"_s), -1);
        QVERIFY(model.keyAt(3).id.isEmpty());
        QVERIFY(model.secretAt(-1).name.isEmpty());
    }

    void saysHowASecretIs_data()
    {
        QTest::addColumn<ApiKey::State>("keyState");
        QTest::addColumn<ApiKeySecret::State>("secretState");
        QTest::addColumn<int>("days");
        QTest::addColumn<QString>("words");
        QTest::addColumn<Tone>("tone"); // of the state
        QTest::addColumn<Tone>("end");  // of the expiry
        using Key = ApiKey::State;
        using Secret = ApiKeySecret::State;
        const auto row = [](const char *name, Key key, Secret secret, int days,
                            const QString &words, Tone tone, Tone end) {
            QTest::newRow(name) << key << secret << days << words << tone << end;
        };
        row("good", Key::Active, Secret::Active, 60, u"Active"_s, Tone::Plain, Tone::Plain);
        row("near", Key::Active, Secret::Active, 3, u"Active"_s, Tone::Plain, Tone::Warning);
        row("past", Key::Active, Secret::Active, -3, u"Expired"_s, Tone::Bad, Tone::Bad);
        row("expired", Key::Active, Secret::Expired, -3, u"Expired"_s, Tone::Bad, Tone::Quiet);
        row("off", Key::Active, Secret::Inactive, 3, u"Switched off"_s, Tone::Quiet, Tone::Quiet);
        row("revoked", Key::Active, Secret::Revoked, 3, u"Revoked"_s, Tone::Quiet, Tone::Quiet);
        row("unknown", Key::Active, Secret::Unknown, 3, u"Not known"_s, Tone::Quiet, Tone::Quiet);
        row("coming", Key::Creating, Secret::Active, 3, u"Being made…"_s, Tone::Quiet, Tone::Quiet);
        row("going", Key::Deleting, Secret::Active, 3, u"Being deleted…"_s, Tone::Quiet,
            Tone::Quiet);
        row("failed", Key::Failed, Secret::Active, 60, u"Failed"_s, Tone::Bad, Tone::Quiet);
    }

    void saysHowASecretIs()
    {
        QFETCH(ApiKey::State, keyState);
        QFETCH(ApiKeySecret::State, secretState);
        QFETCH(int, days);
        ApiKey key = FakeApiKeys::key(u"a"_s, {m_now.addDays(days)});
        key.state = keyState;
        key.secrets[0].state = secretState;
        ApiKeyModel model;

        model.setKeys({key}, m_now);

        QTEST(textAt(model, 0, ApiKeyModel::StateColumn), "words");
        QTEST(model.index(0, ApiKeyModel::StateColumn).data(ApiKeyModel::ToneRole).value<Tone>(),
              "tone");
        QTEST(model.index(0, ApiKeyModel::ExpiresColumn).data(ApiKeyModel::ToneRole).value<Tone>(),
              "end");
        QCOMPARE(textAt(model, 0, ApiKeyModel::ExpiresColumn).isEmpty(),
                 secretState == ApiKeySecret::State::Revoked);
        QCOMPARE(model.isSettling(),
                 keyState == ApiKey::State::Creating || keyState == ApiKey::State::Deleting);
    }

    void aKeyThatIsPutReplacesItselfOrComesFirst()
    {
        ApiKeyModel model;
        const QAbstractItemModelTester tester(&model);
        model.setKeys({FakeApiKeys::key(u"a"_s, {far()}), FakeApiKeys::key(u"b"_s, {far()})},
                      m_now);
        ApiKey changed = FakeApiKeys::key(u"b"_s, {far()});
        changed.secrets[0].state = ApiKeySecret::State::Revoked;

        model.put(changed, m_now);
        model.put(FakeApiKeys::key(u"c"_s, {far()}), m_now);

        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(textAt(model, 0, ApiKeyModel::KeyColumn), u"c"_s);
        QCOMPARE(textAt(model, 2, ApiKeyModel::StateColumn), u"Revoked"_s);
    }

private:
    static QString textAt(const ApiKeyModel &model, int row, int column)
    {
        return model.index(row, column).data().toString();
    }

    [[nodiscard]] QDateTime far() const { return m_now.addDays(60); }

    const QDateTime m_now = QDateTime(QDate(2026, 5, 4), QTime(12, 0)).toUTC();
};

QTEST_GUILESS_MAIN(TestApiKeyModel)
#include "tst_apikeymodel.moc"
