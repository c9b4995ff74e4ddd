// SPDX-License-Identifier: MIT
//
// The gateway in front of an upstream that checks no signature, so that translation and
// proxying are measured without signing. Everything but the credential is the product's.

#include "gateway/gateway.h"
#include "oci/auth/authprovider.h"
#include "oci/discovery/modeldirectory.h"
#include "oci/http/signedclient.h"
#include "oci/inference/ocichatbackend.h"

#include "core/ports/clock.h"

#include <QCoreApplication>
#include <QSslCertificate>
#include <QSslConfiguration>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

class NoAuth final : public oci::AuthProvider
{
public:
    QFuture<core::Result<core::http::Headers>> authorize(const oci::OutgoingRequest &) override
    {
        return QtFuture::makeReadyValueFuture(core::Result<core::http::Headers>());
    }

    [[nodiscard]] bool isBearer() const override { return false; }
};

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_NO_GLIB", "1"); // as gatehouse-gateway does
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 4) {
        std::fputs("usage: bench_gateway UPSTREAM_URL CERTIFICATE KEY\n", stderr);
        return 2;
    }
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.addCaCertificates(arguments[2]);
    QSslConfiguration::setDefaultConfiguration(tls);

    const core::SystemClock clock;
    const oci::Endpoints endpoints(arguments[1] + u"/{region}/{service}"_s);
    oci::NetworkPool network;
    NoAuth auth;
    oci::SignedClient client(network, auth, clock);
    oci::ModelDirectory catalog(client, clock,
                                {.region = u"us-chicago-1"_s,
                                 .compartmentId = u"ocid1.compartment.oc1..aaaaexample"_s,
                                 .endpoints = endpoints});
    oci::OciChatBackend backend(client, &catalog,
                                {.region = u"us-chicago-1"_s,
                                 .compartmentId = u"ocid1.compartment.oc1..aaaaexample"_s,
                                 .endpoints = endpoints});
    gateway::Settings settings;
    settings.listen = {{.address = QHostAddress(QHostAddress::LocalHost), .port = 0}};
    settings.keys.emplace_back(QByteArrayView(arguments[3].toUtf8()));
    gateway::Gateway gateway(backend, catalog, std::move(settings));
    const auto urls = gateway.listen();
    if (!urls) {
        std::fprintf(stderr, "%s\n", qPrintable(urls.error().message));
        return 3;
    }
    std::printf("listening on %s\n", qPrintable(urls->first().toString()));
    std::fflush(stdout);
    return QCoreApplication::exec();
}
