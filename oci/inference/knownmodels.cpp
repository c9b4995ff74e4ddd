// SPDX-License-Identifier: MIT
#include "oci/inference/knownmodels.h"

#include "core/json/json.h"

#include <QFile>

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;

namespace oci {

namespace {

QStringList textsAt(const object &json, std::string_view key)
{
    QStringList texts;
    if (const array *values = core::json::arrayAt(json, key)) {
        for (const auto &value : *values) {
            if (const auto *text = value.if_string())
                texts.append(core::json::text(*text));
        }
    }
    return texts;
}

QList<qint64> integersAt(const object &json, std::string_view key)
{
    QList<qint64> numbers;
    if (const array *values = core::json::arrayAt(json, key)) {
        for (const auto &value : *values) {
            if (value.is_int64())
                numbers.append(value.get_int64());
        }
    }
    return numbers;
}

ApiFormat formatAt(const object &json)
{
    const QString name = core::json::textAt(json, "apiFormat");
    if (name == "COHERE"_L1)
        return ApiFormat::Cohere;
    if (name == "COHEREV2"_L1)
        return ApiFormat::CohereV2;
    return ApiFormat::Generic;
}

KnownModel readModel(const object &json)
{
    const QStringList capabilities = textsAt(json, "capabilities");
    return {.id = core::json::textAt(json, "id"),
            .vendor = core::json::textAt(json, "vendor"),
            .format = formatAt(json),
            .contextTokens = core::json::integerAt(json, "contextTokens").value_or(0),
            .maxOutputTokens = core::json::integerAt(json, "maxOutputTokens").value_or(0),
            .inputModalities = textsAt(json, "inputModalities"),
            .rejectedFields = textsAt(json, "rejectedParams"),
            .acceptsReasoningEffort = core::json::boolAt(json, "acceptsReasoningEffort"),
            .chats = capabilities.contains("chat"_L1),
            .tools = capabilities.contains("tools"_L1),
            .reasons = capabilities.contains("reasoning"_L1),
            .embeds = capabilities.contains("embeddings"_L1),
            .reranks = capabilities.contains("rerank"_L1),
            .dimensions = integersAt(json, "dimensions"),
            .responsesOnly = core::json::boolAt(json, "responsesOnly").value_or(false)};
}

} // namespace

core::Result<KnownModels> KnownModels::read(QByteArrayView json)
{
    const auto table = core::json::parseObject(json);
    if (!table)
        return std::unexpected(table.error());
    KnownModels known;
    known.m_retired = textsAt(*table, "retired");
    if (const array *models = core::json::arrayAt(*table, "models")) {
        for (const auto &value : *models) {
            const object *model = value.if_object();
            if (!model)
                continue;
            known.m_models.append(readModel(*model));
            const qsizetype place = known.m_models.size() - 1;
            known.m_places.insert(known.m_models.last().id, place);
            for (const QString &alias : textsAt(*model, "aliases"))
                known.m_places.insert(alias, place);
        }
    }
    return known;
}

const KnownModel *KnownModels::find(const QString &id) const
{
    const auto found = m_places.constFind(id);
    return found == m_places.cend() ? nullptr : &m_models[*found];
}

QString KnownModels::currentName(const QString &id) const
{
    const KnownModel *model = m_retired.contains(id) ? find(id) : nullptr;
    return model ? model->id : id;
}

const KnownModels &builtInModels()
{
    static const KnownModels known = [] {
        QFile file(u":/gatehouse/oci-models.json"_s);
        if (!file.open(QIODevice::ReadOnly))
            qFatal("The table of models is missing from the program");
        auto read = KnownModels::read(file.readAll());
        if (!read)
            qFatal("The table of models in the program cannot be read");
        return *std::move(read);
    }();
    return known;
}

} // namespace oci
