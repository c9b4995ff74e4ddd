// SPDX-License-Identifier: MIT
//
// A session as a sign-in leaves it on the disk, and what can be done with it at the service.

#include "oci/auth/keptsession.h"

#include "core/chat/streamaccumulator.h"
#include "gateway/http/server.h"
#include "oci/auth/sessiontokenauth.h"
#include "oci/config/configfile.h"
#include "oci/demo/demoservice.h"
#include "oci/inference/ocichatbackend.h"
#include "tests/support/fixtures.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::Result;
using oci::demo::DemoAccount;

namespace {

const QDateTime start(QDate(2034, 1, 5), QTime(21, 31, 40), QTimeZone::UTC);

struct Bench {
    Bench()
    {
        const quint16 port = server.listen(QHostAddress(QHostAddress::LocalHost), 0).value();
        endpoints = oci::Endpoints(u"http://127.0.0.1:%1/{region}/{service}"_s.arg(port));
    }

    oci::SessionPair session()
    {
        const oci::PrivateKey key = oci::PrivateKey::generate().value();
        const QByteArray token =
                service.account().sessions().issue(key.publicKey(), clock.nowUtc());
        return {.token = oci::SessionToken::read(token).value(), .key = key};
    }

    Result<oci::Profile> keep(const oci::SessionPair &pair, const QString &name = u"WORK"_s)
    {
        return oci::keepSession(pair, name, u"us-chicago-1"_s, folder.filePath(u"sessions"_s));
    }

    QByteArray read(const QString &path) const
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTemporaryDir folder;
    tests::FakeClock clock{start};
    oci::demo::DemoService service{DemoAccount::create().value(), clock};
    gateway::http::Server server{
            [this](core::http::Exchange &exchange) { service.handle(exchange); }};
    oci::Endpoints endpoints;
    oci::NetworkPool network;
    QThreadPool pool;
};

} // namespace

class TestKeptSession : public QObject
{
    Q_OBJECT

private slots:
    void standsAsTheCliLeavesItAndReadsBack()
    {
        Bench bench;
        const oci::SessionPair pair = bench.session();

        const auto profile = bench.keep(pair);

        QVERIFY2(profile, qPrintable(profile ? QString() : profile.error().message));
        const QDir files(bench.folder.filePath(u"sessions/WORK"_s));
        QCOMPARE(profile->keyFile, files.filePath(u"oci_api_key.pem"_s));
        QCOMPARE(profile->securityTokenFile, files.filePath(u"token"_s));
        QCOMPARE(bench.read(profile->securityTokenFile), pair.token.text());
        for (const QString &name : {u"oci_api_key.pem"_s, u"oci_api_key_public.pem"_s, u"token"_s})
            QCOMPARE(QFile::permissions(files.filePath(name)) &
                             (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup |
                              QFile::WriteOther),
                     QFile::Permissions());

        const QString config = bench.folder.filePath(u"config"_s);
        QVERIFY(oci::writeProfile(config, u"WORK"_s, entriesOf(*profile)));
        auto written = oci::ConfigFile::parse(bench.read(config), {})->profile(u"WORK"_s).value();
        written.values.clear();
        QCOMPARE(written, *profile);
    }

    void aNewSessionReplacesTheOldOne()
    {
        Bench bench;
        QVERIFY(bench.keep(bench.session()));
        const oci::SessionPair pair = bench.session();

        const auto profile = bench.keep(pair);

        QVERIFY(profile);
        QCOMPARE(bench.read(profile->securityTokenFile), pair.token.text());
        QCOMPARE(oci::PrivateKey::fromPem(bench.read(profile->keyFile))->fingerprint(),
                 pair.key.fingerprint());
    }

    void whatCannotBeKeptIsSaid()
    {
        Bench bench;
        const oci::SessionPair pair = bench.session();

        const auto name = bench.keep(pair, u"../x"_s);
        QVERIFY(!name);
        QVERIFY(!QDir(bench.folder.filePath(u"x"_s)).exists());

        QFile inTheWay(bench.folder.filePath(u"sessions"_s));
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        const auto folder = bench.keep(pair);
        QVERIFY(!folder);
        QVERIFY2(folder.error().message.contains(u"sessions"_s),
                 qPrintable(folder.error().message));
    }

    void listsChatsAndIsRenewed()
    {
        Bench bench;
        const oci::Profile profile = bench.keep(bench.session()).value();
        const QByteArray first = bench.read(profile.securityTokenFile);
        oci::SessionTokenAuth auth(
                {.profile = profile.name,
                 .region = profile.region,
                 .tokenFile = profile.securityTokenFile,
                 .keyFile = profile.keyFile,
                 .loadKey = [&] { return oci::PrivateKey::fromPem(bench.read(profile.keyFile)); },
                 .authBase = bench.endpoints.base(oci::Service::Auth, profile.region).value()},
                bench.network, bench.clock, bench.pool);
        oci::SignedClient client(bench.network, auth, bench.clock);

        const QUrl models =
                oci::joined(bench.endpoints.base(oci::Service::Management, profile.region).value(),
                            "/20231130/models?compartmentId=" + DemoAccount::compartment());
        const auto list = client.fetch({.method = "GET", .url = models});
        QTRY_VERIFY(list.isFinished());
        QVERIFY2(list.result(),
                 qPrintable(list.result() ? QString() : list.result().error().message));
        QCOMPARE(bench.read(profile.securityTokenFile), first);

        bench.clock.now = start.addSecs(51 * 60); // ten minutes before the end it is renewed
        oci::OciChatBackend chats(client, nullptr,
                                  {.region = profile.region,
                                   .compartmentId = QString::fromLatin1(DemoAccount::tenancy()),
                                   .endpoints = bench.endpoints});
        const auto chat =
                chats.startChat({.model = u"meta.llama-3.3-70b-instruct"_s,
                                 .messages = {core::textMessage(core::Role::User, u"Hi"_s)},
                                 .stream = true});
        core::StreamAccumulator all;
        std::optional<Result<core::ChatOutcome>> end;
        connect(chat.get(), &core::ChatStream::delta, this,
                [&all](const core::ChatDelta &delta) { all.add(delta); });
        connect(chat.get(), &core::ChatStream::finished, this,
                [&end](const Result<core::ChatOutcome> &outcome) { end = outcome; });
        QTRY_VERIFY(end);
        QVERIFY2(*end, qPrintable(*end ? QString() : end->error().message));
        all.finish(**end);
        QVERIFY(!textOf(all.choices().first().message).isEmpty());
        QTRY_VERIFY(bench.read(profile.securityTokenFile) != first);
        QTRY_COMPARE(*auth.expires(), start.addSecs(51 * 60 + 3600));
    }
};

QTEST_GUILESS_MAIN(TestKeptSession)
#include "tst_keptsession.moc"
