// SPDX-License-Identifier: MIT
#include "app/desktop/connectionlist.h"

#include "oci/discovery/configuredmodels.h"

#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;
using core::ConnectionInfo;
using core::Result;
using core::Secret;

namespace app {

namespace {

constexpr auto demoId = "demo"_L1;

bool isAboutPassphrase(const core::Error &error)
{
    return error.reason == QLatin1StringView(oci::PrivateKey::passphraseMissing) ||
           error.reason == QLatin1StringView(oci::PrivateKey::passphraseWrong);
}

//! Whether it says nothing against the connection itself.
bool mayPass(const core::Error &error)
{
    return error.code == core::ErrorCode::Network || error.code == core::ErrorCode::Timeout ||
           error.code == core::ErrorCode::Unavailable || error.code == core::ErrorCode::RateLimited;
}

} // namespace

ConnectionList::ConnectionList(ProfileSource &profiles, BearerStore &bearers,
                               core::SecretStore &secrets, const Settings &settings,
                               const core::Clock &clock, QObject *parent)
    : Connections(parent)
    , m_profiles(profiles)
    , m_bearers(bearers)
    , m_secrets(secrets)
    , m_settings(settings)
    , m_clock(clock)
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(keychainPatience);
    m_patience.callOnTimeout(this, [this] {
        ++m_reading; // an answer that comes after all counts no more
        emit noticed(tr("The keychain does not answer."));
        ask(m_current, {});
    });
    // Keys from the environment are connections like those that were added by hand.
    for (const BearerConnection &bearer : m_settings.bearerConnections)
        m_given.emplace(bearerPrefix + bearer.name, bearer.key->clone());
}

ConnectionList::~ConnectionList() = default;

QList<ConnectionInfo> ConnectionList::connections() const
{
    QList<ConnectionInfo> list = m_profiles.connections();
    const auto infoOf = [](const auto &bearer) {
        return ConnectionInfo{.id = bearerPrefix + bearer.name,
                              .kind = ConnectionInfo::Kind::BearerKey,
                              .name = bearer.name,
                              .detail = bearer.baseUrl.toString()};
    };
    for (const BearerConnection &bearer : m_settings.bearerConnections)
        list.append(infoOf(bearer));
    for (const SavedBearerConnection &bearer : m_bearers.connections()) {
        ConnectionInfo info = infoOf(bearer);
        info.expires = bearer.expires;
        info.isRemovable = true;
        if (!std::ranges::contains(list, info.id, &ConnectionInfo::id))
            list.append(info);
    }
    list.append({.id = demoId,
                 .kind = ConnectionInfo::Kind::Demo,
                 .name = tr("Demo (offline)"),
                 .detail = tr("Simulated answers, no account needed")});
    return list;
}

QList<core::ModelInfo> ConnectionList::models() const
{
    const auto place = m_used.find(m_current);
    if (place == m_used.end())
        return {};
    QList<core::ModelInfo> models = place->second->chatModels();
    if (!std::ranges::is_sorted(std::as_const(models), {}, &core::ModelInfo::id))
        std::ranges::sort(models, {}, &core::ModelInfo::id);
    return models;
}

std::unique_ptr<core::ChatStream> ConnectionList::startChat(const QString &connectionId,
                                                            const core::ChatRequest &request) const
{
    const auto place = m_used.find(connectionId);
    return place == m_used.end() ? nullptr : OciConnection::startChat(place->second, request);
}

void ConnectionList::select(const QString &connectionId)
{
    if (connectionId.isEmpty())
        return;
    m_current = connectionId;
    m_patience.stop();
    ++m_reading;
    setState(State::Connecting);
    emit modelsChanged();
    if (connectionId == demoId)
        connectDemo();
    else if (connectionId.startsWith(bearerPrefix))
        connectBearer(connectionId);
    else if (const auto given = m_given.find(connectionId); given != m_given.end())
        connectProfile(connectionId, given->second, Asked::No);
    else
        connectProfile(connectionId, {}, Asked::No);
}

void ConnectionList::selectAnew(const QString &connectionId)
{
    m_profiles.reload();
    emit connectionsChanged();
    select(connectionId);
}

void ConnectionList::refresh()
{
    const auto place = m_used.find(m_current);
    if (place != m_used.end() && m_state != State::Failed) {
        const QString id = m_current;
        place->second->catalog().refresh().then(
                this, [this, id](const Result<QList<core::ModelInfo>> &models) {
                    if (id == m_current)
                        onRefreshed(models);
                });
        return;
    }
    // What failed may have been mended in the files: the profile, its key, its session.
    if (place != m_used.end())
        m_used.erase(place);
    selectAnew(m_current);
}

void ConnectionList::onRefreshed(const Result<QList<core::ModelInfo>> &models)
{
    const auto place = m_used.find(m_current);
    if (place == m_used.end())
        return;
    const core::ModelCatalog &catalog = place->second->catalog();
    if (models) {
        setState(State::Ready);
        for (const QString &problem : catalog.problems())
            emit noticed(problem);
    } else if (catalog.isLoaded() && mayPass(models.error())) {
        // What was known before may be asked all the same.
        setState(State::Ready);
        emit noticed(
                tr("The models are those of %1: %2")
                        .arg(QLocale().toString(catalog.asOf().toLocalTime(), QLocale::ShortFormat),
                             models.error().message));
    } else {
        fail(models.error());
    }
}

void ConnectionList::connectProfile(const QString &id, const Secret &passPhrase, Asked asked)
{
    const auto loaded = m_profiles.load(id, passPhrase);
    if (!loaded) {
        if (!isAboutPassphrase(loaded.error()))
            fail(loaded.error());
        else if (!passPhrase.isEmpty() && asked == Asked::No)
            ask(id, tr("That passphrase is wrong."));
        else if (asked == Asked::No)
            lookInKeychain(id);
        else
            ask(id,
                passPhrase.isEmpty() ? QString() : tr("The passphrase in the keychain is wrong."));
        return;
    }
    if (m_toKeep.remove(id))
        keep(id);
    for (const QString &warning : loaded->warnings)
        emit noticed(warning);
    use(loaded->spec);
}

void ConnectionList::connectBearer(const QString &id)
{
    const QString name = id.sliced(bearerPrefix.size());
    BearerConnection bearer{.name = name};
    if (const auto fixed =
                std::ranges::find(m_settings.bearerConnections, name, &BearerConnection::name);
        fixed != m_settings.bearerConnections.end()) {
        bearer = *fixed;
    } else if (const auto saved = std::ranges::find(m_bearers.connections(), name,
                                                    &SavedBearerConnection::name);
               saved != m_bearers.connections().end()) {
        bearer.baseUrl = saved->baseUrl;
        bearer.models = saved->models;
    }
    const auto given = m_given.find(id);
    if (given == m_given.end()) {
        lookInKeychain(id);
        return;
    }
    bearer.key = std::make_shared<const Secret>(given->second.clone());
    use(specOf(bearer, m_settings));
}

void ConnectionList::connectDemo()
{
    if (!m_demo) {
        auto demo = std::make_unique<DemoHost>(m_clock);
        const auto spec = demo->start();
        if (!spec) {
            fail(spec.error());
            return;
        }
        m_demo = std::move(demo);
        m_demoSpec = *spec;
        m_demoSpec.routes = oci::overridesFor(m_settings.routes, m_demoSpec.name);
    }
    use(m_demoSpec);
}

void ConnectionList::lookInKeychain(const QString &id)
{
    const auto withFound = [this, id](const core::SecretStore::Found &found) {
        if (!found) {
            ask(id, {});
        } else if (id.startsWith(bearerPrefix)) {
            m_given.insert_or_assign(id, found->clone());
            connectBearer(id);
        } else {
            connectProfile(id, *found, Asked::Keychain);
        }
    };
    m_patience.start();
    m_secrets.read(entryOf(id))
            .then(this, [this, withFound,
                         reading = ++m_reading](const Result<core::SecretStore::Found> &found) {
                if (reading != m_reading)
                    return; // the person chose another meanwhile, or time ran out
                m_patience.stop();
                if (!found)
                    emit noticed(found.error().message);
                withFound(found.value_or(nullptr));
            });
}

void ConnectionList::ask(const QString &id, const QString &previousProblem)
{
    m_given.erase(id);
    m_toKeep.remove(id);
    setState(State::NeedsSecret);
    emit secretNeeded(
            {.connectionId = id,
             .prompt =
                     id.startsWith(bearerPrefix)
                             ? tr("Generative AI API key of %1").arg(id.sliced(bearerPrefix.size()))
                             : passphrasePrompt(id),
             .previousProblem = previousProblem,
             .canRemember = m_secrets.isPersistent()});
}

void ConnectionList::provideSecret(const QString &connectionId, Secret secret, bool remember)
{
    // A pasted key may have blanks and a line end around it; a passphrase may begin with a blank.
    if (connectionId.startsWith(bearerPrefix))
        secret = Secret(secret.reveal().trimmed());
    m_given.insert_or_assign(connectionId, std::move(secret));
    m_toKeep.remove(connectionId);
    if (remember && connectionId.startsWith(bearerPrefix))
        keep(connectionId); // only a chat would prove it
    else if (remember)
        m_toKeep.insert(connectionId);
    if (connectionId == m_current)
        select(connectionId);
}

void ConnectionList::keep(const QString &id)
{
    m_secrets.write(entryOf(id), m_given.at(id).clone())
            .then(this, [this](const Result<void> &written) {
                if (!written)
                    emit noticed(tr("Not kept: %1").arg(written.error().message));
            });
}

void ConnectionList::declineSecret(const QString &connectionId)
{
    if (connectionId == m_current && m_state == State::NeedsSecret) {
        fail({.code = core::ErrorCode::Unauthorized,
              .message = tr("This connection needs its passphrase or key. Choose it again to be "
                            "asked.")});
    }
}

void ConnectionList::addBearerKey(core::BearerKeyDetails details)
{
    const QString id = bearerPrefix + details.name;
    if (details.models.isEmpty())
        details.models = oci::namesForBearers(models());
    if (!m_bearers.save({.name = details.name,
                         .baseUrl = details.baseUrl,
                         .models = details.models,
                         .expires = details.expires,
                         .isOfThisRun = details.isOfThisRun}))
        emit noticed(tr("The connection lasts for this run only: %1").arg(m_bearers.problem()));
    m_used.erase(id);
    emit connectionsChanged();
    m_current = id;
    provideSecret(id, std::move(details.key), details.remember);
}

void ConnectionList::removeBearerKey(const QString &connectionId)
{
    const QList<ConnectionInfo> all = connections();
    const auto found = std::ranges::find(all, connectionId, &ConnectionInfo::id);
    if (found == all.end() || !found->isRemovable)
        return;
    if (!m_bearers.remove(found->name))
        emit noticed(
                tr("The connection comes back at the next start: %1").arg(m_bearers.problem()));
    m_secrets.remove(entryOf(connectionId)).then(this, [this](const Result<void> &removed) {
        if (!removed)
            emit noticed(tr("The key is still in the keychain: %1").arg(removed.error().message));
    });
    m_given.erase(connectionId);
    m_used.erase(connectionId);
    if (connectionId == m_current) {
        m_current.clear();
        m_patience.stop();
        ++m_reading;
        emit released();
        setState(State::None);
        emit modelsChanged();
    }
    emit connectionsChanged();
}

std::shared_ptr<core::ApiKeys> ConnectionList::apiKeys() const
{
    const auto place = m_used.find(m_current);
    if (place == m_used.end() || place->second->isBearer())
        return nullptr;
    return {place->second, &place->second->apiKeys()};
}

void ConnectionList::use(const ConnectionSpec &spec)
{
    if (!spec.principal) {
        open(spec);
        return;
    }
    // It may have to say where it is.
    m_lookup = std::make_unique<PrincipalLookup>(m_clock);
    m_lookup->complete({spec}).then(
            this, [this, id = spec.id](const PrincipalLookup::Specs &specs) {
                if (id != m_current)
                    return; // the person chose another meanwhile
                if (!specs && specs.error().code == core::ErrorCode::Cancelled)
                    return; // asked anew
                if (specs)
                    open(specs->first());
                else
                    fail(specs.error());
            });
}

void ConnectionList::open(const ConnectionSpec &spec)
{
    auto connection = std::make_shared<OciConnection>(spec, m_clock);
    connect(connection.get(), &OciConnection::chatModelsChanged, this, [this, id = spec.id] {
        if (id == m_current)
            emit modelsChanged();
    });
    const bool isKnown = connection->isLoaded();
    m_used.insert_or_assign(spec.id, std::move(connection));
    emit activated(spec);
    if (isKnown && spec.id == m_current) {
        // The list of an earlier run: it is used at once and asked for again meanwhile.
        setState(State::Ready);
        emit modelsChanged();
    }
    refresh();
}

void ConnectionList::fail(const core::Error &error)
{
    m_failure = error;
    setState(State::Failed);
}

void ConnectionList::setState(State state)
{
    m_state = state;
    emit stateChanged();
}

QString ConnectionList::passphrasePrompt(const QString &id) const
{
    const QString keyFile = m_profiles.keyFileOf(id);
    return keyFile.isEmpty()
                   ? tr("Passphrase of the key of profile %1").arg(id.sliced(profilePrefix.size()))
                   : tr("Passphrase of %1").arg(keyFile);
}

QString ConnectionList::entryOf(const QString &id) const
{
    // A passphrase belongs to its key file: two profiles that share the file share the entry. A
    // key that stands in the profile is the profile's own.
    if (id.startsWith(bearerPrefix))
        return id;
    const QString keyFile = m_profiles.keyFileOf(id);
    return u"passphrase:"_s + (keyFile.isEmpty() ? id : keyFile);
}

} // namespace app
