// SPDX-License-Identifier: MIT
#include "ui/chat/errortext.h"

#include <QCoreApplication>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(ui::ErrorText)
};

//! What never reached OCI was no decision of OCI's.
QString localTitleOf(core::ErrorCode code)
{
    switch (code) {
    case core::ErrorCode::InvalidRequest:
        return Words::tr("This cannot be sent");
    case core::ErrorCode::Unauthorized:
        return Words::tr("This connection cannot sign in");
    case core::ErrorCode::NotFound:
        return Words::tr("Not found here");
    default:
        return {};
    }
}

QString titleOf(const core::Error &error)
{
    if (error.upstreamStatus == 0) {
        if (const QString title = localTitleOf(error.code); !title.isEmpty())
            return title;
    }
    if (error.reason == "policy_missing"_L1)
        return Words::tr("A policy does not allow this");
    if (error.reason == "model_in_other_region"_L1)
        return Words::tr("The model is in another region");
    switch (error.code) {
    case core::ErrorCode::Cancelled:
        return Words::tr("Cancelled");
    case core::ErrorCode::InvalidRequest:
        return Words::tr("The model refused the request");
    case core::ErrorCode::Unauthorized:
        return Words::tr("OCI did not accept the credentials");
    case core::ErrorCode::Forbidden:
        return Words::tr("A policy does not allow this");
    case core::ErrorCode::NotFound:
        return Words::tr("Not found, or not authorized");
    case core::ErrorCode::Conflict:
        return Words::tr("The service is busy with something that conflicts");
    case core::ErrorCode::TooLarge:
        return Words::tr("The conversation is too long for this model");
    case core::ErrorCode::RateLimited:
        return Words::tr("Too many requests");
    case core::ErrorCode::Timeout:
        return Words::tr("The service did not answer in time");
    case core::ErrorCode::Network:
        return Words::tr("The service cannot be reached");
    case core::ErrorCode::Unavailable:
        return Words::tr("The service cannot answer right now");
    case core::ErrorCode::Protocol:
        return Words::tr("The answer broke off");
    case core::ErrorCode::Internal:
        return Words::tr("Something went wrong");
    }
    Q_UNREACHABLE_RETURN({});
}

QString adviceFor(const core::Error &error)
{
    if (error.code == core::ErrorCode::RateLimited && error.retryAfter)
        return Words::tr("Try again in %1 s.").arg((error.retryAfter->count() + 999) / 1000);
    if (!error.advice.isEmpty())
        return error.advice;
    const bool isParameter =
            error.code == core::ErrorCode::InvalidRequest && !error.param.isEmpty();
    if (error.upstreamStatus == 0 && !isParameter && !localTitleOf(error.code).isEmpty())
        return {}; // its message says what to do
    switch (error.code) {
    case core::ErrorCode::Unauthorized:
        return Words::tr("Check that the key belongs to this profile, that a session token has not "
                         "expired, and that this computer's clock is right.");
    case core::ErrorCode::Forbidden:
        return Words::tr("Ask an administrator for a policy such as: allow group <group> to use "
                         "generative-ai-family in compartment <name>");
    case core::ErrorCode::NotFound:
        return Words::tr("Either a policy is missing, or the model or endpoint is in another "
                         "region, or the model is no longer offered.");
    case core::ErrorCode::TooLarge:
        return Words::tr("Start a new chat, or choose a model with a longer context.");
    case core::ErrorCode::RateLimited:
        return Words::tr("Wait a moment, then try again.");
    case core::ErrorCode::Network:
        return Words::tr("Check the network connection and the proxy settings, then try again.");
    case core::ErrorCode::Timeout:
    case core::ErrorCode::Unavailable:
    case core::ErrorCode::Conflict:
        return Words::tr("Wait a moment, then try again.");
    case core::ErrorCode::InvalidRequest:
        if (!error.param.isEmpty())
            return Words::tr("The parameter at fault: %1").arg(error.param);
        break;
    case core::ErrorCode::Protocol:
    case core::ErrorCode::Cancelled:
    case core::ErrorCode::Internal:
        break;
    }
    return {};
}

} // namespace

ErrorText describe(const core::Error &error)
{
    ErrorText text{.title = titleOf(error), .message = error.message, .advice = adviceFor(error)};
    QStringList lines{text.title};
    if (!error.message.isEmpty())
        lines += error.message;
    if (!text.advice.isEmpty())
        lines += text.advice;
    if (error.upstreamStatus > 0)
        lines += u"HTTP status: %1"_s.arg(error.upstreamStatus);
    if (!error.reason.isEmpty())
        lines += u"reason: %1"_s.arg(error.reason);
    if (!error.param.isEmpty())
        lines += u"parameter: %1"_s.arg(error.param);
    if (!error.requestId.isEmpty())
        lines += u"opc-request-id: %1"_s.arg(error.requestId);
    text.details = lines.join(u'\n');
    return text;
}

} // namespace ui
