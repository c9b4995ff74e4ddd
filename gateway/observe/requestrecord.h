// SPDX-License-Identifier: MIT
#pragma once

#include "core/timing.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <optional>

namespace gateway::observe {

//! Request and answer as they were sent, cut off at a bound and without keys.
struct RecordedBodies {
    QByteArray request;
    QByteArray answer;
};

//! What became of a request.
struct RequestRecord {
    using Time = core::CallTimes::Time;

    enum class Outcome {
        Answered,
        Refused,    //!< by us, or by the service as not to be served: the caller's part
        Failed,     //!< the service did not answer, or broke off
        ClientLeft, //!< before the end of the answer
    };

    struct Tokens {
        qint64 in = 0;
        qint64 out = 0;
        qint64 cached = 0;       //!< part of `in`
        qint64 reasoning = 0;    //!< part of `out`
        bool isEstimate = false; //!< the service did not say

        bool operator==(const Tokens &) const = default;
    };

    quint64 number = 0;   //!< of this run, from 1
    QByteArray id;        //!< ours; went out as x-request-id
    QByteArray clientId;  //!< the x-request-id of the client, where it sent a clean one
    qint64 startedMs = 0; //!< since 1970, UTC
    QByteArray method;
    QByteArray route;     //!< the pattern below the prefix, e.g. "/models/"; empty: none fits
    QByteArray caller;    //!< Exchange::caller()
    QByteArray userAgent; //!< shortened
    QString model;        //!< as the client called it; empty: the route needs none
    QString target;       //!< who answered; empty: not known
    bool isStream = false;
    int status = 0; //!< that the client got; 499 where it left before there was one
    Outcome outcome = Outcome::Answered;
    QByteArray errorCode; //!< a word; empty without an error
    Tokens tokens;
    Time receiving{0};   //!< from the head to the end of the request's body
    Time translating{0}; //!< until the chat was asked for
    core::CallTimes upstream;
    std::optional<Time> firstToken; //!< from the start to the first piece of the answer
    Time total{0};
    qint64 bytesIn = 0;                           //!< of the body
    qint64 bytesOut = 0;                          //!< of the body
    QString upstreamId;                           //!< opc-request-id
    std::shared_ptr<const RecordedBodies> bodies; //!< where they were recorded
};

//! "answered", "refused", "failed", "client_left"
[[nodiscard]] constexpr const char *wordOf(RequestRecord::Outcome outcome)
{
    switch (outcome) {
    case RequestRecord::Outcome::Answered:
        return "answered";
    case RequestRecord::Outcome::Refused:
        return "refused";
    case RequestRecord::Outcome::Failed:
        return "failed";
    case RequestRecord::Outcome::ClientLeft:
        return "client_left";
    }
    return "failed";
}

} // namespace gateway::observe
