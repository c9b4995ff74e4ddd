// SPDX-License-Identifier: MIT
#include "app/common/modelfile/modelfile.h"

#include "app/common/modelfile/filereport.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;
using core::Result;

namespace app {

QStringList ModelFile::names() const
{
    QStringList all;
    for (const core::ModelInfo &model : models)
        all.append(model.id);
    for (const BearerConnection &connection : connections)
        all += connection.models;
    return all;
}

Result<ModelFile> readModelFile(QByteArrayView yaml, const QString &fileName,
                                const QProcessEnvironment &environment)
{
    const auto root = readYaml(yaml);
    if (!root)
        return unusable(u"Cannot read %1: %2"_s.arg(fileName, root.error().message));
    FileReport report(QFileInfo(fileName).fileName());
    const YamlNode &node = **root;
    if (node.kind == YamlNode::Kind::List) {
        readAccessGatewayModels(node, report);
    } else if (node.kind == YamlNode::Kind::Map && node.find(u"providers"_s)) {
        readAuroraProviders(node, environment, report);
    } else {
        return unusable(
                u"%1 is no file of models: neither a list of regions (the models.yaml of "
                "OCI_GenAI_access_gateway) nor one with providers (an Aurora config.yaml)"_s.arg(
                        fileName));
    }
    return report.take();
}

Result<ModelFile> loadModelFile(const QString &fileName, const QProcessEnvironment &environment)
{
    const qint64 largest = YamlLimits().bytes;
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return unusable(
                u"Cannot read the file of models %1: %2"_s.arg(fileName, file.errorString()));
    return readModelFile(file.read(largest + 1), fileName, environment);
}

Settings withConnections(Settings settings, const ModelFile &file)
{
    for (const BearerConnection &connection : file.connections) {
        const bool isThere = std::ranges::contains(settings.bearerConnections, connection.name,
                                                   &BearerConnection::name);
        if (!isThere)
            settings.bearerConnections.append(connection);
    }
    return settings;
}

} // namespace app
