// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/clock.h"
#include "core/ports/exchange.h"
#include "oci/demo/calling.h"
#include "oci/demo/demoaccount.h"
#include "oci/demo/demomodel.h"
#include "oci/demo/demoprincipals.h"
#include "oci/demo/faults.h"
#include "oci/demo/refusal.h"
#include "oci/demo/responsesstore.h"
#include "oci/demo/route.h"
#include "oci/demo/traffic.h"

#include <QObject>

#include <memory>

namespace oci::demo {

//! A small stand-in for OCI Generative AI, for people without an account and for tests. Its
//! answers say that they are simulated.
//!
//! It verifies signatures and bearer keys, makes such keys, lists models and answers chats
//! (GENERIC, COHERE, COHEREV2, and OpenAI's on /openai/v1), as strictly as the service, and
//! misbehaves when told to. Whatever it does for an exchange is parented to it. Lives in the thread
//! of the exchanges that it is handed. The clock outlives it.
class DemoService final : public QObject
{
    Q_OBJECT

public:
    DemoService(DemoAccount account, const core::Clock &clock, QObject *parent = nullptr);

    //! A core::http::Handler.
    void handle(core::http::Exchange &exchange);

    [[nodiscard]] DemoAccount &account() { return m_account; }
    //! The instance that it pretends to be, and the sessions of principals.
    [[nodiscard]] DemoPrincipals &principals() { return m_principals; }
    [[nodiscard]] Faults &faults() { return m_faults; }
    [[nodiscard]] const Traffic &traffic() const { return m_traffic; }
    //! Of streams without a pace of their own. As fast as possible unless set.
    void setPacing(Pacing pacing) { m_pacing = pacing; }
    //! Whether the paths under /demo/ and the metadata of the instance answer; on unless switched
    //! off. They are unsigned, so they belong on loopback only.
    void setControllable(bool controllable) { m_controllable = controllable; }

private:
    //! A request on its way to its answer.
    struct Visit {
        core::http::Exchange *exchange; //!< lives as long as anything that holds the visit
        quint64 number;
        QByteArray requestId;
        Route route;
        QByteArray region;
        std::shared_ptr<const Judged<Calling>> call;             //!< of a chat
        std::shared_ptr<const Judged<boost::json::object>> body; //!< of another action
        Fault fault;
    };

    Fault faultFor(const Visit &visit);
    void answer(const Visit &visit);
    [[nodiscard]] Judged<void> admitted(const Visit &visit);
    [[nodiscard]] Judged<core::http::Response> found(const Visit &visit);
    void answerChat(const Visit &visit);
    void answerOther(const Visit &visit);
    void answerStored(const Visit &visit);
    void send(const Visit &visit, core::http::Response response);
    void refuse(const Visit &visit, const Refusal &refusal);
    void stream(const Visit &visit, const Calling &calling, const DemoModel &model);
    [[nodiscard]] core::http::Headers headers(const Visit &visit) const;
    [[nodiscard]] QDateTime now(const Fault &fault) const;

    DemoAccount m_account;
    DemoPrincipals m_principals;
    const core::Clock &m_clock;
    Faults m_faults;
    Traffic m_traffic;
    ResponsesStore m_responses;
    Pacing m_pacing;
    bool m_controllable = true;
};

} // namespace oci::demo
