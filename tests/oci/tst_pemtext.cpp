// SPDX-License-Identifier: MIT
#include "oci/auth/pemtext.h"

#include "tests/support/growth.h"

#include <QTest>

using namespace Qt::StringLiterals;
using oci::PemText;

namespace {

QByteArray tidied(const QByteArray &text)
{
    return PemText(text)
            .privateKey()
            .transform([](const PemText::Block &block) {
                return block.tidied().reveal().toByteArray();
            })
            .value_or("none");
}

} // namespace

class TestPemText : public QObject
{
    Q_OBJECT

private slots:
    void findsTheBlocks_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArrayList>("labels");

        QTest::newRow("nothing") << QByteArray() << QByteArrayList();
        QTest::newRow("two") << QByteArray("-----BEGIN A-----\nAA==\n-----END A-----\nx\n"
                                           "-----BEGIN B C-----\nAA==\n-----END B C-----")
                             << QByteArrayList{"A", "B C"};
        QTest::newRow("no end") << QByteArray("-----BEGIN A-----\nAA==\n") << QByteArrayList();
        QTest::newRow("another end")
                << QByteArray("-----BEGIN A-----\nAA==\n-----END B-----\n") << QByteArrayList();
        QTest::newRow("begun twice")
                << QByteArray("-----BEGIN A-----\n-----BEGIN B-----\nAA==\n-----END B-----\n")
                << QByteArrayList{"B"};
        QTest::newRow("label not closed") << QByteArray("-----BEGIN A\nAA==\n") << QByteArrayList();
    }

    void findsTheBlocks()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArrayList, labels);

        QByteArrayList found;
        const PemText pem(text);
        for (const PemText::Block &block : pem.blocks())
            found += block.label.toByteArray();

        QCOMPARE(found, labels);
    }

    void linesAreTidied()
    {
        const QByteArray base64 = QByteArray(65, 'A');
        const QByteArray expected = "-----BEGIN PRIVATE KEY-----\n" + base64.first(64) +
                                    "\nA\n-----END PRIVATE KEY-----\n";

        QCOMPARE(tidied("x\n-----BEGIN PRIVATE KEY-----" + base64 + "-----END PRIVATE KEY-----y"),
                 expected);
        QCOMPARE(tidied(" -----BEGIN PRIVATE KEY-----\\r\\n " + base64.first(3) + " \t\r\n" +
                        base64.sliced(3) + "\\n -----END PRIVATE KEY-----"),
                 expected);
    }

    void headerFieldsAreKept()
    {
        const QByteArray text =
                "-----BEGIN RSA PRIVATE KEY-----\r\nProc-Type: 4,ENCRYPTED\r\n"
                "DEK-Info: AES-128-CBC,00FF \r\n \r\nAAAA\r\n-----END RSA PRIVATE KEY-----";
        const PemText pem(text);
        const auto block = pem.privateKey();

        QVERIFY(block);
        QVERIFY(block->isEncrypted());
        QCOMPARE(block->field("DEK-Info"), "AES-128-CBC,00FF");
        QCOMPARE(block->field("Other"), "");
        QCOMPARE(tidied(text),
                 "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n"
                 "DEK-Info: AES-128-CBC,00FF\n\nAAAA\n-----END RSA PRIVATE KEY-----\n");
    }

    void manyBeginningsTakeLinearTime()
    {
        const auto read = [](int count) {
            const QByteArray text =
                    QByteArray("-----BEGIN A-----").repeated(count) + "-----END B-----";
            QVERIFY(PemText(text).blocks().isEmpty());
        };

        QVERIFY(tests::growsLinearly(read, 450)); // eight times that is the longest text
    }
};

QTEST_APPLESS_MAIN(TestPemText)
#include "tst_pemtext.moc"
