// SPDX-License-Identifier: MIT
#include "oci/inference/chattarget.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::ServingMode;

namespace oci {

namespace {

std::unexpected<Error> notFound(const QString &message)
{
    return std::unexpected(Error{.code = ErrorCode::NotFound,
                                 .message = message,
                                 .param = u"model"_s,
                                 .reason = u"model_not_found"_s});
}

bool isNameCharacter(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') ||
           c == u'.' || c == u'-' || c == u'_' || c == u':';
}

//! "us-chicago-1" or a short key such as "ORD".
bool looksLikeRegion(QStringView text)
{
    const auto isLetter = [](QChar c) { return c.toLower() >= u'a' && c.toLower() <= u'z'; };
    if (text.size() == 3)
        return std::ranges::all_of(text, isLetter);
    const qsizetype first = text.indexOf(u'-');
    const qsizetype last = text.lastIndexOf(u'-');
    return first >= 2 && last > first + 1 && last < text.size() - 1 &&
           std::ranges::all_of(
                   text, [](QChar c) { return isNameCharacter(c) && c != u'.' && c != u':'; }) &&
           std::ranges::all_of(text.sliced(last + 1), [](QChar c) { return c.isDigit(); });
}

bool looksLikeModel(QStringView name)
{
    const qsizetype dot = name.indexOf(u'.');
    return dot > 0 && dot < name.size() - 1 && std::ranges::all_of(name, isNameCharacter);
}

core::Result<ChatTarget> fromOcid(const QString &ocid)
{
    const QStringList parts = ocid.split(u'.');
    if (parts.size() < 5 || parts.last().isEmpty() || !std::ranges::all_of(ocid, isNameCharacter))
        return notFound(u"'%1' is not a complete OCID"_s.arg(ocid));
    const QString &kind = parts[1];
    ChatTarget target{.id = ocid, .region = parts[3]};
    if (kind == "generativeaiendpoint"_L1)
        target.serving = ServingMode::Dedicated;
    else if (kind == "generativeairoutingprofile"_L1)
        target.routed = true;
    else if (kind != "generativeaimodel"_L1 && kind != "generativeaiimportedmodel"_L1)
        return notFound(
                u"An OCID of the kind '%1' cannot be chatted with: name a model, a custom model or an endpoint of Generative AI"_s
                        .arg(kind));
    return target;
}

QStringView withoutOwnPrefix(QStringView name)
{
    if (name.startsWith("oci/"_L1) || name.startsWith("oci:"_L1))
        return name.sliced(4);
    return name;
}

} // namespace

core::Result<ChatTarget> resolveModel(const QString &name, const QList<core::ModelInfo> &known)
{
    QString model = withoutOwnPrefix(QStringView(name).trimmed()).toString();
    if (model.isEmpty())
        return notFound(u"A model is required, e.g. 'meta.llama-3.3-70b-instruct'"_s);

    QString region;
    const auto find = [&known](const QString &id) {
        return std::ranges::find_if(known, [&](const core::ModelInfo &each) {
            return each.id == id || (!each.ocid.isEmpty() && each.ocid == id);
        });
    };
    auto found = find(model);
    if (const qsizetype slash = model.indexOf(u'/');
        found == known.end() && slash > 0 && looksLikeRegion(QStringView(model).first(slash))) {
        region = model.first(slash).toLower();
        model = model.sliced(slash + 1);
        found = find(model);
    }

    ChatTarget target;
    if (found != known.end() && found->serving == ServingMode::Dedicated &&
        !found->ocid.isEmpty()) {
        target = {.id = found->ocid, .serving = ServingMode::Dedicated, .region = found->region};
        // The base model of an endpoint is known by its vendor at most.
        if (!found->vendor.isEmpty())
            target.model = found->vendor + u'.';
    } else if (model.startsWith("ocid1."_L1)) {
        auto read = fromOcid(model);
        if (!read)
            return read;
        target = *read;
        if (found != known.end())
            target.model = found->id;
    } else if (found != known.end() || looksLikeModel(model)) {
        target = {.model = model, .id = model};
    } else {
        return notFound(
                u"There is no model '%1'. Names look like 'vendor.model', e.g. 'meta.llama-3.3-70b-instruct'; the list of models shows them"_s
                        .arg(model));
    }
    if (!region.isEmpty())
        target.region = region;
    return target;
}

} // namespace oci
