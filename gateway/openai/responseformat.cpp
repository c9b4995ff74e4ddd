// SPDX-License-Identifier: MIT
#include "gateway/openai/responseformat.h"

#include "gateway/fields/fields.h"
#include "gateway/fields/reading.h"

using namespace Qt::StringLiterals;
using boost::json::object;
using core::ResponseFormat;
using core::Result;

namespace gateway::openai {

namespace {

Result<ResponseFormat> readSchema(const object &json, const QString &path)
{
    ResponseFormat format{.kind = ResponseFormat::Kind::JsonSchema};
    fields::Reading reading;
    reading.keep(format.name, fields::needed(json, path, "name"));
    reading.into(format.description, fields::string(json, path, "description"));
    reading.into(format.strict, fields::boolean(json, path, "strict"));
    const auto schema = fields::object(json, path, "schema");
    if (!schema)
        return std::unexpected(schema.error());
    if (*schema)
        format.schema = **schema;
    if (reading.error)
        return std::unexpected(*reading.error);
    return format;
}

} // namespace

Result<std::optional<ResponseFormat>> readResponseFormat(const object &body)
{
    const QString path = u"response_format"_s;
    const auto format = fields::object(body, {}, "response_format");
    if (!format)
        return std::unexpected(format.error());
    if (!*format)
        return std::nullopt;
    const auto type = fields::needed(**format, path, "type");
    if (!type)
        return std::unexpected(type.error());
    if (*type == "text"_L1)
        return ResponseFormat{};
    if (*type == "json_object"_L1)
        return ResponseFormat{.kind = ResponseFormat::Kind::JsonObject};
    if (*type != "json_schema"_L1) {
        return fields::invalid(fields::join(path, "type"),
                               u"Must be one of text, json_object, json_schema"_s);
    }
    const auto schema = fields::object(**format, path, "json_schema");
    if (!schema)
        return std::unexpected(schema.error());
    if (!*schema)
        return fields::invalid(fields::join(path, "json_schema"), u"Expected an object"_s);
    return readSchema(**schema, fields::join(path, "json_schema"));
}

} // namespace gateway::openai
