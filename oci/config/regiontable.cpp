// SPDX-License-Identifier: MIT
#include "oci/config/regiontable.h"

#include "core/ascii.h"
#include "core/json/json.h"

#include <QFile>

#include <algorithm>

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;
using core::Error;
using core::ErrorCode;
using core::Result;

namespace oci {

namespace {

constexpr qsizetype maxFileSize = 1024 * 1024;
constexpr qsizetype maxLabel = 63; // RFC 1035, 2.3.4

bool isLabel(QStringView text)
{
    return !text.isEmpty() && text.size() <= maxLabel && text.front() != u'-' &&
           text.back() != u'-' && std::ranges::all_of(text, [](QChar c) {
               return core::ascii::isLower(c) || core::ascii::isDigit(c) || c == u'-';
           });
}

bool isDomain(QStringView text)
{
    const auto labels = text.split(u'.');
    return labels.size() >= 2 && std::ranges::all_of(labels, isLabel);
}

//! Reads one region; its four keys are all needed (protocol reference, 6.2).
Result<Region> readRegion(const object &json)
{
    const auto problem = [](QLatin1StringView key, const QString &what) {
        return std::unexpected(
                Error{.code = ErrorCode::InvalidRequest, .message = u"'%1' %2"_s.arg(key, what)});
    };
    Region region;
    for (const auto &[key, field] : std::initializer_list<std::pair<QLatin1StringView, QString *>>{
                 {"regionIdentifier"_L1, &region.identifier},
                 {"regionKey"_L1, &region.key},
                 {"realmKey"_L1, &region.realm},
                 {"realmDomainComponent"_L1, &region.domain}}) {
        *field = core::json::textAt(json, std::string_view(key.data(), std::size_t(key.size())))
                         .trimmed()
                         .toLower();
        if (field->isEmpty())
            return problem(key, u"is missing"_s);
        if (field == &region.domain ? !isDomain(*field) : !isLabel(*field))
            return problem(key, u"has characters that no host name has"_s);
    }
    region.name = core::json::textAt(json, "name");
    region.offersGenerativeAi = core::json::boolAt(json, "generativeAi").value_or(false);
    region.offersOpenAiApi = core::json::boolAt(json, "openAiCompatible").value_or(false);
    return region;
}

QList<Region> readBuiltIn()
{
    QFile file(u":/gatehouse/oci-regions.json"_s);
    const bool isThere = file.open(QIODevice::ReadOnly);
    Q_ASSERT(isThere);
    QList<Region> regions;
    const auto json = core::json::parseObject(isThere ? file.readAll() : QByteArray("{}"));
    const array *list = json ? core::json::arrayAt(*json, "regions") : nullptr;
    Q_ASSERT(list);
    for (const auto &entry : list ? *list : array()) {
        if (auto region = entry.is_object() ? readRegion(entry.get_object()) : Result<Region>())
            regions += *std::move(region);
    }
    return regions;
}

const QList<Region> &builtIn()
{
    static const QList<Region> regions = readBuiltIn();
    return regions;
}

} // namespace

RegionTable::RegionTable(QByteArrayView regionsConfig, QByteArrayView metadata,
                         const QString &defaultDomain)
{
    addFromText(regionsConfig, u"~/.oci/regions-config.json"_s, true);
    addFromText(metadata, u"OCI_REGION_METADATA"_s, false);
    setDefaultDomain(defaultDomain);
}

RegionTable RegionTable::from(const QProcessEnvironment &environment, const QString &homeFolder)
{
    QByteArray text;
    QString problem;
    if (QFile file(homeFolder + "/.oci/regions-config.json"_L1); file.exists()) {
        if (!file.open(QIODevice::ReadOnly))
            problem = u"~/.oci/regions-config.json cannot be read: %1"_s.arg(file.errorString());
        else if (file.size() > maxFileSize)
            problem = u"~/.oci/regions-config.json is larger than 1 MiB and was not read"_s;
        else
            text = file.read(maxFileSize);
    }
    RegionTable table(text, environment.value(u"OCI_REGION_METADATA"_s).toUtf8(),
                      environment.value(u"OCI_DEFAULT_REALM"_s));
    if (!problem.isEmpty())
        table.m_warnings.prepend(problem);
    return table;
}

std::optional<Region> RegionTable::find(QStringView identifierOrKey) const
{
    const QStringView wanted = identifierOrKey.trimmed();
    const auto isWanted = [wanted](const Region &region) {
        return wanted.compare(region.identifier, Qt::CaseInsensitive) == 0 ||
               wanted.compare(region.key, Qt::CaseInsensitive) == 0;
    };
    for (const QList<Region> &table : {builtIn(), m_added}) {
        if (const auto found = std::ranges::find_if(table, isWanted); found != table.end())
            return *found;
    }
    return {};
}

QList<Region> RegionTable::regions() const
{
    return builtIn() + m_added;
}

Result<Region> RegionTable::resolve(const QString &identifierOrKey) const
{
    const QString wanted = identifierOrKey.trimmed().toLower();
    if (wanted.isEmpty()) {
        return std::unexpected(Error{.code = ErrorCode::InvalidRequest,
                                     .message = u"No region is set; set 'region' in the profile or "
                                                "OCI_REGION, e.g. us-chicago-1"_s,
                                     .param = u"region"_s});
    }
    if (!isLabel(wanted)) {
        return std::unexpected(
                Error{.code = ErrorCode::InvalidRequest,
                      .message = u"'%1' is no region; one looks like us-chicago-1"_s.arg(
                              identifierOrKey.left(80)),
                      .param = u"region"_s});
    }
    if (auto known = find(wanted))
        return *std::move(known);
    return Region{.identifier = wanted,
                  .realm = m_defaultDomain == "oraclecloud.com"_L1 ? u"oc1"_s : QString(),
                  .domain = m_defaultDomain,
                  .isKnown = false};
}

void RegionTable::add(const Region &region)
{
    if (!find(region.identifier) && !find(region.key))
        m_added += region;
}

void RegionTable::addFromText(QByteArrayView text, const QString &source, bool isArray)
{
    if (text.trimmed().isEmpty())
        return;
    const auto json = core::json::parse(text);
    if (!json) {
        m_warnings += u"%1 was not used: %2"_s.arg(source, json.error().message);
        return;
    }
    const array *list = json->if_array();
    if (isArray ? !list : !json->is_object()) {
        m_warnings += u"%1 was not used: a JSON %2 was expected"_s.arg(
                source, isArray ? u"array"_s : u"object"_s);
        return;
    }
    const array entries = list ? *list : array{*json};
    for (qsizetype number = 1; const auto &entry : entries) {
        const auto region =
                entry.is_object()
                        ? readRegion(entry.get_object())
                        : Result<Region>(std::unexpected(Error{.message = u"it is no object"_s}));
        const QString where = list ? u"%1, entry %2,"_s.arg(source).arg(number) : source;
        if (region)
            add(*region);
        else
            m_warnings += u"%1 was not used: %2"_s.arg(where, region.error().message);
        ++number;
    }
}

void RegionTable::setDefaultDomain(const QString &domain)
{
    const QString wanted = domain.trimmed().toLower();
    if (wanted.isEmpty())
        return;
    if (isDomain(wanted))
        m_defaultDomain = wanted;
    else
        m_warnings += u"OCI_DEFAULT_REALM was not used: it is no domain such as oraclecloud.com"_s;
}

} // namespace oci
