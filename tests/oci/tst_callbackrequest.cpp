// SPDX-License-Identifier: MIT
#include "oci/auth/callbackrequest.h"

#include <QTest>

using namespace Qt::StringLiterals;
using oci::CallbackReading;
using oci::CallbackRequest;
using oci::readCallbackRequest;

class TestCallbackRequest : public QObject
{
    Q_OBJECT

private slots:
    void readsWhatABrowserSends()
    {
        const QByteArray bytes = "GET /token?page=a&security_token=b.c-d_e HTTP/1.1\r\n"
                                 "Accept: */*\r\nhOST: LocalHost:8181\r\n"
                                 "Origin: HTTP://x\r\nSec-Fetch-Site:same-origin\r\n\r\n";
        CallbackRequest request;

        for (qsizetype cut = 0; cut < bytes.size(); ++cut)
            QCOMPARE(readCallbackRequest(bytes.first(cut), request), CallbackReading::Incomplete);
        QCOMPARE(readCallbackRequest(bytes, request), CallbackReading::Whole);

        QCOMPARE(request.method, "GET");
        QCOMPARE(request.path, "/token");
        QCOMPARE(request.query.queryItemValue(u"security_token"_s), u"b.c-d_e"_s);
        QCOMPARE(request.host, "localhost:8181");
        QCOMPARE(request.origin, "http://x");
        QCOMPARE(request.site, "same-origin");
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("bytes");

        QTest::newRow("words") << QByteArray("hello there\r\n\r\n");
        QTest::newRow("TLS") << QByteArray("\x16\x03\x01 a b\r\n\r\n");
        QTest::newRow("absolute target") << QByteArray("GET http://x/ HTTP/1.1\r\n\r\n");
        QTest::newRow("HTTP/2") << QByteArray("PRI * HTTP/2.0\r\n\r\n");
        QTest::newRow("not ASCII") << QByteArray("GET /\xc3\xbc HTTP/1.1\r\n\r\n");
        QTest::newRow("two hosts")
                << QByteArray("GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil\r\n\r\n");
        QTest::newRow("two origins")
                << QByteArray("GET / HTTP/1.1\r\nOrigin:\r\nOrigin: evil\r\n\r\n");
        QTest::newRow("endless") << "GET /" + QByteArray(CallbackRequest::longest, 'a');
    }

    void refuses()
    {
        QFETCH(QByteArray, bytes);
        CallbackRequest request;

        QCOMPARE(readCallbackRequest(bytes, request), CallbackReading::Malformed);
    }
};

QTEST_APPLESS_MAIN(TestCallbackRequest)
#include "tst_callbackrequest.moc"
