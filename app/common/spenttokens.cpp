// SPDX-License-Identifier: MIT
#include "app/common/spenttokens.h"

#include "app/common/settingsloader.h"
#include "oci/config/privatefile.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>
#include <QLoggingCategory>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::Result;

namespace app {

namespace {

Q_LOGGING_CATEGORY(log, "app.keys")

constexpr auto soon = 500ms;
constexpr auto lockPatience = 2s;
constexpr qint64 largestFile = 4 * 1024 * 1024;

} // namespace

SpentTokens::SpentTokens(const QString &dataDir, const core::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_path(dataDir + u"/spent.json"_s)
    , m_clock(clock)
    , m_day(clock.nowUtc().date())
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(soon);
    m_soon.callOnTimeout(this, [this] {
        if (const auto written = write(); !written) {
            qCWarning(log).noquote() << written.error().message;
            m_soon.start(10s);
        }
    });
}

SpentTokens::~SpentTokens()
{
    if (m_unwritten.isEmpty())
        return;
    if (const auto written = write(); !written)
        qCWarning(log).noquote() << written.error().message;
}

SpentTokens::Totals SpentTokens::read() const
{
    QFile file(m_path);
    if (!file.open(QIODevice::ReadOnly) || file.size() > largestFile)
        return {};
    const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    if (QDate::fromString(json["day"_L1].toString(), Qt::ISODate) != m_day)
        return {};
    Totals totals;
    const QJsonObject tokens = json["tokens"_L1].toObject();
    for (auto each = tokens.begin(); each != tokens.end(); ++each)
        totals.insert(each.key().toUtf8(), std::max<qint64>(0, each.value().toInteger()));
    return totals;
}

void SpentTokens::beginDay()
{
    const QDate today = m_clock.nowUtc().date();
    if (today == m_day)
        return;
    m_day = today;
    m_known.clear();
    m_unwritten.clear(); // of a day that nobody asks for any more
}

void SpentTokens::learn(const Totals &totals)
{
    for (auto each = totals.cbegin(); each != totals.cend(); ++each) {
        const qint64 more = each.value() - m_known.value(each.key());
        if (more > 0)
            emit spentElsewhere(each.key(), more);
    }
    m_known = totals;
}

void SpentTokens::load()
{
    beginDay();
    learn(read());
}

void SpentTokens::loadAnew()
{
    if (const auto written = write(); !written)
        qCWarning(log).noquote() << written.error().message;
    m_known.clear();
    load();
}

void SpentTokens::add(const QByteArray &caller, qint64 tokens)
{
    beginDay();
    m_unwritten[caller] += tokens;
    if (!m_soon.isActive())
        m_soon.start(soon);
}

Result<void> SpentTokens::write()
{
    beginDay();
    if (m_unwritten.isEmpty())
        return {};
    if (const auto folder = makePrivateFolder(QFileInfo(m_path).path()); !folder)
        return folder;
    QLockFile lock(m_path + u".lock"_s);
    lock.setStaleLockTime(10s);
    if (!lock.tryLock(lockPatience)) {
        return std::unexpected(core::Error{.code = core::ErrorCode::Internal,
                                           .message = u"%1 cannot be locked"_s.arg(m_path)});
    }
    learn(read());
    Totals totals = m_known;
    QJsonObject tokens;
    for (auto each = m_unwritten.cbegin(); each != m_unwritten.cend(); ++each)
        totals[each.key()] += each.value();
    for (auto each = totals.cbegin(); each != totals.cend(); ++each)
        tokens.insert(QString::fromUtf8(each.key()), each.value());
    const QJsonObject json{{u"day"_s, m_day.toString(Qt::ISODate)}, {u"tokens"_s, tokens}};
    const auto bytes = core::Secret::take(QJsonDocument(json).toJson(QJsonDocument::Compact));
    if (const auto written = oci::writePrivateFile(m_path, bytes); !written)
        return written;
    m_known = totals;
    m_unwritten.clear();
    return {};
}

} // namespace app
