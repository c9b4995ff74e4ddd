// SPDX-License-Identifier: MIT
#include "ui/gatewaypanel/gatewaypopover.h"

#include "ui/gatewaypanel/curlline.h"
#include "ui/theme/metrics.h"
#include "ui/theme/theme.h"
#include "ui/widgets/copybutton.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;
using State = core::GatewayControl::State;

namespace ui {

namespace {

constexpr int distance = 6;
const QString maskedKey = QString(16, u'•');

QString requestsText(int requests)
{
    return requests == 1 ? GatewayPopover::tr("Answering 1 request now.")
                         : GatewayPopover::tr("Answering %1 requests now.").arg(requests);
}

QLineEdit *shownField(const QString &name, const QString &label, QWidget *parent)
{
    auto *field = new QLineEdit(parent);
    field->setObjectName(name);
    field->setAccessibleName(label);
    field->setReadOnly(true);
    return field;
}

} // namespace

GatewayPopover::GatewayPopover(core::GatewayControl &gateway, const Theme &theme,
                               std::function<QString()> model, QWidget *parent)
    : Popover(theme, parent)
    , m_gateway(gateway)
    , m_model(std::move(model))
    , m_title(new QLabel(this))
    , m_text(new QLabel(this))
    , m_otherPort(new QPushButton(this))
    , m_switch(new QPushButton(this))
{
    setAccessibleName(tr("Gateway"));
    QFont font = m_title->font();
    font.setWeight(QFont::DemiBold);
    m_title->setFont(font);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setObjectName(u"gatewayText"_s);
    m_otherPort->setObjectName(u"gatewayOtherPort"_s);
    m_switch->setObjectName(u"gatewaySwitch"_s);

    m_details = makeDetails();
    auto *head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_switch);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(18, 14, 18, 16);
    column->setSpacing(10);
    column->addLayout(head);
    column->addWidget(m_text);
    column->addWidget(m_otherPort, 0, Qt::AlignLeft);
    column->addWidget(m_details);

    connect(m_switch, &QPushButton::clicked, this, [this] {
        if (m_gateway.state() == State::Running)
            m_gateway.stop();
        else
            m_gateway.start();
    });
    connect(m_otherPort, &QPushButton::clicked, this,
            [this] { m_gateway.startAt(m_gateway.freePort()); });
    connect(&gateway, &core::GatewayControl::changed, this, &GatewayPopover::refresh);
    refresh();
}

QWidget *GatewayPopover::makeDetails()
{
    auto *details = new QWidget(this);
    auto *grid = new QGridLayout(details);
    grid->setContentsMargins(0, 2, 0, 0);
    grid->setVerticalSpacing(metrics::gap);
    grid->setHorizontalSpacing(6);

    m_url = shownField(u"gatewayUrl"_s, tr("Base URL"), details);
    m_key = shownField(u"gatewayKey"_s, tr("API key"), details);
    m_curl = shownField(u"gatewayCurl"_s, tr("Command to try it"), details);
    m_curl->setFont(m_theme.codeFont());

    m_reveal = new QToolButton(details);
    m_reveal->setObjectName(u"revealKey"_s);
    m_reveal->setIcon(m_theme.icon(u"eye"_s, Theme::Ink::Muted));
    m_reveal->setCheckable(true);
    m_reveal->setFocusPolicy(Qt::StrongFocus);
    m_reveal->setToolTip(tr("Show the key"));
    m_reveal->setAccessibleName(tr("Show the key"));
    connect(m_reveal, &QToolButton::toggled, this, &GatewayPopover::showKey);

    auto *copyUrl = new CopyButton(m_theme, [this] { return m_url->text(); }, details);
    copyUrl->setObjectName(u"copyUrl"_s);
    copyUrl->setAccessibleName(tr("Copy base URL"));
    auto *copyKey = new CopyButton(m_theme, [this] { return keyText(); }, details);
    copyKey->setObjectName(u"copyKey"_s);
    copyKey->setAccessibleName(tr("Copy API key"));
    auto *copyCurl = new CopyButton(m_theme, [this] { return curl(keyText()); }, details);
    copyCurl->setObjectName(u"copyCurl"_s);
    copyCurl->setAccessibleName(tr("Copy command"));

    const auto label = [this, details](const QString &text) {
        auto *widget = new QLabel(text, details);
        widget->setProperty("role", u"muted"_s);
        widget->setFont(m_theme.smallFont());
        return widget;
    };
    int row = 0;
    grid->addWidget(label(tr("Base URL")), row++, 0, 1, 3);
    grid->addWidget(m_url, row, 0, 1, 2);
    grid->addWidget(copyUrl, row++, 2);
    grid->addWidget(label(tr("API key")), row++, 0, 1, 3);
    grid->addWidget(m_key, row, 0);
    grid->addWidget(m_reveal, row, 1);
    grid->addWidget(copyKey, row++, 2);
    grid->addWidget(label(tr("Try it (the copy has the key in it)")), row++, 0, 1, 3);
    grid->addWidget(m_curl, row, 0, 1, 2);
    grid->addWidget(copyCurl, row++, 2);
    grid->setColumnStretch(0, 1);
    return details;
}

QString GatewayPopover::keyText() const
{
    const core::Secret key = m_gateway.key();
    return QString::fromUtf8(key.reveal());
}

QString GatewayPopover::curl(const QString &key) const
{
    const QString model = m_model();
    return curlLine(m_gateway.baseUrl(), key,
                    model.isEmpty() ? u"meta.llama-3.3-70b-instruct"_s : model);
}

void GatewayPopover::showKey(bool shown)
{
    m_key->setText(shown ? keyText() : maskedKey);
}

void GatewayPopover::refresh()
{
    const State state = m_gateway.state();
    const bool running = state == State::Running;
    m_text->setProperty("role", state == State::Failed ? u"danger"_s : u"muted"_s);
    m_text->setStyleSheet({}); // takes the property up
    m_switch->setEnabled(state != State::Starting);
    switch (state) {
    case State::Stopped:
        m_title->setText(tr("Gateway is off"));
        m_text->setText(tr("Start it to use these models from editors, scripts and other tools "
                           "that speak to OpenAI."));
        m_switch->setText(tr("&Start"));
        break;
    case State::Starting:
        m_title->setText(tr("Gateway is starting"));
        m_text->setText(tr("One moment…"));
        m_switch->setText(tr("&Start"));
        break;
    case State::Running: {
        const int requests = m_gateway.activeRequests();
        m_title->setText(tr("Gateway is running"));
        m_text->setText(requests > 0 ? requestsText(requests)
                                     : tr("Tools on this computer can use it with this address "
                                          "and key."));
        m_switch->setText(tr("&Stop"));
        m_url->setText(m_gateway.baseUrl().toString());
        m_url->setCursorPosition(0);
        m_curl->setText(curl(maskedKey));
        m_curl->setCursorPosition(0);
        showKey(m_reveal->isChecked());
        break;
    }
    case State::Failed:
        m_title->setText(tr("Gateway could not start"));
        m_text->setText(m_gateway.failure());
        m_switch->setText(tr("&Try again"));
        m_otherPort->setText(tr("&Use port %1").arg(m_gateway.freePort()));
        break;
    }
    m_otherPort->setVisible(state == State::Failed && m_gateway.freePort() != 0);
    m_details->setVisible(running);
    if (!running) {
        m_reveal->setChecked(false);
        m_key->clear();
    }
    layout()->activate();
    setFixedWidth(metrics::popupWidth);
    const QPoint foot = geometry().bottomLeft();
    adjustSize();
    if (isVisible())
        move(foot.x(), foot.y() - height() + 1);
}

void GatewayPopover::openAbove(QWidget *anchor)
{
    refresh();
    const QRect screen = anchor->screen()->availableGeometry();
    QPoint at = anchor->mapToGlobal(QPoint(anchor->width() - width(), -height() - distance));
    at.setX(std::clamp(at.x(), screen.left(), std::max(screen.left(), screen.right() - width())));
    at.setY(std::max(screen.top(), at.y()));
    move(at);
    show();
    m_switch->setFocus(Qt::PopupFocusReason);
}

void GatewayPopover::hideEvent(QHideEvent *event)
{
    m_reveal->setChecked(false);
    Popover::hideEvent(event);
}

} // namespace ui
