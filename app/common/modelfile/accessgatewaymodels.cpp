// SPDX-License-Identifier: MIT
#include "app/common/modelfile/filereport.h"

#include "oci/config/ocid.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;
using core::ModelInfo;
using core::ServingMode;

namespace app {

namespace {

//! Where the models of an entry are.
struct Place {
    QString region;
    QString compartment;
    QString provider;
};

bool isTrue(const QString &text)
{
    const QString word = text.toLower();
    return word == "true"_L1 || word == "yes"_L1 || word == "on"_L1;
}

bool isName(const QString &name)
{
    return !name.isEmpty() && name.size() <= 512 &&
           std::ranges::all_of(name, [](QChar c) { return c.isPrint() && c != u' ' && c != u'*'; });
}

//! The OCID of this kind in an endpoint, which is one, or a URL with one in it.
QString ocidIn(const QString &endpoint, const QString &kind)
{
    const QRegularExpression pattern(uR"(ocid1\.%1\.[A-Za-z0-9._-]+)"_s.arg(kind));
    const QString found = pattern.match(endpoint).captured();
    return found.count(u'.') >= 4 && !found.endsWith(u'.') ? found : QString();
}

QString placeOf(const ModelInfo &model)
{
    QString words =
            model.region.isEmpty() ? u"in the connection's region"_s : u"in "_s + model.region;
    if (!model.compartmentId.isEmpty())
        words += u", compartment "_s + model.compartmentId;
    return words;
}

class Reader
{
public:
    Reader(Place place, FileReport &report) : m_place(std::move(place)), m_report(report) { }

    void readKind(const QString &kind, const YamlNode &entries)
    {
        using Read = bool (Reader::*)(const YamlNode &, ModelInfo &);
        static const QHash<QString, std::pair<Read, QString>> kinds{
                {u"ondemand"_s, {&Reader::readOnDemand, u"CHAT"_s}},
                {u"embedding"_s, {&Reader::readOnDemand, u"TEXT_EMBEDDINGS"_s}},
                {u"rerank"_s, {&Reader::readOnDemand, u"TEXT_RERANK"_s}},
                {u"dedicated"_s, {&Reader::readDedicated, u"CHAT"_s}},
                {u"datascience"_s, {&Reader::readDeployment, u"CHAT"_s}},
        };
        const auto known = kinds.constFind(kind);
        if (known == kinds.cend()) {
            m_report.passOver(entries,
                              u"there is no kind of model '%1': ondemand, embedding, "
                              "rerank, dedicated and datascience are read"_s.arg(kind.left(60)));
            return;
        }
        if (entries.kind == YamlNode::Kind::Null)
            return;
        if (entries.kind != YamlNode::Kind::List) {
            m_report.passOver(entries, u"the %1 models are no list"_s.arg(kind));
            return;
        }
        for (const YamlPointer &entry : entries.items)
            readEntry(*entry, known->first, known->second);
    }

private:
    void readEntry(const YamlNode &entry, bool (Reader::*read)(const YamlNode &, ModelInfo &),
                   const QString &capability)
    {
        const QString name = entry.textAt(u"name"_s);
        if (!isName(name)) {
            m_report.passOver(entry, u"a model needs a name without spaces"_s);
            return;
        }
        m_report.checkMembers(entry, {u"name"_s, u"model_id"_s, u"endpoint"_s, u"description"_s,
                                      u"tool_call"_s, u"stream_tool_call"_s, u"multimodal"_s,
                                      u"provider"_s});
        ModelInfo model{.id = name,
                        .capabilities = {capability},
                        .region = m_place.region,
                        .supportsTools = isTrue(entry.textAt(u"tool_call"_s)),
                        .compartmentId = m_place.compartment,
                        .isNamed = true};
        if (isTrue(entry.textAt(u"multimodal"_s)))
            model.inputModalities.append(u"image"_s);
        if ((this->*read)(entry, model))
            m_report.add(model, entry, words(model));
    }

    bool readOnDemand(const YamlNode &entry, ModelInfo &model)
    {
        const QString id = entry.textAt(u"model_id"_s);
        model.baseModel = id.isEmpty() ? model.id : id;
        model.vendor = model.baseModel.section(u'.', 0, 0).toLower();
        if (isName(model.baseModel) && !model.baseModel.contains(u'/'))
            return true;
        m_report.passOver(entry, u"%1: model_id is no name of a model"_s.arg(model.id));
        return false;
    }

    bool readDedicated(const YamlNode &entry, ModelInfo &model)
    {
        const QString endpoint = entry.textAt(u"endpoint"_s);
        model.serving = ServingMode::Dedicated;
        model.ocid = ocidIn(endpoint, u"generativeaiendpoint"_s);
        const QString provider = entry.textAt(u"provider"_s);
        model.vendor = (provider.isEmpty() ? m_place.provider : provider).toLower();
        if (model.vendor == "generic"_L1 || model.vendor == "dedicated"_L1)
            model.vendor.clear();
        if (!model.ocid.isEmpty())
            return true;
        m_report.passOver(entry, u"%1: endpoint must be, or hold, the OCID of an endpoint "
                                 "(ocid1.generativeaiendpoint…)"_s.arg(model.id));
        return false;
    }

    bool readDeployment(const YamlNode &entry, ModelInfo &model)
    {
        const QString endpoint = entry.textAt(u"endpoint"_s);
        model.serving = ServingMode::Deployment;
        model.ocid = ocidIn(endpoint, u"datasciencemodeldeployment"_s);
        if (model.ocid.isEmpty()) {
            m_report.passOver(entry,
                              u"%1: endpoint must be, or hold, the OCID of a model "
                              "deployment (ocid1.datasciencemodeldeployment…)"_s.arg(model.id));
            return false;
        }
        if (endpoint == model.ocid)
            return true;
        const QUrl url(endpoint, QUrl::StrictMode);
        if (!url.isValid() || url.scheme() != "https"_L1 || url.host().isEmpty()) {
            m_report.passOver(entry, u"%1: endpoint is no https address"_s.arg(model.id));
            return false;
        }
        // The last part of the path is chosen for each call.
        model.callUrl = endpoint.first(endpoint.indexOf(model.ocid) + model.ocid.size());
        return true;
    }

    [[nodiscard]] static QString words(const ModelInfo &model)
    {
        switch (model.serving) {
        case ServingMode::OnDemand:
            return u"%1 is %2 on demand %3"_s.arg(model.id, model.baseModel, placeOf(model));
        case ServingMode::Dedicated:
            return u"%1 is the endpoint %2 %3"_s.arg(model.id, model.ocid, placeOf(model));
        case ServingMode::Deployment:
            return u"%1 is the model deployment %2 %3"_s.arg(model.id, model.ocid, placeOf(model));
        case ServingMode::Routed:
            break;
        }
        Q_UNREACHABLE_RETURN({});
    }

    Place m_place;
    FileReport &m_report;
};

} // namespace

void readAccessGatewayModels(const YamlNode &root, FileReport &report)
{
    for (const YamlPointer &entry : root.items) {
        if (entry->kind != YamlNode::Kind::Map) {
            report.passOver(*entry, u"an entry must have region, compartment_id and models"_s);
            continue;
        }
        report.checkMembers(*entry, {u"region"_s, u"compartment_id"_s, u"models"_s, u"provider"_s});
        const Place place{.region = entry->textAt(u"region"_s),
                          .compartment = entry->textAt(u"compartment_id"_s),
                          .provider = entry->textAt(u"provider"_s)};
        const YamlNode *models = entry->find(u"models"_s);
        const bool isCompartment = place.compartment.startsWith("ocid1.compartment."_L1) ||
                                   place.compartment.startsWith("ocid1.tenancy."_L1);
        if (!place.region.isEmpty() && !oci::looksLikeRegion(place.region)) {
            report.passOver(*entry, u"'%1' is no region"_s.arg(place.region.left(60)));
        } else if (!place.compartment.isEmpty() && !isCompartment) {
            report.passOver(*entry, u"compartment_id is no OCID of a compartment"_s);
        } else if (!models || models->kind != YamlNode::Kind::Map) {
            report.passOver(*entry, u"the entry has no models"_s);
        } else {
            Reader reader(place, report);
            for (const auto &[kind, entries] : models->members)
                reader.readKind(kind, *entries);
        }
    }
}

} // namespace app
