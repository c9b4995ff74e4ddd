// SPDX-License-Identifier: MIT
#include "oci/discovery/modeldirectory.h"
#include "tests/support/cannedserver.h"
#include "tests/support/fakeauth.h"
#include "tests/support/fixtures.h"

#include <QElapsedTimer>
#include <QLoggingCategory>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <QTimer>

#include <ctime>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using tests::json;
using tests::Script;

namespace {

constexpr int modelCount = 10'000;
constexpr int compartmentCount = 2'000;
constexpr int endpointCount = 200;
constexpr int pageSize = 1'000;

#if defined(__SANITIZE_ADDRESS__)
constexpr double slowness = 5; // of instrumented code
#else
constexpr double slowness = 1;
#endif

//! A tenancy as large as any, on a thread of its own.
class LargeTenancy
{
public:
    LargeTenancy()
    {
        m_context.moveToThread(&m_thread);
        m_thread.start();
        QMetaObject::invokeMethod(&m_context, [this] { fill(); }, Qt::BlockingQueuedConnection);
    }

    ~LargeTenancy()
    {
        QMetaObject::invokeMethod(
                &m_context, [this] { m_server.reset(); }, Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }

    QString url;

private:
    template<typename Item>
    void addPages(const QByteArray &part, int count, bool isArray, Item item)
    {
        for (int from = 0; from < count; from += pageSize) {
            QByteArrayList items;
            for (int i = from; i < from + pageSize; ++i)
                items.append(item(QByteArray::number(i)));
            const QByteArray array = '[' + items.join(',') + ']';
            const int next = from + pageSize;
            m_server->addFor(part,
                             Script::reply(200, isArray ? array : "{\"items\":" + array + '}',
                                           next < count ? "opc-next-page: " +
                                                                  QByteArray::number(next) + "\r\n"
                                                        : QByteArray()));
        }
    }

    void fill()
    {
        m_server = std::make_unique<tests::CannedServer>();
        url = m_server->url();
        m_server->add(Script::reply(200, R"({"items":[]})"));
        addPages("/compartments?", compartmentCount, true, [](const QByteArray &i) {
            return json("{'id':'ocid1.compartment.oc1..c?','compartmentId':'ocid1.tenancy.oc1..t',"
                        "'name':'c?','lifecycleState':'ACTIVE'}")
                    .replace("?", i);
        });
        addPages("/models?", modelCount, false, [](const QByteArray &i) {
            return json("{'id':'ocid1.generativeaimodel.oc1.us-chicago-1.m?','displayName':"
                        "'vendor.model-?','vendor':'vendor','type':'BASE','lifecycleState':"
                        "'ACTIVE','capabilities':['CHAT'],'timeCreated':'2026-01-01T00:00:00Z'}")
                    .replace("?", i);
        });
        for (int i = 0; i < endpointCount; ++i) {
            const QByteArray number = QByteArray::number(i);
            m_server->addFor(
                    "/endpoints?compartmentId=ocid1.compartment.oc1..c" + number + '&',
                    Script::reply(
                            200,
                            json("{'items':[{'id':'ocid1.generativeaiendpoint.oc1.us-chicago-1.e?',"
                                 "'displayName':'endpoint-?','lifecycleState':'ACTIVE','modelId':"
                                 "'ocid1.generativeaimodel.oc1.us-chicago-1.m?'}]}")
                                    .replace("?", number)));
        }
    }

    QThread m_thread;
    QObject m_context;
    std::unique_ptr<tests::CannedServer> m_server;
};

double cpuMilliseconds()
{
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

//! The longest time that this thread's event loop computed without looking at a timer. CPU time:
//! what other programs take of a machine is not ours to answer for.
class Stillness
{
public:
    Stillness()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, [this] {
            const double now = cpuMilliseconds();
            longest = std::max(longest, now - m_last);
            m_last = now;
            ++ticks;
        });
        m_timer.start(5ms);
    }

    double longest = 0; //!< ms
    int ticks = 0;

private:
    QTimer m_timer;
    double m_last = cpuMilliseconds();
};

struct Client {
    explicit Client(const QString &url, const QString &cacheFile)
        : client(network, auth, clock, once())
        , directory(client, clock,
                    {.region = u"us-chicago-1"_s,
                     .compartmentId = u"ocid1.tenancy.oc1..t"_s,
                     .endpoints = oci::Endpoints(url + u"/{service}"_s),
                     .tenancyId = u"ocid1.tenancy.oc1..t"_s,
                     .cacheFile = cacheFile})
    {
    }

    static oci::ClientSettings once()
    {
        oci::ClientSettings settings;
        settings.retry.attempts = 1;
        return settings;
    }

    tests::FakeAuth auth;
    tests::FakeClock clock{QDateTime::fromString(u"2026-05-04T10:00:00Z"_s, Qt::ISODate)};
    oci::NetworkPool network;
    oci::SignedClient client;
    oci::ModelDirectory directory;
};

} // namespace

class TestScale : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QLoggingCategory::setFilterRules(u"app.*.debug=false"_s); // two thousand requests
    }

    void aLargeTenancyIsDiscoveredWithoutBlocking()
    {
        LargeTenancy tenancy;
        Client first(tenancy.url, m_folder.filePath(m_file));
        Stillness stillness;

        const auto refreshed = first.directory.refresh();
        QVERIFY(QTest::qWaitFor([&] { return refreshed.isFinished(); }, 100'000));
        QTest::qWait(50); // for what comes after the answer

        QVERIFY(refreshed.result());
        QVERIFY(first.directory.problems().isEmpty());
        QVERIFY(first.directory.isComplete());
        QCOMPARE(first.directory.models().size(), modelCount + endpointCount);
        qInfo("longest stretch without a look at the timers: %.1f ms of CPU, %d ticks",
              stillness.longest, stillness.ticks);
        QVERIFY(stillness.ticks > 100);
        QVERIFY2(stillness.longest < 50 * slowness, qPrintable(QString::number(stillness.longest)));
    }

    //! Goes on with the file of the one before.
    void afterARestartWithoutNetworkTheListIsThere()
    {
        const QString nowhere = u"http://127.0.0.1:1"_s; // nothing listens there
        Stillness stillness;
        QElapsedTimer sinceStart;
        sinceStart.start();

        Client second(nowhere, m_folder.filePath(m_file));
        QTRY_VERIFY_WITH_TIMEOUT(second.directory.isLoaded(), 10'000);

        qInfo("loaded after %lld ms", static_cast<long long>(sinceStart.elapsed()));
        QCOMPARE(second.auth.calls, 0);
        QElapsedTimer sinceCall;
        sinceCall.start();
        const QList<core::ModelInfo> models = second.directory.models();
        const qint64 nanoseconds = sinceCall.nsecsElapsed();
        QCOMPARE(models.size(), modelCount + endpointCount);
        QVERIFY2(nanoseconds < 1'000'000, qPrintable(QString::number(nanoseconds)));
        QCOMPARE(second.directory.asOf(), second.clock.now);
        QVERIFY(!second.directory.isComplete()); // nobody has asked yet in this run

        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"could not be listed"_s));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"could not be listed"_s));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"could not be listed"_s));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"could not be listed"_s));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"could not be listed"_s));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"could not be listed"_s));
        const auto refreshed = second.directory.refresh();
        QVERIFY(QTest::qWaitFor([&] { return refreshed.isFinished(); }, 20'000));
        QVERIFY(!refreshed.result());
        QCOMPARE(second.directory.models().size(), modelCount + endpointCount);
        QVERIFY2(stillness.longest < 50 * slowness, qPrintable(QString::number(stillness.longest)));
    }

private:
    QTemporaryDir m_folder;
    QString m_file = u"catalog.json"_s;
};

QTEST_GUILESS_MAIN(TestScale)
#include "tst_scale.moc"
