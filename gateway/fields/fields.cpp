// SPDX-License-Identifier: MIT
#include "gateway/fields/fields.h"

#include <QStringList>

using namespace Qt::StringLiterals;
using boost::json::value;
using core::Error;
using core::ErrorCode;
using core::Result;

namespace gateway::fields {

std::unexpected<Error> invalid(const QString &param, const QString &message, const QString &reason)
{
    return std::unexpected(Error{.code = ErrorCode::InvalidRequest,
                                 .message = param.isEmpty() ? message : param + u": "_s + message,
                                 .param = param,
                                 .reason = reason});
}

QString join(const QString &path, std::string_view key)
{
    const auto name = QString::fromUtf8(key.data(), qsizetype(key.size()));
    return path.isEmpty() ? name : path + u'.' + name;
}

Result<std::optional<QString>> string(const boost::json::object &json, const QString &path,
                                      std::string_view key)
{
    const value *found = core::json::find(json, key);
    if (!found)
        return std::nullopt;
    if (!found->is_string())
        return invalid(join(path, key), u"Expected a string"_s);
    return core::json::text(found->get_string());
}

Result<std::optional<bool>> boolean(const boost::json::object &json, const QString &path,
                                    std::string_view key)
{
    const value *found = core::json::find(json, key);
    if (!found)
        return std::nullopt;
    if (!found->is_bool())
        return invalid(join(path, key), u"Expected true or false"_s);
    return found->get_bool();
}

Result<std::optional<qint64>> integer(const boost::json::object &json, const QString &path,
                                      std::string_view key, qint64 least, qint64 most)
{
    if (!core::json::find(json, key))
        return std::nullopt;
    const auto found = core::json::integerAt(json, key);
    if (!found)
        return invalid(join(path, key), u"Expected an integer"_s);
    if (*found < least || *found > most) {
        return invalid(join(path, key),
                       most == std::numeric_limits<qint64>::max()
                               ? u"Must be at least %1"_s.arg(least)
                               : u"Must be between %1 and %2"_s.arg(least).arg(most));
    }
    return *found;
}

Result<std::optional<double>> number(const boost::json::object &json, const QString &path,
                                     std::string_view key, double least, double most)
{
    if (!core::json::find(json, key))
        return std::nullopt;
    const auto found = core::json::numberAt(json, key);
    if (!found)
        return invalid(join(path, key), u"Expected a number"_s);
    if (!(*found >= least && *found <= most))
        return invalid(join(path, key), u"Must be between %1 and %2"_s.arg(least).arg(most));
    return *found;
}

Result<const boost::json::object *> object(const boost::json::object &json, const QString &path,
                                           std::string_view key)
{
    const value *found = core::json::find(json, key);
    if (!found)
        return nullptr;
    if (!found->is_object())
        return invalid(join(path, key), u"Expected an object"_s);
    return &found->get_object();
}

Result<const boost::json::array *> array(const boost::json::object &json, const QString &path,
                                         std::string_view key)
{
    const value *found = core::json::find(json, key);
    if (!found)
        return nullptr;
    if (!found->is_array())
        return invalid(join(path, key), u"Expected an array"_s);
    return &found->get_array();
}

Result<QString> needed(const boost::json::object &json, const QString &path, std::string_view key)
{
    auto found = string(json, path, key);
    if (!found)
        return std::unexpected(found.error());
    if (!*found || (*found)->isEmpty())
        return invalid(join(path, key), u"A non-empty string is required"_s);
    return **std::move(found);
}

Result<std::optional<QString>>
word(const boost::json::object &json, const QString &path, std::string_view key,
     std::initializer_list<std::pair<QLatin1StringView, QLatin1StringView>> known)
{
    auto given = string(json, path, key);
    if (!given || !*given || (*given)->isEmpty())
        return given;
    QStringList all;
    for (const auto &[name, meaning] : known) {
        if (**given == name)
            return QString(meaning);
        all.append(name);
    }
    return invalid(join(path, key), u"Must be one of %1"_s.arg(all.join(u", ")));
}

} // namespace gateway::fields
