// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"

#include <QByteArrayView>
#include <QList>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>
#include <QStringView>

#include <optional>

namespace oci {

struct Region {
    QString identifier;              //!< lower case, e.g. "us-ashburn-1"
    QString key;                     //!< lower case, e.g. "iad"; empty where it is not known
    QString realm;                   //!< lower case, e.g. "oc1"; empty where it is not known
    QString domain;                  //!< second-level domain, e.g. "oraclecloud.com"
    QString name;                    //!< for people, e.g. "US East (Ashburn)"; may be empty
    bool offersGenerativeAi = false; //!< false: not listed, which is no proof
    bool offersOpenAiApi = false;    //!< the same for the OpenAI-compatible endpoints
    bool isKnown = true;             //!< false: no table has it, realm and domain are a guess

    bool operator==(const Region &) const = default;
};

//! Which regions there are, and in which domain (protocol reference, 6.2 and 6.4). A value.
//!
//! Built in, then what `~/.oci/regions-config.json` adds, then OCI_REGION_METADATA: the first
//! that knows a region wins. Instance metadata is not asked.
class RegionTable
{
public:
    //! The built-in table alone.
    RegionTable() = default;
    //! `regionsConfig` is a JSON array of objects, `metadata` one such object, `defaultDomain`
    //! the domain of regions that no table knows; each may be empty. What is wrong with them is
    //! passed over and told in warnings().
    RegionTable(QByteArrayView regionsConfig, QByteArrayView metadata,
                const QString &defaultDomain);

    //! Reads the file under the home folder, OCI_REGION_METADATA and OCI_DEFAULT_REALM.
    [[nodiscard]] static RegionTable from(const QProcessEnvironment &environment,
                                          const QString &homeFolder);

    //! By identifier or short key, in any case.
    [[nodiscard]] std::optional<Region> find(QStringView identifierOrKey) const;
    //! The same, and for a name that no table knows a region in the default domain. A name with
    //! anything but letters, digits and '-' is an ErrorCode::InvalidRequest: it becomes part of
    //! a host name.
    [[nodiscard]] core::Result<Region> resolve(const QString &identifierOrKey) const;
    [[nodiscard]] QList<Region> regions() const;
    [[nodiscard]] QStringList warnings() const { return m_warnings; }

private:
    void add(const Region &region);
    void addFromText(QByteArrayView json, const QString &source, bool isArray);
    void setDefaultDomain(const QString &domain);

    QList<Region> m_added; //!< to the built-in ones, which are read when somebody asks
    QString m_defaultDomain = QStringLiteral("oraclecloud.com");
    QStringList m_warnings;
};

} // namespace oci
