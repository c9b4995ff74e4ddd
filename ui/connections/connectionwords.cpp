// SPDX-License-Identifier: MIT
#include "ui/connections/connectionwords.h"

#include "ui/connections/expiry.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;
using core::ConnectionInfo;
using State = core::Connections::State;

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::ConnectionWords)
};

ConnectionInfo currentOf(const core::Connections &connections)
{
    const QList<ConnectionInfo> all = connections.connections();
    const auto at = std::ranges::find(all, connections.current(), &ConnectionInfo::id);
    return at == all.end() ? ConnectionInfo{} : *at;
}

QString readyState(const ConnectionInfo &connection, bool isDemo, const QString &where,
                   qsizetype models)
{
    QStringList parts{
            isDemo ? Words::tr("Demo: answers are simulated, nothing leaves this computer")
                   : Words::tr("Connected to %1").arg(connection.name)};
    if (!isDemo && !where.isEmpty())
        parts += where;
    if (models > 0)
        parts += models == 1 ? Words::tr("1 model") : Words::tr("%1 models").arg(models);
    return parts.join(u" · "_s);
}

} // namespace

ConnectionWords describe(const core::Connections &connections, const QDateTime &now)
{
    const ConnectionInfo connection = currentOf(connections);
    const bool isDemo = connection.kind == ConnectionInfo::Kind::Demo && !connection.id.isEmpty();
    ConnectionWords words{.name = connection.name,
                          .where = isDemo ? Words::tr("simulated") : connection.region,
                          .detail = connection.detail};
    using Tone = ConnectionWords::Tone;
    switch (connections.state()) {
    case State::None:
        words.state = Words::tr("Not connected");
        words.obstacle = Words::tr("Choose a connection above, or look around with the demo.");
        break;
    case State::Connecting:
        words.tone = Tone::Busy;
        words.state = Words::tr("Connecting to %1…").arg(connection.name);
        words.obstacle = Words::tr("Connecting…");
        break;
    case State::NeedsSecret:
        words.tone = Tone::Busy;
        words.state = Words::tr("%1 is locked").arg(connection.name);
        words.obstacle =
                Words::tr("The key of this connection is locked: its passphrase is needed.");
        break;
    case State::Failed:
        words.tone = Tone::Bad;
        words.state = Words::tr("%1 cannot be used").arg(connection.name);
        words.obstacle = Words::tr("This connection does not work yet; see the note above.");
        break;
    case State::Ready:
        words.tone = Tone::Good;
        words.state = readyState(connection, isDemo, words.where, connections.models().size());
        if (const QString warning = expiryWarning(connection.expires, now); !warning.isEmpty()) {
            words.tone = expiryOf(connection.expires, now) == Expiry::Past ? Tone::Bad : Tone::Busy;
            words.state += u" · "_s + warning;
            words.detail = warning + u' ' + words.detail;
        }
        if (connections.models().isEmpty()) {
            words.obstacle =
                    Words::tr("No model that can chat was found here. The region may offer none, "
                              "or a policy for generative-ai-family is missing in this "
                              "compartment.");
        }
        break;
    }
    return words;
}

} // namespace ui
