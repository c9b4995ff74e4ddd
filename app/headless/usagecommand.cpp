// SPDX-License-Identifier: MIT
#include "app/headless/usagecommand.h"

#include "app/common/commandline.h"
#include "app/common/exitcode.h"
#include "app/common/pricefile.h"
#include "app/common/settingsloader.h"
#include "app/common/usagestore.h"

#include <QCommandLineParser>
#include <QDateTime>

#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;
using core::UsageRow;

namespace app {

namespace {

void print(std::FILE *to, const QString &text)
{
    std::fputs(text.toUtf8().constData(), to);
    std::fflush(to);
}

int refuse(const QString &why)
{
    print(stderr, u"gatehouse-gateway usage: %1\n"_s.arg(why));
    return Unusable;
}

QString shownCost(const std::optional<core::UsageCost> &cost)
{
    return cost ? u"%1 %2"_s.arg(cost->currency, QString::number(cost->amount, 'f', 4)) : u"–"_s;
}

QStringList cellsOf(const QStringList &names, const core::UsageAmount &amount, const QString &cost)
{
    return names + QStringList{QString::number(amount.requests),
                               QString::number(amount.failed),
                               QString::number(amount.tokensIn),
                               QString::number(amount.tokensOut),
                               QString::number(amount.tokensCached),
                               QString::number(amount.tokensReasoning),
                               cost};
}

//! Of all rows that used tokens, where each has a price in one currency.
QString totalCost(const QList<UsageRow> &rows)
{
    std::optional<core::UsageCost> total;
    for (const UsageRow &row : rows) {
        if (row.amount.tokensIn == 0 && row.amount.tokensOut == 0)
            continue;
        if (!row.cost || (total && total->currency != row.cost->currency))
            return shownCost({});
        const double before = total ? total->amount : 0;
        total = core::UsageCost{.amount = before + row.cost->amount,
                                .currency = row.cost->currency};
    }
    return shownCost(total);
}

} // namespace

QString usageTable(const QList<UsageRow> &rows)
{
    constexpr qsizetype names = 3; // columns to the left; numbers stand to the right
    QList<QStringList> lines{{u"day (UTC)"_s, u"key"_s, u"model"_s, u"requests"_s, u"failed"_s,
                              u"input"_s, u"output"_s, u"cached"_s, u"reasoning"_s,
                              u"estimated cost"_s}};
    core::UsageAmount all;
    for (const UsageRow &row : rows) {
        all += row.amount;
        lines.append(cellsOf({row.key.day.toString(Qt::ISODate),
                              row.key.caller.isEmpty() ? u"–"_s : row.key.caller, row.key.model},
                             row.amount, shownCost(row.cost)));
    }
    lines.append(cellsOf({u"all"_s, {}, {}}, all, totalCost(rows)));

    QList<qsizetype> widths(lines.first().size(), 0);
    for (const QStringList &line : std::as_const(lines)) {
        for (qsizetype i = 0; i < line.size(); ++i)
            widths[i] = std::max(widths[i], line[i].size());
    }
    QString text;
    for (const QStringList &line : std::as_const(lines)) {
        QString row;
        for (qsizetype i = 0; i < line.size(); ++i) {
            row += i == 0 ? u""_s : u"  "_s;
            row += i < names ? line[i].leftJustified(widths[i]) : line[i].rightJustified(widths[i]);
        }
        text += row + u'\n';
    }
    return text;
}

int usageCommand(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Prints what was used, by day, key and model."_s);
    const QCommandLineOption days(u"days"_s, u"So many days up to today; 30 without it."_s,
                                  u"number"_s, u"30"_s);
    const QCommandLineOption data(u"data-dir"_s, u"The data folder of the gateway."_s, u"folder"_s);
    const QCommandLineOption config(u"config"_s, u"Read settings from this JSON file."_s,
                                    u"file"_s);
    const QCommandLineOption help({u"h"_s, u"help"_s}, u"Show this help."_s);
    parser.addOptions({days, data, config, help});
    parser.addPositionalArgument(u"usage"_s, u"This command."_s);
    if (!parser.parse(arguments))
        return refuse(parser.errorText());
    if (parser.isSet(help)) {
        print(stdout, parser.helpText());
        return EndedOnRequest;
    }
    bool isNumber = false;
    const int count = parser.value(days).toInt(&isNumber);
    if (!isNumber || count < 1 || count > 36'600)
        return refuse(u"--days takes a number of days, such as 30"_s);
    if (parser.positionalArguments().size() != 1)
        return refuse(u"'%1' is not an option. --help lists what there is."_s.arg(
                parser.positionalArguments().last()));

    CommandLine commandLine;
    commandLine.dataDir = parser.value(data);
    commandLine.configFile = parser.value(config);
    const auto settings = loadSettings(commandLine, QProcessEnvironment::systemEnvironment());
    if (!settings)
        return refuse(settings.error().message);

    const QDate today = QDateTime::currentDateTimeUtc().date();
    UsageDatabase database(UsageStore::databaseIn(settings->dataDir));
    auto rows = database.open(UsageDatabase::Use::Read).and_then([&] {
        return database.rows(today.addDays(1 - count), today);
    });
    if (!rows && rows.error().code == core::ErrorCode::NotFound)
        rows = QList<UsageRow>(); // a gateway that was never asked
    if (!rows)
        return refuse(rows.error().message);
    PriceFile prices(UsageStore::pricesIn(settings->dataDir));
    for (UsageRow &row : *rows)
        row.cost = prices.table().costOf(row.key.model, row.key.day, row.amount);
    print(stdout, usageTable(*rows));
    return EndedOnRequest;
}

} // namespace app
