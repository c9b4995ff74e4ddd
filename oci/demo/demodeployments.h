// SPDX-License-Identifier: MIT
#pragma once

#include "oci/demo/chatcall.h"
#include "oci/demo/demomodel.h"
#include "oci/demo/refusal.h"
#include "oci/demo/route.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>

#include <boost/json/array.hpp>

namespace oci::demo {

//! A model deployment of Data Science that the demo pretends to have, in us-chicago-1.
struct DemoDeployment {
    QByteArray name;
    QByteArray state = "ACTIVE";
    bool chats = true;   //!< made by AI Quick Actions; otherwise it forecasts something
    bool streams = true; //!< false: it has no /predictWithResponseStream and refuses `stream`

    [[nodiscard]] QByteArray id() const;
};

[[nodiscard]] const QList<DemoDeployment> &demoDeployments();
//! The list of a compartment (protocol reference, 10.1).
[[nodiscard]] boost::json::array deploymentList(const QDateTime &now);

//! Reads "/{ocid}/predict" and what else there is below a deployment's URL (10.2) into the route.
void readPredictPath(const QByteArray &method, Route &route);

//! Reads a body sent to a deployment. Whether it is answered as a stream is up to path and headers.
[[nodiscard]] Judged<ChatCall> readPredictCall(const core::http::Request &request,
                                               const boost::json::object &body);
//! The model that answers for the deployment in the path, if it is there, up and asked the right
//! way. Lives as long as the program.
[[nodiscard]] Judged<const DemoModel *> deployedModel(const ChatCall &call, const Route &route,
                                                      const QByteArray &region);

} // namespace oci::demo
