// SPDX-License-Identifier: MIT
#include "ui/connections/connectionbar.h"

#include "ui/connections/connectionwords.h"
#include "ui/connections/modelrows.h"
#include "ui/theme/metrics.h"
#include "ui/theme/theme.h"
#include "ui/widgets/pickerbutton.h"
#include "ui/widgets/pickerpopup.h"

#include <QHBoxLayout>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;
using core::ModelInfo;

namespace ui {

namespace {

constexpr int widestConnection = 300;
constexpr int widestModel = 420;

QColor colorOf(ConnectionWords::Tone tone, const Colors &colors)
{
    switch (tone) {
    case ConnectionWords::Tone::Quiet:
        break;
    case ConnectionWords::Tone::Busy:
        return colors.warning;
    case ConnectionWords::Tone::Good:
        return colors.good;
    case ConnectionWords::Tone::Bad:
        return colors.danger;
    }
    return colors.outline;
}

} // namespace

ConnectionBar::ConnectionBar(core::Connections &connections, const core::Clock &clock,
                             const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_connections(connections)
    , m_clock(clock)
    , m_theme(theme)
    , m_connectionPicker(new PickerButton(theme, u"cloud"_s, widestConnection, this))
    , m_modelPicker(new PickerButton(theme, u"gatehouse"_s, widestModel, this))
    , m_connectionPopup(new PickerPopup(theme, tr("Search connections"), this))
    , m_modelPopup(new PickerPopup(theme, tr("Search models"), this))
{
    setObjectName(u"topBar"_s);
    setAttribute(Qt::WA_StyledBackground);
    setFixedHeight(metrics::barHeight);

    QToolButton *toggle =
            makeButton(u"sidebar"_s, tr("Show or hide chats"), tr("Show or hide chats (F9)"));
    connect(toggle, &QToolButton::clicked, this, &ConnectionBar::sidebarToggled);
    m_connectionPicker->setObjectName(u"connectionPicker"_s);
    m_connectionPicker->setAccessibleName(u"connectionPicker"_s);
    m_modelPicker->setObjectName(u"modelPicker"_s);
    m_modelPicker->setAccessibleName(u"modelPicker"_s);
    m_refresh = makeButton(u"refresh"_s, tr("Refresh models"), tr("List the models again (F5)"));
    m_refresh->setObjectName(u"refresh"_s);
    connect(m_refresh, &QToolButton::clicked, this, [this] { m_connections.refresh(); });

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(10, 0, 12, 0);
    row->setSpacing(metrics::gap);
    row->addWidget(toggle);
    row->addWidget(m_connectionPicker);
    row->addWidget(m_modelPicker);
    row->addWidget(m_refresh);
    row->addStretch(1);

    makePopups();
    connect(&m_connections, &core::Connections::modelsChanged, this, &ConnectionBar::updateModels);
    updateModels();
}

QToolButton *ConnectionBar::makeButton(const QString &icon, const QString &name, const QString &tip)
{
    auto *button = new QToolButton(this);
    button->setIcon(m_theme.icon(icon, Theme::Ink::Muted));
    button->setIconSize({metrics::iconSize, metrics::iconSize});
    button->setAccessibleName(name);
    button->setToolTip(tip);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

void ConnectionBar::makePopups()
{
    m_connectionPopup->setEmptyNote(tr("No connections yet."));
    m_connectionPopup->addFooterButton(tr("&Add bearer key…"), m_theme.icon(u"key"_s),
                                       [this] { emit bearerKeyRequested(); });
    m_connectionPopup->addFooterButton(tr("Generative AI API &keys…"), m_theme.icon(u"key"_s),
                                       [this] { emit apiKeysRequested(); });
    connect(m_connectionPicker, &QAbstractButton::clicked, this,
            &ConnectionBar::openConnectionPicker);
    connect(m_modelPicker, &QAbstractButton::clicked, this, &ConnectionBar::openModelPicker);
    connect(m_connectionPopup, &PickerPopup::chosen, this,
            [this](const QString &id) { m_connections.select(id); });
    connect(m_modelPopup, &PickerPopup::chosen, this, &ConnectionBar::choose);
}

void ConnectionBar::addOffer(const QString &text, const QString &icon,
                             const std::function<void()> &pressed)
{
    m_connectionPopup->addFooterButton(text, m_theme.icon(icon), pressed);
}

QWidget *ConnectionBar::focusTarget() const
{
    return m_connectionPicker;
}

bool ConnectionBar::prefer(const QString &model)
{
    m_preferred = model;
    const bool isOffered = std::ranges::contains(m_connections.models(), model, &ModelInfo::id);
    if (isOffered && model != m_model)
        choose(model);
    return isOffered;
}

void ConnectionBar::updateModels()
{
    const QList<ModelInfo> models = m_connections.models();
    const auto isOffered = [&models](const QString &model) {
        return std::ranges::contains(models, model, &ModelInfo::id);
    };
    if (isOffered(m_model))
        choose(m_model);
    else if (isOffered(m_preferred))
        choose(m_preferred);
    else
        choose(models.isEmpty() ? QString() : models.first().id);
}

void ConnectionBar::choose(const QString &model)
{
    m_model = model;
    const QList<ModelInfo> models = m_connections.models();
    m_modelPopup->setRows(modelRows(models, m_clock.nowUtc().date()), m_model);
    const auto at = std::ranges::find(models, m_model, &ModelInfo::id);
    const QString context = at == models.end() ? QString() : shortTokenCount(at->contextLength);
    const QString hint = tr("Choose a model (Ctrl+L)");
    m_modelPicker->setContent(m_model.isEmpty() ? tr("No model") : m_model, context);
    m_modelPicker->setToolTip(m_model.isEmpty() ? hint : m_model + u'\n' + hint);
    m_modelPicker->setAccessibleDescription(m_model.isEmpty() ? tr("No model chosen")
                                                              : tr("Model: %1").arg(m_model));
    emit modelChanged();
}

void ConnectionBar::setWords(const ConnectionWords &words)
{
    m_connectionPicker->setContent(words.name.isEmpty() ? tr("No connection") : words.name,
                                   words.where, colorOf(words.tone, m_theme.colors()));
    m_connectionPicker->setToolTip((words.detail.isEmpty() ? words.state : words.detail) + u'\n' +
                                   tr("Choose a connection (Ctrl+Shift+P)"));
    m_connectionPicker->setAccessibleDescription(words.state);
    m_modelPopup->setEmptyNote(words.obstacle.isEmpty() ? tr("No models.") : words.obstacle);
    const auto state = m_connections.state();
    m_refresh->setEnabled(state != core::Connections::State::None &&
                          state != core::Connections::State::Connecting);
}

void ConnectionBar::openConnectionPicker()
{
    m_connectionPopup->setRows(connectionRows(m_connections.connections(), m_clock.nowUtc()),
                               m_connections.current());
    m_connectionPopup->openBelow(m_connectionPicker);
}

void ConnectionBar::openModelPicker()
{
    m_modelPopup->openBelow(m_modelPicker);
}

} // namespace ui
