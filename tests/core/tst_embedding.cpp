// SPDX-License-Identifier: MIT
#include "core/inference/embedding.h"

#include <QTest>

using namespace Qt::StringLiterals;

class TestEmbedding : public QObject
{
    Q_OBJECT

private slots:
    void floatsAreLittleEndianInBase64()
    {
        QCOMPARE(core::base64Of(QList<float>{1.0F, -2.5F}), "AACAPwAAIMA="); // reference, 15.2
        QCOMPARE(core::base64Of(QList<float>{}), "");
    }

    void integersAreBytesInBase64()
    {
        QCOMPARE(core::base64Of(QList<qint16>{-1, 0, 127, -128}),
                 QByteArray("\xff\0\x7f\x80", 4).toBase64());
        QCOMPARE(core::base64Of(QList<qint16>{255, 1}), QByteArray("\xff\x01", 2).toBase64());
    }

    void dataUrisOfImagesAreImages_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isImage");
        QTest::newRow("image") << u"data:image/png;base64,AAAA"_s << true;
        QTest::newRow("capitals") << u"DATA:Image/PNG;base64,AAAA"_s << true;
        QTest::newRow("text") << u"hello"_s << false;
        QTest::newRow("about images") << u"data:image/png is a media type"_s << false;
        QTest::newRow("another kind") << u"data:text/plain,hello"_s << false;
        QTest::newRow("inside") << u"see data:image/png;base64,AAAA"_s << false;
        QTest::newRow("empty") << QString() << false;
    }

    void dataUrisOfImagesAreImages()
    {
        QFETCH(QString, text);
        QFETCH(bool, isImage);

        const auto input = core::embeddingInput(text);

        if (isImage)
            QCOMPARE(std::get<core::ImagePart>(input).url, text.toUtf8());
        else
            QCOMPARE(std::get<core::TextPart>(input).text, text);
    }
};

QTEST_APPLESS_MAIN(TestEmbedding)
#include "tst_embedding.moc"
