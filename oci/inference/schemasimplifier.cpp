// SPDX-License-Identifier: MIT
#include "oci/inference/schemasimplifier.h"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;
using boost::json::value;

namespace oci {

namespace {

// References multiply: ten of ten of ten … would fill the memory.
constexpr int mostNodes = 20'000;
constexpr int deepest = 64;
constexpr std::size_t mostBytes = 4 << 20;

constexpr std::array<std::string_view, 7> decorations{"title", "examples",    "$schema", "$id",
                                                      "$defs", "definitions", "$comment"};
//! Keywords whose value maps names to schemas.
constexpr std::array<std::string_view, 2> schemaMaps{"properties", "patternProperties"};
//! Keywords whose value is a schema or an array of schemas.
constexpr std::array<std::string_view, 8> schemaPlaces{
        "items",       "anyOf",   "oneOf", "allOf", "not", "additionalProperties",
        "prefixItems", "contains"};

bool isOneOf(std::string_view key, const auto &keys)
{
    return std::ranges::find(keys, key) != keys.end();
}

object anyObject()
{
    return {{"type", "object"}};
}

bool isNullType(const value &schema)
{
    const object *json = schema.if_object();
    const value *type = json ? json->if_contains("type") : nullptr;
    return type && type->is_string() && type->get_string() == "null";
}

//! About how many bytes it takes on the wire; counts no further than `most`.
std::size_t wireSize(const value &json, std::size_t most)
{
    std::size_t size = 8;
    if (const auto *text = json.if_string()) {
        size += text->size();
    } else if (const array *list = json.if_array()) {
        for (const value &each : *list) {
            if (size > most)
                break;
            size += wireSize(each, most - size);
        }
    } else if (const object *members = json.if_object()) {
        for (const auto &[key, member] : *members) {
            if (size > most)
                break;
            size += key.size() + wireSize(member, most - size);
        }
    }
    return size;
}

class Simplifier
{
public:
    Simplifier(const object &root, SchemaDialect dialect)
        : m_root(root)
        , m_gemini(dialect == SchemaDialect::Gemini)
    {
    }

    object schema(const object &from, int depth)
    {
        if (++m_nodes > mostNodes || depth > deepest || isTooLarge())
            return anyObject();
        if (const value *ref = from.if_contains("$ref"); ref && ref->is_string())
            return referred(from, std::string(ref->get_string()), depth);
        if (const object *branch = onlyBranchBesidesNull(from))
            return merged(from, *branch, depth);

        object to;
        for (const auto &[key, json] : from)
            copy(key, json, to, depth);
        complete(to);
        return to;
    }

    bool isTooLarge() const { return m_bytes > mostBytes; }

private:
    //! "#/$defs/Name": the schema there, with what stands beside the reference.
    object referred(const object &from, const std::string &path, int depth)
    {
        if (std::ranges::find(m_open, path) != m_open.end())
            return anyObject();
        const object *target = path == "#" ? &m_root : nullptr;
        if (path.starts_with("#/"))
            target = resolve(std::string_view(path).substr(2));
        if (!target)
            return anyObject();
        m_open.push_back(path);
        object to = merged(from, *target, depth);
        m_open.pop_back();
        return to;
    }

    const object *resolve(std::string_view path) const
    {
        const object *at = &m_root;
        while (at) {
            const auto slash = path.find('/');
            const value *next = at->if_contains(path.substr(0, slash));
            at = next ? next->if_object() : nullptr;
            if (slash == std::string_view::npos)
                break;
            path.remove_prefix(slash + 1);
        }
        return at;
    }

    //! anyOf/oneOf of a type and null, which is how optional fields are written.
    static const object *onlyBranchBesidesNull(const object &from)
    {
        for (const std::string_view key : {"anyOf", "oneOf"}) {
            const value *branches = from.if_contains(key);
            const array *list = branches ? branches->if_array() : nullptr;
            if (!list || std::ranges::none_of(*list, isNullType))
                continue;
            for (const value &branch : *list) {
                if (!isNullType(branch) && branch.is_object())
                    return &branch.get_object();
            }
        }
        return nullptr;
    }

    //! `branch`, described by what stands around it.
    object merged(const object &around, const object &branch, int depth)
    {
        object to = schema(branch, depth + 1);
        for (const auto &[key, json] : around) {
            if (key == "$ref" || key == "anyOf" || key == "oneOf")
                continue;
            if (!to.contains(key) || key == "description")
                copy(key, json, to, depth);
        }
        return to;
    }

    void copy(std::string_view key, const value &json, object &to, int depth)
    {
        if (isOneOf(key, decorations) || key.starts_with("x-"))
            return;
        if (key == "default" && json.is_null())
            return;
        if (isTooLarge())
            return;
        m_bytes += key.size() + 4;
        if (m_gemini && key == "additionalProperties")
            return;
        if (m_gemini && (key == "exclusiveMinimum" || key == "exclusiveMaximum")) {
            if (json.is_number())
                to[key == "exclusiveMinimum" ? "minimum" : "maximum"] = json;
            return;
        }
        if (key == "const") {
            m_bytes += wireSize(json, mostBytes);
            to["enum"] = array{json};
        } else if (key == "type" && json.is_array()) {
            const auto &types = json.get_array();
            const auto first = std::ranges::find_if(types, [](const value &type) {
                return type.is_string() && type.get_string() != "null";
            });
            to["type"] = first == types.end() ? value("string") : *first;
        } else if (isOneOf(key, schemaMaps) && json.is_object()) {
            object properties;
            for (const auto &[name, property] : json.get_object()) {
                if (isTooLarge())
                    break;
                m_bytes += name.size();
                properties[name] = place(property, depth);
            }
            to[key] = std::move(properties);
        } else if (isOneOf(key, schemaPlaces)) {
            to[key] = place(json, depth);
        } else {
            m_bytes += wireSize(json, mostBytes);
            to[key] = json;
        }
    }

    value place(const value &json, int depth)
    {
        if (const object *one = json.if_object())
            return schema(*one, depth + 1);
        const array *several = json.if_array();
        if (!several)
            return json; // true and false are schemas, too
        array to;
        for (const value &each : *several) {
            m_bytes += 8;
            if (isTooLarge())
                break;
            to.push_back(place(each, depth));
        }
        return to;
    }

    static void complete(object &to)
    {
        const value *type = to.if_contains("type");
        if (type && type->is_string() && type->get_string() == "array" && !to.contains("items"))
            to["items"] = object{{"type", "string"}};

        value *required = to.if_contains("required");
        const value *properties = to.if_contains("properties");
        if (!required || !required->is_array() || !properties || !properties->is_object())
            return;
        array present;
        for (const value &name : required->get_array()) {
            if (name.is_string() && properties->get_object().contains(name.get_string()))
                present.push_back(name);
        }
        *required = std::move(present);
    }

    const object &m_root;
    bool m_gemini;
    int m_nodes = 0;
    std::size_t m_bytes = 0;
    std::vector<std::string> m_open; //!< references that are being put in place
};

} // namespace

core::Result<object> simplifiedSchema(const object &schema, SchemaDialect dialect)
{
    if (schema.empty())
        return object{{"type", "object"}, {"properties", object()}};
    if (dialect == SchemaDialect::Full)
        return schema;
    Simplifier simplifier(schema, dialect);
    object simple = simplifier.schema(schema, 0);
    if (simplifier.isTooLarge()) {
        return std::unexpected(core::Error{
                .code = core::ErrorCode::InvalidRequest,
                .message =
                        u"This model takes no references ($ref), and with all of them put in place the schema is longer than 4 MB. Use fewer references or a smaller schema"_s,
                .reason = u"invalid_parameter"_s});
    }
    return simple;
}

core::Result<core::ChatRequest> withSimpleSchemas(const core::ChatRequest &request,
                                                  SchemaDialect dialect)
{
    core::ChatRequest simple = request;
    const auto simplify = [dialect](object &schema, const QString &place) -> core::Result<void> {
        auto made = simplifiedSchema(schema, dialect);
        if (!made) {
            core::Error error = std::move(made).error();
            error.param = place;
            return std::unexpected(std::move(error));
        }
        schema = *std::move(made);
        return {};
    };
    for (qsizetype i = 0; i < simple.tools.size(); ++i) {
        const auto done =
                simplify(simple.tools[i].parameters, u"tools[%1].function.parameters"_s.arg(i));
        if (!done)
            return std::unexpected(done.error());
    }
    if (simple.responseFormat && simple.responseFormat->schema) {
        const auto done =
                simplify(*simple.responseFormat->schema, u"response_format.json_schema.schema"_s);
        if (!done)
            return std::unexpected(done.error());
    }
    return simple;
}

} // namespace oci
