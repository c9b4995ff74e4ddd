// SPDX-License-Identifier: MIT
#include "oci/config/configline.h"

#include <QTest>

using namespace Qt::StringLiterals;
using oci::ConfigLine;
using Kind = oci::ConfigLine::Kind;

class TestConfigLine : public QObject
{
    Q_OBJECT

private slots:
    void reads_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("value");

        const auto row = [](const char *title, const QByteArray &line, Kind kind,
                            const QString &name = {}, const QByteArray &value = {}) {
            QTest::newRow(title) << line << kind << name << value;
        };
        row("empty", "", Kind::Nothing);
        row("blanks", " \t\r\n", Kind::Nothing);
        row("comment", "  # [A]", Kind::Nothing);
        row("other comment", "; a=b", Kind::Nothing);
        row("profile", "[DEFAULT]\r\n", Kind::Profile, u"DEFAULT"_s);
        row("blanks in the brackets", " [ W\xc3\xb6rk 2 ] # mine", Kind::Profile, u"W\u00f6rk 2"_s);
        row("no end", "[A", Kind::Fault);
        row("more behind it", "[A] b=c", Kind::Fault);
        row("no name", "[ ]", Kind::Fault);
        row("entry", " Key_File = ~/a b=c # d \n", Kind::Entry, u"key_file"_s, "~/a b=c # d");
        row("colon", "region: x=y", Kind::Entry, u"region"_s, "x=y");
        row("no value", "user=", Kind::Entry, u"user"_s);
        row("other spelling", "PassPhrase=x", Kind::Entry, u"pass_phrase"_s, "x");
        row("no separator", "hello", Kind::Fault);
        row("no key", "= x", Kind::Fault);
        row("no UTF-8", "a=\xff", Kind::Fault);
        row("NUL", QByteArray("a=\0", 3), Kind::Fault);
    }

    void reads()
    {
        QFETCH(QByteArray, line);
        QFETCH(Kind, kind);
        QFETCH(QString, name);
        QFETCH(QByteArray, value);

        const ConfigLine read = oci::readConfigLine(line);

        QCOMPARE(read.kind, kind);
        QCOMPARE(read.name, name);
        QCOMPARE(read.value.toByteArray(), value);
        QCOMPARE(read.fault.isEmpty(), kind != Kind::Fault);
    }

    void theMarkOfAnEditorIsNoPartOfIt()
    {
        QCOMPARE(oci::withoutByteOrderMark("\xef\xbb\xbf[A]"), "[A]");
        QCOMPARE(oci::withoutByteOrderMark("[A]"), "[A]");
    }
};

QTEST_APPLESS_MAIN(TestConfigLine)
#include "tst_configline.moc"
