// SPDX-License-Identifier: MIT
//
// The demo service on a loopback port of its own, for official clients and scripts that test
// against it.

#include "gateway/http/server.h"
#include "oci/demo/demoservice.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QHostAddress>
#include <QTextStream>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

int refuse(const QString &why)
{
    QTextStream(stderr) << "demo_service: " << why << '\n';
    return 2;
}

core::Result<oci::PublicKey> readKey(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return std::unexpected(
                core::Error{.code = core::ErrorCode::NotFound, .message = file.errorString()});
    }
    return oci::PublicKey::fromPem(file.readAll());
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption port(u"port"_s, u"Port on 127.0.0.1; 0 takes a free one."_s,
                                  u"number"_s, u"0"_s);
    const QCommandLineOption publicKey(
            u"public-key"_s, u"Trust signatures by this key (PEM, \"BEGIN PUBLIC KEY\")."_s,
            u"file"_s);
    const QCommandLineOption keyId(u"key-id"_s, u"The key id that those signatures name."_s,
                                   u"tenancy/user/fingerprint"_s);
    const QCommandLineOption compartment(u"compartment"_s,
                                         u"A compartment to permit; repeatable."_s, u"ocid"_s);
    const QCommandLineOption bearer(u"bearer-file"_s, u"Trust the bearer key in this file."_s,
                                    u"file"_s);
    const QCommandLineOption pace(u"pace"_s, u"Milliseconds between events; 0 is at once."_s,
                                  u"ms"_s, u"0"_s);
    parser.addHelpOption();
    parser.addOptions({port, publicKey, keyId, compartment, bearer, pace});
    parser.process(application);

    auto account = oci::demo::DemoAccount::create();
    if (!account)
        return refuse(account.error().message);
    if (parser.isSet(publicKey) != parser.isSet(keyId))
        return refuse(u"--public-key and --key-id belong together"_s);
    if (parser.isSet(publicKey)) {
        const auto key = readKey(parser.value(publicKey));
        if (!key)
            return refuse(u"%1: %2"_s.arg(parser.value(publicKey), key.error().message));
        account->trust(parser.value(keyId).toUtf8(), *key);
    }
    const QStringList compartments = parser.values(compartment);
    for (const QString &ocid : compartments)
        account->permit(ocid.toUtf8());
    if (parser.isSet(bearer)) {
        QFile file(parser.value(bearer));
        if (!file.open(QIODevice::ReadOnly))
            return refuse(u"%1: %2"_s.arg(file.fileName(), file.errorString()));
        account->trustBearer(core::Secret(file.readAll().trimmed()));
    }

    bool portIsNumber = false;
    bool paceIsNumber = false;
    const quint16 wanted = parser.value(port).toUShort(&portIsNumber);
    const uint interval = parser.value(pace).toUInt(&paceIsNumber);
    if (!portIsNumber || !paceIsNumber)
        return refuse(u"--port and --pace take a number"_s);

    const core::SystemClock clock;
    oci::demo::DemoService service(*std::move(account), clock);
    service.setPacing({.interval = std::chrono::milliseconds(interval)});
    gateway::http::Server server(
            [&service](core::http::Exchange &exchange) { service.handle(exchange); });
    const auto listening = server.listen(QHostAddress::LocalHost, wanted);
    if (!listening) {
        QTextStream(stderr) << "demo_service: " << listening.error().message << '\n';
        return 3;
    }
    QTextStream(stdout) << "listening on http://127.0.0.1:" << *listening << Qt::endl;
    return QCoreApplication::exec();
}
