// SPDX-License-Identifier: MIT
#include "app/common/keyscommand.h"

#include "app/common/settings.h"

#include <QLocale>

#include <algorithm>
#include <array>
#include <limits>

using namespace Qt::StringLiterals;
using core::ClientKey;
using core::Result;

namespace app {

namespace {

constexpr auto usage = "Use: keys list | keys add NAME [--allow A,B] [--rpm N] "
                       "[--tokens-per-day N] | keys revoke ID"_L1;

Result<qint64> readCount(const QString &text, const QString &source, qint64 most)
{
    bool isNumber = false;
    const qint64 count = text.toLongLong(&isNumber);
    if (text.isEmpty())
        return 0;
    if (!isNumber || count < 1 || count > most)
        return unusable(u"%1: '%2' is no whole number from 1 to %3"_s.arg(source, text).arg(most));
    return count;
}

Result<KeysCommand> readAdd(const QString &name, const KeysOptions &options)
{
    KeysCommand command{.verb = KeysCommand::Verb::Add, .which = {}, .wish = {.name = name}};
    const auto perMinute = readCount(options.requestsPerMinute, u"--rpm"_s, 1'000'000);
    if (!perMinute)
        return std::unexpected(perMinute.error());
    const auto perDay = readCount(options.tokensPerDay, u"--tokens-per-day"_s,
                                  std::numeric_limits<qint64>::max());
    if (!perDay)
        return std::unexpected(perDay.error());
    command.wish.requestsPerMinute = int(*perMinute);
    command.wish.tokensPerDay = *perDay;
    for (const QString &text : options.models) {
        for (const QString &model : text.split(u',')) {
            if (!model.trimmed().isEmpty())
                command.wish.models.append(model.trimmed());
        }
    }
    if (!options.models.isEmpty() && command.wish.models.isEmpty())
        return unusable(u"--allow names no model"_s); // or it would mean all of them
    return command;
}

QString timeText(const QDateTime &time)
{
    return time.isValid() ? time.toUTC().toString(u"yyyy-MM-dd HH:mm"_s) : u"-"_s;
}

QString countText(qint64 count)
{
    return count > 0 ? QString::number(count) : u"-"_s;
}

} // namespace

Result<KeysCommand> readKeysCommand(const QStringList &words, const KeysOptions &options)
{
    const QString verb = words.value(0);
    if (verb != "add"_L1 && !options.isEmpty())
        return unusable(u"--allow, --rpm and --tokens-per-day belong to 'keys add'"_s);
    if (verb == "list"_L1 && words.size() == 1)
        return KeysCommand{};
    if (verb == "add"_L1 && words.size() == 2)
        return readAdd(words.at(1), options);
    if (verb == "revoke"_L1 && words.size() == 2)
        return KeysCommand{.verb = KeysCommand::Verb::Revoke, .which = words.at(1), .wish = {}};
    return unusable(usage);
}

QString keysTable(const QList<ClientKey> &keys)
{
    using Row = std::array<QString, 8>;
    QList<Row> rows{{u"ID"_s, u"NAME"_s, u"KEY"_s, u"MODELS"_s, u"REQUESTS/MIN"_s, u"TOKENS/DAY"_s,
                     u"LAST USED"_s, u"STATE"_s}};
    for (const ClientKey &key : keys) {
        rows.append({key.id, key.name, key.shown,
                     key.models.isEmpty() ? u"all"_s : key.models.join(u','),
                     countText(key.requestsPerMinute), countText(key.tokensPerDay),
                     timeText(key.lastUsed),
                     key.isRevoked() ? u"revoked %1"_s.arg(timeText(key.revoked)) : u"good"_s});
    }
    std::array<qsizetype, std::tuple_size_v<Row>> widths{};
    for (const Row &row : std::as_const(rows)) {
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], row[i].size());
    }
    QStringList lines;
    for (const Row &row : std::as_const(rows)) {
        QString line;
        for (std::size_t i = 0; i < row.size(); ++i)
            line += row[i].leftJustified(widths[i] + 2);
        lines.append(line.trimmed());
    }
    return lines.join(u'\n');
}

Result<KeysAnswer> runKeysCommand(const KeysCommand &command, ClientKeyStore &store)
{
    if (const auto loaded = store.load(); !loaded)
        return std::unexpected(loaded.error());
    switch (command.verb) {
    case KeysCommand::Verb::List:
        return KeysAnswer{.out = keysTable(store.keys()), .note = {}};
    case KeysCommand::Verb::Revoke:
        if (const auto revoked = store.revoke(command.which); !revoked)
            return std::unexpected(revoked.error());
        return KeysAnswer{.out = {}, .note = u"Revoked. Tools that use it are refused now."_s};
    case KeysCommand::Verb::Add:
        break;
    }
    Result<void> written;
    const auto made = store.add(command.wish, &written);
    if (!made)
        return std::unexpected(made.error());
    if (!written) // a key that nobody keeps is of no use
        return std::unexpected(written.error());
    return KeysAnswer{.out = QString::fromUtf8(made->secret.reveal()),
                      .note = u"This is the key of '%1' (%2), shown this once."_s.arg(
                              made->key.name, made->key.id)};
}

} // namespace app
