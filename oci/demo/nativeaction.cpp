// SPDX-License-Identifier: MIT
#include "oci/demo/nativeaction.h"

#include "core/json/json.h"
#include "oci/demo/demoresources.h"
#include "oci/demo/embeddingcall.h"
#include "oci/demo/fieldreader.h"
#include "oci/demo/guardrailscall.h"
#include "oci/demo/rerankcall.h"

using namespace Qt::StringLiterals;
using boost::json::object;

namespace oci::demo {

namespace {

struct Serving {
    QString model;
    bool dedicated = false;
};

Judged<Serving> readServing(FieldReader &details)
{
    details.require("servingMode");
    const object *json = details.object("servingMode");
    if (!json)
        return std::unexpected(*details.refusal());
    Serving serving;
    FieldReader reader(*json, u"servingMode"_s);
    reader.require("servingType");
    serving.dedicated = reader.word("servingType", {"ON_DEMAND", "DEDICATED"}) == "dedicated"_L1;
    const char *field = serving.dedicated ? "endpointId" : "modelId";
    reader.allowOnly({"servingType", field});
    reader.require(field);
    serving.model = reader.text(field).value_or(QString());
    if (reader.refusal())
        return std::unexpected(*reader.refusal());
    return serving;
}

Judged<const DemoModel *> modelOf(const Serving &serving, const QString &compartment,
                                  QByteArrayView capability, QByteArrayView region)
{
    const DemoModel *model = nullptr;
    if (!serving.dedicated) {
        model = findModel(serving.model.toUtf8(), region);
        if (model && !isOnDemand(*model))
            model = nullptr;
    } else if (const DemoEndpoint *endpoint = findEndpoint(serving.model.toUtf8(), region);
               endpoint && endpoint->state == "ACTIVE" &&
               endpoint->compartment == compartment.toUtf8()) {
        model = &endpoint->baseModel();
    }
    if (!model)
        return std::unexpected(noSuchModel(serving.model));
    if (!model->capabilities.contains(capability)) {
        return std::unexpected(Refusal{.message = u"Model %1 does not support this operation"_s.arg(
                                               QString::fromUtf8(model->name))});
    }
    return model;
}

Judged<void> checkCompartment(FieldReader &details, const DemoAccount &account)
{
    details.require("compartmentId");
    const QString compartment = details.text("compartmentId").value_or(QString());
    if (details.refusal())
        return std::unexpected(*details.refusal());
    if (!account.permits(compartment.toUtf8()))
        return std::unexpected(notAuthorizedOrNotFound());
    return {};
}

QString firstText(const boost::json::value *value)
{
    if (value && value->is_string())
        return core::json::text(value->get_string());
    const auto *list = value ? value->if_array() : nullptr;
    return list && !list->empty() ? firstText(&list->front()) : QString();
}

} // namespace

bool isAction(Operation operation)
{
    return operation == Operation::EmbedText || operation == Operation::RerankText ||
           operation == Operation::ApplyGuardrails;
}

ActionSummary summaryOf(const object &body)
{
    ActionSummary summary;
    if (const object *serving = core::json::objectAt(body, "servingMode")) {
        summary.model = core::json::textAt(*serving, "modelId");
        if (summary.model.isEmpty())
            summary.model = core::json::textAt(*serving, "endpointId");
    }
    if (const object *input = core::json::objectAt(body, "input"))
        summary.prompt = core::json::textAt(*input, "content");
    else if (body.contains("input"))
        summary.prompt = firstText(body.if_contains("input"));
    else
        summary.prompt = firstText(body.if_contains("inputs"));
    return summary;
}

Judged<object> answerAction(Operation operation, const object &body, QByteArrayView region,
                            const DemoAccount &account)
{
    FieldReader details(body, {});
    if (const auto fine = checkCompartment(details, account); !fine)
        return std::unexpected(fine.error());
    if (operation == Operation::ApplyGuardrails)
        return answerGuardrails(body);

    const auto serving = readServing(details);
    if (!serving)
        return std::unexpected(serving.error());
    const bool embeds = operation == Operation::EmbedText;
    const auto model = modelOf(*serving, core::json::textAt(body, "compartmentId"),
                               embeds ? "TEXT_EMBEDDINGS" : "TEXT_RERANK", region);
    if (!model)
        return std::unexpected(model.error());
    return embeds ? answerEmbedding(body, **model, region) : answerRerank(body, **model, region);
}

} // namespace oci::demo
