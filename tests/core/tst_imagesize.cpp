// SPDX-License-Identifier: MIT
#include "core/chat/imagesize.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::imageSize;

namespace {

QByteArray hex(const char *text)
{
    return QByteArray::fromHex(text);
}

} // namespace

class TestImageSize : public QObject
{
    Q_OBJECT

private slots:
    void readsHeads_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<std::optional<QSize>>("size");

        using Size = std::optional<QSize>;
        const QByteArray png = "\x89PNG\r\n\x1a\n" + hex("0000000d49484452000004000000020008");
        QTest::newRow("PNG") << png << Size(QSize(1024, 512));
        QTest::newRow("half a PNG") << png.first(20) << Size();
        QTest::newRow("PNG without IHDR") << "\x89PNG\r\n\x1a\n" + QByteArray(20, 'x') << Size();
        QTest::newRow("PNG with a nonsense size")
                << "\x89PNG\r\n\x1a\n" + hex("0000000d49484452ffffffff0000020008") << Size();
        QTest::newRow("GIF") << "GIF89a" + hex("20034001") << Size(QSize(800, 320));
        // APP0 of 16 bytes, then SOF2.
        const QByteArray jpeg = hex("ffd8ffe00010") + QByteArray(14, 'j') + hex("ffc2");
        QTest::newRow("JPEG") << jpeg + hex("0011080258032003") << Size(QSize(800, 600));
        QTest::newRow("JPEG with fill bytes")
                << hex("ffd8ffffc0000b08000a001401") << Size(QSize(20, 10));
        QTest::newRow("JPEG that ends early") << jpeg << Size();
        QTest::newRow("JPEG that is none") << hex("ffd8") + QByteArray(40, 'x') << Size();
        QTest::newRow("WebP lossy") << "RIFF____WEBPVP8 " + QByteArray(10, 'v') + hex("80024001")
                                    << Size(QSize(640, 320));
        QTest::newRow("WebP lossless")
                << "RIFF____WEBPVP8L____/" + hex("ff813f00") + QByteArray(8, 0)
                << Size(QSize(512, 255));
        QTest::newRow("WebP extended")
                << "RIFF____WEBPVP8X____" + QByteArray(4, 0) + hex("ff0300ff0100")
                << Size(QSize(1024, 512));
        QTest::newRow("nothing") << QByteArray() << Size();
        QTest::newRow("text") << QByteArray("<svg width='10'/>") << Size();
    }

    void readsHeads()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(std::optional<QSize>, size);

        QCOMPARE(imageSize(bytes), size);
        QCOMPARE(core::imageSizeOfDataUri("data:image/x;base64," + bytes.toBase64()), size);
    }

    void anyCutOfAPictureIsRead()
    {
        const QByteArray bytes = "RIFF____WEBPVP8L____/" + hex("ff813f00") + QByteArray(8, 0);
        for (qsizetype length = 0; length < 30; ++length)
            QVERIFY(!imageSize(bytes.first(length)));
    }

    void otherAddressesHaveNone()
    {
        QVERIFY(!core::imageSizeOfDataUri("https://example.com/a.png"));
        QVERIFY(!core::imageSizeOfDataUri("data:image/png,abc"));
        QVERIFY(!core::imageSizeOfDataUri("data:image/png;base64"));
    }
};

QTEST_APPLESS_MAIN(TestImageSize)
#include "tst_imagesize.moc"
