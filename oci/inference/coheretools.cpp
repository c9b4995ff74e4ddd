// SPDX-License-Identifier: MIT
#include "oci/inference/coheretools.h"

#include "core/json/json.h"

#include <array>

using namespace Qt::StringLiterals;
using boost::json::object;
using boost::json::value;

namespace oci {

namespace {

struct TypeName {
    QLatin1StringView json;
    QLatin1StringView python;
};

constexpr std::array typeNames{
        TypeName{"string"_L1, "str"_L1},   TypeName{"integer"_L1, "int"_L1},
        TypeName{"number"_L1, "float"_L1}, TypeName{"boolean"_L1, "bool"_L1},
        TypeName{"object"_L1, "dict"_L1},
};

//! A list always names what is in it: a bare one makes the service fail (14.20).
QString typeOf(const value *schema)
{
    const object *json = schema ? schema->if_object() : nullptr;
    if (!json)
        return u"str"_s;
    const QString type = core::json::textAt(*json, "type");
    if (type == "array"_L1)
        return u"List[%1]"_s.arg(typeOf(core::json::find(*json, "items")));
    for (const TypeName &each : typeNames) {
        if (type == each.json)
            return each.python;
    }
    return json->contains("properties") ? u"dict"_s : u"str"_s;
}

//! Whether the type has said it all.
bool isToldByType(std::string_view key, const value &json)
{
    if (key == "type" || key == "description")
        return true;
    const object *items = key == "items" ? json.if_object() : nullptr;
    return items && items->size() == 1 && items->contains("type");
}

QString descriptionOf(const object &schema)
{
    QStringList rest;
    for (const auto &[key, json] : schema) {
        if (!isToldByType(key, json)) {
            rest += u"%1: %2"_s.arg(QString::fromUtf8(key.data(), qsizetype(key.size())),
                                    QString::fromUtf8(core::json::serialize(json)));
        }
    }
    QString text = core::json::textAt(schema, "description");
    if (!rest.isEmpty())
        text += (text.isEmpty() ? u"(%1)"_s : u" (%1)"_s).arg(rest.join(u"; "_s));
    return text;
}

bool isRequired(const object &schema, std::string_view name)
{
    const auto *required = core::json::arrayAt(schema, "required");
    return required && std::ranges::any_of(*required, [name](const value &each) {
               return each.is_string() && std::string_view(each.get_string()) == name;
           });
}

//! The names of parameters are the caller's: anything may stand in them.
object definitionsOf(const object &schema)
{
    object definitions;
    const object *properties = core::json::objectAt(schema, "properties");
    if (!properties)
        return definitions;
    for (const auto &[name, property] : *properties) {
        object definition;
        if (const object *json = property.if_object()) {
            if (const QString text = descriptionOf(*json); !text.isEmpty())
                definition["description"] = core::json::string(text);
        }
        definition["type"] = core::json::string(typeOf(&property));
        definition["isRequired"] = isRequired(schema, name);
        definitions[name] = std::move(definition);
    }
    return definitions;
}

} // namespace

void writeCohereTools(JsonWriter &out, const QList<core::Tool> &tools)
{
    if (tools.isEmpty())
        return;
    out.key("tools").beginArray();
    for (const core::Tool &tool : tools) {
        out.beginObject().key("name").text(tool.name).key("description");
        out.text(tool.description.isEmpty() ? tool.name : tool.description);
        if (const object definitions = definitionsOf(tool.parameters); !definitions.empty())
            out.key("parameterDefinitions").json(definitions);
        out.endObject();
    }
    out.endArray();
}

} // namespace oci
