// SPDX-License-Identifier: MIT
#include "gateway/anthropic/models.h"

#include "core/json/json.h"
#include "gateway/fields/fields.h"

#include <QUrlQuery>

#include <algorithm>
#include <span>
#include <vector>

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;
using boost::json::value;
using core::ModelInfo;
using core::Result;

namespace gateway::anthropic {

namespace {

value dateOf(const QDateTime &date)
{
    if (!date.isValid())
        return nullptr;
    return core::json::string(date.toUTC().toString(Qt::ISODate));
}

value countOf(qint64 tokens)
{
    return tokens > 0 ? value(tokens) : value(nullptr);
}

object modelObject(const ModelInfo &model)
{
    object json;
    json["type"] = "model";
    json["id"] = core::json::string(model.id);
    json["display_name"] = core::json::string(model.id);
    json["created_at"] = model.created.isValid() ? dateOf(model.created) : "1970-01-01T00:00:00Z";
    json["max_input_tokens"] = countOf(model.contextLength);
    json["max_tokens"] = countOf(model.maxOutputTokens);
    json["lifecycle"] = model.deprecated.isValid() ? "deprecated" : "active";
    json["deprecated_at"] = dateOf(model.deprecated);
    json["retires_at"] = dateOf(model.retired);
    json["line"] = nullptr;
    json["capabilities"] = nullptr;
    return json;
}

bool canAnswer(const ModelInfo &model)
{
    return model.canChat() || model.capabilities.isEmpty();
}

QByteArray listOf(std::span<const ModelInfo *const> models, bool more)
{
    array data;
    data.reserve(models.size());
    for (const ModelInfo *model : models)
        data.push_back(modelObject(*model));
    const auto idOf = [](const ModelInfo *model) { return value(core::json::string(model->id)); };
    object json;
    json["data"] = std::move(data);
    json["has_more"] = more;
    json["first_id"] = models.empty() ? value(nullptr) : idOf(models.front());
    json["last_id"] = models.empty() ? value(nullptr) : idOf(models.back());
    return core::json::serialize(json);
}

std::vector<const ModelInfo *> listed(const QList<ModelInfo> &models)
{
    std::vector<const ModelInfo *> all;
    all.reserve(std::size_t(models.size()));
    for (const ModelInfo &model : models) {
        if (canAnswer(model))
            all.push_back(&model);
    }
    return all;
}

} // namespace

Result<ModelsPage> readModelsPage(QByteArrayView query)
{
    constexpr int most = 1000; // Anthropic's own bound
    const QUrlQuery fields(QString::fromUtf8(query));
    const auto text = [&fields](const QString &key) {
        return fields.queryItemValue(key, QUrl::FullyDecoded);
    };
    ModelsPage page{.before = text(u"before_id"_s), .after = text(u"after_id"_s)};
    if (const QString limit = text(u"limit"_s); !limit.isEmpty()) {
        page.limit = limit.toInt();
        if (page.limit < 1 || page.limit > most)
            return fields::invalid(u"limit"_s, u"Must be between 1 and %1"_s.arg(most));
    }
    return page;
}

QByteArray modelList(const QList<ModelInfo> &models)
{
    return listOf(listed(models), false);
}

Result<QByteArray> modelPage(const QList<ModelInfo> &models, const ModelsPage &page)
{
    const std::vector<const ModelInfo *> all = listed(models);
    const auto placeOf = [&all](const QString &id) {
        return std::size_t(std::ranges::find(all, id, &ModelInfo::id) - all.begin());
    };
    std::size_t from = 0;
    std::size_t to = all.size();
    if (!page.after.isEmpty()) {
        from = placeOf(page.after) + 1;
        if (from > all.size())
            return fields::invalid(u"after_id"_s, u"There is no such model"_s);
    }
    if (!page.before.isEmpty()) {
        to = placeOf(page.before);
        if (to == all.size())
            return fields::invalid(u"before_id"_s, u"There is no such model"_s);
        from = std::min(from, to);
    }
    const std::size_t limit = page.limit > 0 ? std::size_t(page.limit) : all.size();
    const bool more = to - from > limit;
    // Before a model means the nearest ones before it.
    if (more && !page.before.isEmpty())
        from = to - limit;
    else if (more)
        to = from + limit;
    return listOf(std::span(all).subspan(from, to - from), more);
}

QByteArray modelBody(const ModelInfo &model)
{
    return core::json::serialize(modelObject(model));
}

} // namespace gateway::anthropic
