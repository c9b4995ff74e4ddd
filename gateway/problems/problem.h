// SPDX-License-Identifier: MIT
#pragma once

#include "core/error.h"
#include "core/ports/exchange.h"

namespace gateway {

//! What a client is told about a failure, before a dialect puts it into its own words. The names
//! are those of OpenAI's dialect, since most clients act on them.
struct Problem {
    int status = 500;
    QByteArray type; //!< e.g. "invalid_request_error"
    QByteArray code; //!< e.g. "model_not_found"; may be empty
    QString message;
    QString param = {};               //!< the field at fault; may be empty
    core::http::Headers headers = {}; //!< that belong to the answer, e.g. Retry-After
};

//! Writes a problem as a dialect has it: JSON text.
class ProblemBody
{
public:
    using Write = QByteArray (*)(const Problem &);
    using Complete = void (*)(Problem &);

    //! `completion`: adds what every answer of the dialect carries, such as a header, before the
    //! problem is written.
    constexpr ProblemBody(Write write, Complete completion = nullptr)
        : m_write(write)
        , m_complete(completion)
    {
    }

    [[nodiscard]] QByteArray operator()(const Problem &problem) const { return m_write(problem); }
    void complete(Problem &problem) const
    {
        if (m_complete)
            m_complete(problem);
    }

private:
    Write m_write;
    Complete m_complete;
};

//! By the table of protocol reference 11.2. The only place that knows statuses and error names.
[[nodiscard]] Problem problemOf(const core::Error &error);
//! Of an answer that broke off after it had begun (protocol reference 7.14).
[[nodiscard]] Problem brokenAnswer(const core::Error &error);

[[nodiscard]] core::http::Response respond(Problem problem, ProblemBody body);

} // namespace gateway
