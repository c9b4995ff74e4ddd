// SPDX-License-Identifier: MIT
#include "oci/demo/schemavalue.h"

#include "core/json/json.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;
using boost::json::value;

namespace oci::demo {

namespace {

constexpr int deepest = 12;      // a schema may refer to itself
constexpr int mostValues = 2000; // and do so several times at each level
constexpr qint64 longestList = 16;
constexpr qint64 longestText = 4096;

struct Sample {
    QLatin1StringView word;
    const char16_t *text;
};

// By a word in the member's name.
constexpr Sample samples[] = {
        {"city"_L1, u"Oslo"},
        {"location"_L1, u"Oslo"},
        {"place"_L1, u"Oslo"},
        {"country"_L1, u"Norway"},
        {"email"_L1, u"demo@example.com"},
        {"url"_L1, u"https://example.com/"},
        {"date"_L1, u"2030-01-15"},
        {"zone"_L1, u"Europe/Oslo"},
        {"lang"_L1, u"en"},
        {"name"_L1, u"Demo"},
        {"title"_L1, u"A simulated title"},
        {"currency"_L1, u"EUR"},
};

constexpr QLatin1StringView subjectWords[] = {
        "city"_L1, "location"_L1, "place"_L1, "query"_L1, "topic"_L1,
        "name"_L1, "subject"_L1,  "text"_L1,  "title"_L1, "question"_L1,
};

class Maker
{
public:
    Maker(const object &root, const SchemaHints &hints) : m_root(root), m_hints(hints) { }

    value make(const object &schema, const QString &name, int depth);

private:
    value makeObject(const object &schema, int depth);
    value makeArray(const object &schema, const QString &name, int depth);
    value makeText(const object &schema, const QString &name) const;
    value makeNumber(const object &schema, bool whole) const;
    value choose(const array &options) const;
    const object *referred(const object &schema) const;

    const object &m_root;
    const SchemaHints &m_hints;
    int m_made = 0;
};

std::string_view typeOf(const object &schema)
{
    if (const auto *type = core::json::stringAt(schema, "type"))
        return *type;
    if (const auto *types = core::json::arrayAt(schema, "type")) {
        for (const value &type : *types) {
            if (type.is_string() && type.get_string() != "null")
                return type.get_string();
        }
        return types->empty() ? std::string_view() : std::string_view("null");
    }
    if (schema.contains("properties"))
        return "object";
    return schema.contains("items") ? "array" : "string";
}

bool isNullSchema(const value &schema)
{
    const object *json = schema.if_object();
    return !json || typeOf(*json) == "null";
}

const object *Maker::referred(const object &schema) const
{
    const auto *ref = core::json::stringAt(schema, "$ref");
    if (!ref || !ref->starts_with("#"))
        return nullptr;
    const object *at = &m_root;
    const QStringList steps = core::json::text(*ref).sliced(1).split(u'/', Qt::SkipEmptyParts);
    for (const QString &step : steps) {
        at = core::json::objectAt(*at, step.toStdString());
        if (!at)
            return nullptr;
    }
    return at;
}

value Maker::choose(const array &options) const
{
    for (const value &option : options) {
        if (option.is_string() && !option.get_string().empty() &&
            m_hints.question.contains(core::json::text(option.get_string()), Qt::CaseInsensitive))
            return option;
    }
    return options.front();
}

value Maker::make(const object &schema, const QString &name, int depth)
{
    if (depth > deepest || ++m_made > mostValues)
        return nullptr;
    if (const object *other = referred(schema))
        return make(*other, name, depth + 1);
    if (const value *constant = schema.if_contains("const"))
        return *constant;
    if (const auto *options = core::json::arrayAt(schema, "enum"); options && !options->empty())
        return choose(*options);
    for (const char *key : {"anyOf", "oneOf"}) {
        const auto *options = core::json::arrayAt(schema, key);
        if (!options || options->empty())
            continue;
        const auto found = std::ranges::find_if_not(*options, isNullSchema);
        return found == options->end() ? value(nullptr)
                                       : make(found->get_object(), name, depth + 1);
    }
    if (const auto *all = core::json::arrayAt(schema, "allOf"); all && !all->empty()) {
        object merged = schema;
        merged.erase("allOf");
        for (const value &part : *all) {
            const object *json = part.if_object();
            if (const object *other = json ? referred(*json) : nullptr)
                json = other;
            if (json)
                merged.insert(json->begin(), json->end());
        }
        return make(merged, name, depth + 1);
    }

    const std::string_view type = typeOf(schema);
    if (type == "object")
        return makeObject(schema, depth);
    if (type == "array")
        return makeArray(schema, name, depth);
    if (type == "boolean")
        return true;
    if (type == "null")
        return nullptr;
    if (type == "integer" || type == "number")
        return makeNumber(schema, type == "integer");
    return makeText(schema, name);
}

value Maker::makeObject(const object &schema, int depth)
{
    object out;
    const object *properties = core::json::objectAt(schema, "properties");
    const array *required = core::json::arrayAt(schema, "required");
    if (!properties)
        return out;
    for (const auto &[key, property] : *properties) {
        const bool needed = required && std::ranges::contains(*required, value(key));
        const object *json = property.if_object();
        // Near the bottom only what must be there, so that a tree that contains itself ends.
        if (!json || (!needed && (required || depth > 2)))
            continue;
        out[key] = make(*json, QString::fromUtf8(key.data(), qsizetype(key.size())), depth + 1);
    }
    return out;
}

value Maker::makeArray(const object &schema, const QString &name, int depth)
{
    const qint64 least = core::json::integerAt(schema, "minItems").value_or(depth > 4 ? 0 : 2);
    const qint64 most = core::json::integerAt(schema, "maxItems").value_or(longestList);
    array out;
    const object *items = core::json::objectAt(schema, "items");
    const object any{{"type", "string"}};
    for (qint64 i = std::clamp<qint64>(std::min(least, most), 0, longestList); i > 0; --i)
        out.push_back(make(items ? *items : any, name, depth + 1));
    return out;
}

value Maker::makeNumber(const object &schema, bool whole) const
{
    double result = 42;
    constexpr double step = 1;
    if (const auto least = core::json::numberAt(schema, "minimum"))
        result = std::max(result, *least);
    if (const auto above = core::json::numberAt(schema, "exclusiveMinimum");
        above && result <= *above)
        result = *above + step;
    if (const auto most = core::json::numberAt(schema, "maximum"))
        result = std::min(result, *most);
    if (const auto below = core::json::numberAt(schema, "exclusiveMaximum");
        below && result >= *below)
        result = whole ? *below - step : *below - 0.5;
    if (const auto multiple = core::json::numberAt(schema, "multipleOf"); multiple && *multiple > 0)
        result = std::floor(result / *multiple) * *multiple;
    constexpr double safe = 9007199254740992.0; // 2^53
    if (whole)
        return qint64(std::clamp(std::floor(result), -safe, safe));
    return result;
}

value Maker::makeText(const object &schema, const QString &name) const
{
    const auto *format = core::json::stringAt(schema, "format");
    const auto is = [format](std::string_view word) { return format && *format == word; };
    if (is("date-time"))
        return "2030-01-15T12:00:00Z";
    if (is("date"))
        return "2030-01-15";
    if (is("time"))
        return "12:00:00Z";
    if (is("email"))
        return "demo@example.com";
    if (is("uri") || is("uri-reference"))
        return "https://example.com/";
    if (is("uuid"))
        return "00000000-0000-4000-8000-000000000000";

    QString text = u"simulated"_s;
    const auto mentions = [&name](QLatin1StringView word) {
        return name.contains(word, Qt::CaseInsensitive);
    };
    if (const auto *sample = std::ranges::find_if(samples, mentions, &Sample::word);
        sample != std::end(samples))
        text = QString(sample->text);
    if (!m_hints.subject.isEmpty() && std::ranges::any_of(subjectWords, mentions))
        text = m_hints.subject;

    const qint64 least = std::clamp<qint64>(core::json::integerAt(schema, "minLength").value_or(0),
                                            0, longestText);
    const qint64 most = core::json::integerAt(schema, "maxLength").value_or(longestText);
    if (text.size() < least)
        text += QString(qsizetype(least) - text.size(), u'.');
    return core::json::string(text.left(qsizetype(std::clamp<qint64>(most, 0, longestText))));
}

} // namespace

value schemaValue(const object &schema, const SchemaHints &hints)
{
    return Maker(schema, hints).make(schema, {}, 0);
}

} // namespace oci::demo
