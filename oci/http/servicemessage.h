// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QString>

#include <boost/json/object.hpp>

namespace oci {

//! What the body of a failed answer says.
struct ServiceMessage {
    QString message;   //!< for people; may be empty
    QString code;      //!< OCI's or, inside it, the vendor's: "NotAuthenticated",
                       //!< "unsupported_parameter", "429"
    QString param;     //!< the request field that the vendor names
    QString outerCode; //!< OCI's own code where `code` is the vendor's

    bool operator==(const ServiceMessage &) const = default;
};

//! Reads every shape of an error body: OCI's, OpenAI's, a vendor's JSON inside OCI's message,
//! HTML, plain text, nothing (protocol reference, 11.1). At most 2,000 characters of a text that
//! is no JSON are kept.
[[nodiscard]] ServiceMessage readServiceMessage(QByteArrayView body);
[[nodiscard]] ServiceMessage readServiceMessage(const boost::json::object &body);
//! Whether an event or body that came with a 200 is an error all the same (7.14): it has an
//! `error`, or a `message` that is a text rather than a message of a chat.
[[nodiscard]] bool isServiceError(const boost::json::object &body);

} // namespace oci
