// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/modelfile/modelfile.h"
#include "app/common/modelfile/yamlnode.h"

namespace app {

//! Collects what a file says, with lines that begin with the place in it.
class FileReport
{
public:
    static constexpr qsizetype mostEntries = 5000; //!< models and connections
    static constexpr qsizetype mostLines = 1000;   //!< of each kind

    explicit FileReport(QString fileName) : m_fileName(std::move(fileName)) { }

    //! Whether there is room for it. A name that is there already is replaced, as it is there.
    void add(core::ModelInfo model, const YamlNode &at, const QString &words);
    void add(BearerConnection connection, const YamlNode &at, const QString &words);
    void passOver(const YamlNode &at, const QString &words);
    //! Says what of a map nobody reads.
    void checkMembers(const YamlNode &map, const QStringList &known);

    [[nodiscard]] ModelFile take() { return std::move(m_file); }

private:
    [[nodiscard]] QString lineOf(const YamlNode &at, const QString &words) const;
    [[nodiscard]] bool hasRoom(const YamlNode &at);

    QString m_fileName;
    ModelFile m_file;
    QHash<QString, qsizetype> m_places; //!< of models, by name
};

//! A list of regions, each with `models` by kind: ondemand, embedding, rerank, dedicated and
//! datascience.
void readAccessGatewayModels(const YamlNode &root, FileReport &report);
//! The members of `providers`, of which those of the type oracle are taken, and others whose URL
//! is OCI's.
void readAuroraProviders(const YamlNode &root, const QProcessEnvironment &environment,
                         FileReport &report);

} // namespace app
