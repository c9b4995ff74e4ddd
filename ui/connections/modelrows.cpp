// SPDX-License-Identifier: MIT
#include "ui/connections/modelrows.h"

#include "ui/connections/expiry.h"

#include <QCoreApplication>
#include <QHash>
#include <QLocale>

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(ui::ModelRows)
};

QStringList chipsOf(const core::ModelInfo &model)
{
    QStringList chips;
    switch (model.serving) {
    case core::ServingMode::OnDemand:
        break;
    case core::ServingMode::Dedicated:
        chips += Words::tr("dedicated");
        break;
    case core::ServingMode::Deployment:
        chips += Words::tr("deployment");
        break;
    case core::ServingMode::Routed:
        chips += Words::tr("routing profile");
        break;
    }
    if (model.leavesOci)
        chips += Words::tr("leaves OCI");
    if (model.inputModalities.contains(u"image"_s))
        chips += Words::tr("vision");
    if (model.supportsTools)
        chips += Words::tr("tools");
    if (const QString context = shortTokenCount(model.contextLength); !context.isEmpty())
        chips += context;
    return chips;
}

QString endOfLife(const core::ModelInfo &model, const QDate &today)
{
    if (!model.retired.isValid())
        return {};
    const QDate day = model.retired.date();
    const QString shown = QLocale().toString(day, QLocale::ShortFormat);
    return day <= today ? Words::tr("Retired on %1").arg(shown)
                        : Words::tr("Will be retired on %1").arg(shown);
}

} // namespace

QString vendorName(const QString &vendor)
{
    static const QHash<QString, QString> names{
            {u"meta"_s, u"Meta"_s},     {u"cohere"_s, u"Cohere"_s}, {u"xai"_s, u"xAI"_s},
            {u"openai"_s, u"OpenAI"_s}, {u"google"_s, u"Google"_s}, {u"mistral"_s, u"Mistral"_s},
            {u"qwen"_s, u"Qwen"_s},     {u"nvidia"_s, u"NVIDIA"_s}, {u"deepseek"_s, u"DeepSeek"_s},
    };
    if (vendor.isEmpty())
        return Words::tr("Other");
    return names.value(vendor, vendor.at(0).toUpper() + vendor.sliced(1));
}

QString shortTokenCount(qint64 tokens)
{
    if (tokens <= 0)
        return {};
    if (tokens < 1000)
        return QString::number(tokens);
    // 131072 is "128K" for everybody, 128000 too.
    const bool binary = tokens % 1024 == 0 && tokens % 1000 != 0;
    const qint64 thousand = binary ? 1024 : 1000;
    if (tokens >= thousand * thousand)
        return QString::number(double(tokens) / double(thousand * thousand), 'g', 2) + u'M';
    return QString::number(tokens / thousand) + u'K';
}

QList<PickerRow> modelRows(const QList<core::ModelInfo> &models, const QDate &today)
{
    std::map<QString, QList<PickerRow>> byVendor;
    for (const core::ModelInfo &model : models) {
        byVendor[vendorName(model.vendor)].append({.id = model.id,
                                                   .title = model.id,
                                                   .detail = endOfLife(model, today),
                                                   .chips = chipsOf(model)});
    }
    QList<PickerRow> rows;
    for (auto &[vendor, group] : byVendor) {
        std::ranges::sort(group, {}, &PickerRow::title);
        rows.append({.title = vendor});
        rows += group;
    }
    return rows;
}

QList<PickerRow> connectionRows(const QList<core::ConnectionInfo> &connections,
                                const QDateTime &now)
{
    using Kind = core::ConnectionInfo::Kind;
    const std::array<std::pair<Kind, QString>, 3> groups{{
            {Kind::Profile, Words::tr("Profiles of the OCI configuration")},
            {Kind::BearerKey, Words::tr("Generative AI API keys")},
            {Kind::Demo, Words::tr("Without an account")},
    }};
    QList<PickerRow> rows;
    for (const auto &[kind, heading] : groups) {
        bool headed = false;
        for (const core::ConnectionInfo &connection : connections) {
            if (connection.kind != kind)
                continue;
            if (!std::exchange(headed, true))
                rows.append({.title = heading});
            const bool demo = kind == Kind::Demo;
            PickerRow row{.id = connection.id,
                          .title = connection.name,
                          .detail = connection.detail,
                          .problem = connection.problem,
                          .marked = demo};
            if (expiryOf(connection.expires, now) == Expiry::Near)
                row.warning = expiryWarning(connection.expires, now);
            else if (row.problem.isEmpty())
                row.problem = expiryWarning(connection.expires, now);
            if (demo)
                row.chips += Words::tr("simulated");
            else if (!connection.region.isEmpty())
                row.chips += connection.region;
            rows.append(row);
        }
    }
    return rows;
}

} // namespace ui
