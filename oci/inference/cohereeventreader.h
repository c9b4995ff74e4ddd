// SPDX-License-Identifier: MIT
#pragma once

#include "oci/inference/jsonanswerreader.h"

namespace oci {

//! What COHERE and COHEREV2 have in common: the word that ends, errors in either place, usage.
class CohereEventReader : public JsonAnswerReader
{
public:
    using JsonAnswerReader::JsonAnswerReader;

private:
    core::Result<void> read(const boost::json::object &json, QList<core::ChatDelta> &out) final;
    //! What an event, or a whole answer, says. `isLast`: it ends the answer and may repeat it.
    virtual void readDelta(const boost::json::object &json, bool isLast,
                           core::ChatDelta &delta) = 0;
};

} // namespace oci
