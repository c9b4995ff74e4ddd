// SPDX-License-Identifier: MIT
#include "oci/discovery/modelfacts.h"

using namespace Qt::StringLiterals;
using core::ModelInfo;

namespace oci {

void addFacts(ModelInfo &model, const QString &name, const KnownModels &known)
{
    const KnownModel *facts = known.find(name);
    if (facts) {
        model.contextLength = facts->contextTokens;
        model.maxOutputTokens = facts->maxOutputTokens;
        model.supportsTools = facts->tools;
        model.reasons = facts->reasons;
        if (!facts->inputModalities.isEmpty())
            model.inputModalities = facts->inputModalities;
    } else {
        model.supportsTools = model.canChat(); // newer than the table: today's models do
        if (model.capabilities.contains("IMAGE_TEXT_TO_TEXT"_L1))
            model.inputModalities.append(u"image"_s);
    }
    if (model.vendor.isEmpty())
        model.vendor = facts ? facts->vendor : name.section(u'.', 0, 0).toLower();
}

ModelInfo modelFromTable(const QString &name, const KnownModels &known)
{
    ModelInfo model{.id = name};
    const KnownModel *facts = known.find(name);
    if (!facts || facts->chats)
        model.capabilities = {u"CHAT"_s};
    addFacts(model, name, known);
    return model;
}

} // namespace oci
