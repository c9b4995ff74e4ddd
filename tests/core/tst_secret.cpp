// SPDX-License-Identifier: MIT
#include "core/secret.h"

#include <QElapsedTimer>
#include <QString>
#include <QTest>

#include <algorithm>
#include <concepts>
#include <cstring>
#include <limits>
#include <ostream>

using core::Secret;
using namespace Qt::StringLiterals;

static_assert(!std::copy_constructible<Secret>);
static_assert(!std::convertible_to<Secret, QString> && !std::convertible_to<Secret, QByteArray>);
static_assert(!std::equality_comparable<Secret>);

template<typename T>
concept Printable = requires(std::ostream &out, const T &value) { out << value; };
static_assert(!Printable<Secret>);

class TestSecret : public QObject
{
    Q_OBJECT

private slots:
    void holdsItsBytes()
    {
        const Secret secret{QByteArrayView("hunter2")};

        QCOMPARE(secret.reveal().toByteArray(), "hunter2");
        QVERIFY(!secret.isEmpty());
        QVERIFY(Secret().isEmpty());
    }

    void movingLeavesNothingBehind()
    {
        Secret first{QByteArrayView("hunter2")};

        const Secret second = std::move(first);

        QVERIFY(first.isEmpty()); // NOLINT(bugprone-use-after-move): what is left is the point
        QCOMPARE(second.reveal().toByteArray(), "hunter2");
    }

    void takingWipesTheSource()
    {
        QByteArray bytes("hunter2 hunter2 hunter2");
        bytes.detach();

        const Secret secret = Secret::take(std::move(bytes));

        QCOMPARE(secret.reveal().toByteArray(), "hunter2 hunter2 hunter2");
    }

    void comparesWholeValues()
    {
        const Secret secret{QByteArrayView("hunter2")};

        QVERIFY(secret.equals("hunter2"));
        QVERIFY(!secret.equals("hunter3"));
        QVERIFY(!secret.equals("Hunter2"));
        QVERIFY(!secret.equals("hunter"));
        QVERIFY(!secret.equals("hunter22"));
        QVERIFY(!secret.equals(""));
        QVERIFY(Secret().equals(""));
    }

    void aComparisonTakesTheSameTimeWhereverItDiffers()
    {
        // One that stops at the first difference is a thousand times faster here.
        const QByteArray value(1024 * 1024, 'a');
        QByteArray early = value;
        early[0] = 'b';
        QByteArray late = value;
        late[late.size() - 1] = 'b';
        const auto fastest = [&value](const QByteArray &other) {
            qint64 least = std::numeric_limits<qint64>::max();
            for (int i = 0; i < 20; ++i) {
                QElapsedTimer timer;
                timer.start();
                if (core::equalsInConstantTime(value, other))
                    qFatal("not the same");
                least = std::min(least, timer.nsecsElapsed());
            }
            return least;
        };

        const qint64 first = fastest(early);
        const qint64 last = fastest(late);

        QVERIFY2(first > last / 4, qPrintable(u"%1 against %2 ns"_s.arg(first).arg(last)));
    }

    void wipesMemory()
    {
        char bytes[] = "hunter2";

        core::wipeMemory(bytes, sizeof bytes);

        QCOMPARE(QByteArray(bytes, sizeof bytes), QByteArray(sizeof bytes, '\0'));
    }
};

QTEST_APPLESS_MAIN(TestSecret)
#include "tst_secret.moc"
