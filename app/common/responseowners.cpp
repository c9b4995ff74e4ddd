// SPDX-License-Identifier: MIT
#include "app/common/responseowners.h"

#include "app/common/ociconnection.h"
#include "core/json/json.h"

namespace app {

namespace {

constexpr qsizetype most = 10'000;

} // namespace

void ResponseOwners::keep(QByteArrayView json, const std::shared_ptr<OciConnection> &owner)
{
    const auto read = core::json::parseObject(json);
    if (!read)
        return;
    const auto *inner = core::json::objectAt(*read, "response");
    const QString id = core::json::textAt(inner ? *inner : *read, "id");
    if (id.isEmpty())
        return;
    if (m_owners.size() >= most)
        m_owners.clear();
    m_owners.insert(id, owner);
}

std::shared_ptr<OciConnection> ResponseOwners::ownerOf(const QString &id) const
{
    return m_owners.value(id).lock();
}

} // namespace app
