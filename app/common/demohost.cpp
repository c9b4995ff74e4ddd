// SPDX-License-Identifier: MIT
#include "app/common/demohost.h"

#include "gateway/http/server.h"
#include "oci/demo/demoservice.h"

using namespace Qt::StringLiterals;
using core::Result;

namespace app {

struct DemoHost::Parts {
    Parts(oci::demo::DemoAccount account, const core::Clock &clock)
        : service(std::move(account), clock)
        , server([this](core::http::Exchange &exchange) { service.handle(exchange); })
    {
        service.setControllable(false); // that is for tests
        service.setPacing(oci::demo::Pacing::forPeople());
    }

    oci::demo::DemoService service;
    gateway::http::Server server; // after the service, so that it goes first
};

DemoHost::DemoHost(const core::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_context(std::make_unique<QObject>())
    , m_clock(clock)
{
    m_thread.setObjectName(u"demo"_s);
    m_context->moveToThread(&m_thread);
    m_thread.start();
}

DemoHost::~DemoHost()
{
    QMetaObject::invokeMethod(
            m_context.get(), [this] { m_parts.reset(); }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

Result<ConnectionSpec> DemoHost::start()
{
    auto account = oci::demo::DemoAccount::create();
    if (!account)
        return std::unexpected(account.error());
    ConnectionSpec spec{.id = u"demo"_s,
                        .name = u"demo"_s,
                        .kind = core::ConnectionInfo::Kind::Demo,
                        .region = QString::fromLatin1(oci::demo::DemoAccount::region()),
                        .compartment = QString::fromLatin1(oci::demo::DemoAccount::tenancy()),
                        .project = QString::fromLatin1(oci::demo::DemoAccount::project()),
                        .tenancy = QString::fromLatin1(oci::demo::DemoAccount::tenancy()),
                        .user = QString::fromLatin1(oci::demo::DemoAccount::user()),
                        .key = account->key()};
    Result<quint16> port = 0;
    QMetaObject::invokeMethod(
            m_context.get(),
            [&] {
                m_parts = std::make_unique<Parts>(*std::move(account), m_clock);
                port = m_parts->server.listen(QHostAddress(QHostAddress::LocalHost), 0);
            },
            Qt::BlockingQueuedConnection);
    if (!port)
        return std::unexpected(port.error());
    spec.endpoints = oci::Endpoints(u"http://127.0.0.1:%1/{region}/{service}"_s.arg(*port));
    return spec;
}

} // namespace app
