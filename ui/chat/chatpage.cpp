// SPDX-License-Identifier: MIT
#include "ui/chat/chatpage.h"

#include "ui/chat/composer.h"
#include "ui/chat/emptystart.h"
#include "ui/chat/transcriptview.h"
#include "ui/models/transcriptmodel.h"
#include "ui/theme/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

ChatPage::ChatPage(core::ConversationStore &store, core::ChatRunner &runner,
                   const core::Clock &clock, const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_store(store)
    , m_runner(runner)
    , m_model(new TranscriptModel(clock, this))
    , m_transcript(new TranscriptView(*m_model, theme, this))
    , m_start(new EmptyStart(theme, this))
    , m_pages(new QStackedWidget(this))
    , m_composer(new Composer(theme, this))
{
    m_transcript->setObjectName(u"transcript"_s);
    m_transcript->setAccessibleName(u"transcript"_s);
    m_transcript->setAccessibleDescription(tr("Messages of this chat"));
    m_pages->addWidget(m_start);
    m_pages->addWidget(m_transcript);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_pages, 1);
    column->addWidget(m_composer);

    connect(m_composer, &Composer::sendRequested, this, &ChatPage::send);
    connect(m_composer, &Composer::stopRequested, this, &ChatPage::stop);
    connect(m_composer, &Composer::recallRequested, this, &ChatPage::recallLast);
    connect(m_start, &EmptyStart::promptChosen, this, [this](const QString &prompt) {
        m_composer->setText(prompt);
        m_composer->focusEdit();
    });
    connect(m_transcript, &TranscriptView::linkActivated, this, &ChatPage::linkActivated);
    connect(m_transcript, &TranscriptView::retryRequested, this, &ChatPage::retry);

    connect(&runner, &core::ChatRunner::turnAppended, this,
            [this](const QString &id, const core::Turn &turn) {
                if (id != m_id)
                    return;
                m_model->put(turn);
                updatePage();
            });
    connect(&runner, &core::ChatRunner::turnGrew, this,
            [this](const QString &id, const QString &turnId, const core::ChatDelta &delta) {
                if (id == m_id)
                    m_model->grow(turnId, delta);
            });
    connect(&runner, &core::ChatRunner::turnChanged, this,
            [this](const QString &id, const core::Turn &turn) {
                if (id == m_id)
                    m_model->put(turn);
            });
    connect(&runner, &core::ChatRunner::runningChanged, this,
            [this](const QString &id, bool running) {
                if (id == m_id)
                    m_composer->setRunning(running);
            });
    updatePage();
}

bool ChatPage::isRunning() const
{
    return !m_id.isEmpty() && m_runner.isRunning(m_id);
}

void ChatPage::open(const QString &conversationId)
{
    m_drafts[m_id] = m_composer->text();
    m_id = conversationId;
    reload();
    m_composer->setText(m_drafts.value(m_id));
    m_composer->setRunning(isRunning());
}

void ChatPage::reload()
{
    const auto conversation = m_store.conversation(m_id);
    m_model->setTurns(conversation ? conversation->turns : QList<core::Turn>());
    updatePage();
}

void ChatPage::updatePage()
{
    QWidget *page = m_model->rowCount() == 0 ? static_cast<QWidget *>(m_start) : m_transcript;
    if (m_pages->currentWidget() != page)
        m_pages->setCurrentWidget(page);
}

void ChatPage::setObstacle(const QString &reason, const QString &note)
{
    m_composer->setObstacle(reason);
    m_start->setNote(note);
}

void ChatPage::send(const QString &text)
{
    if (text.isEmpty() || isRunning())
        return;
    if (m_id.isEmpty()) {
        const QString made = m_make ? m_make() : QString();
        if (made.isEmpty())
            return;
        m_drafts.remove(QString());
        m_id = made;
        reload();
    }
    const QString id = m_id;
    m_composer->setText({});
    m_drafts.remove(id);
    emit aboutToSend(id);
    m_runner.send(id, text);
    // The runner may title a chat better; without a title the list would say nothing.
    if (const auto conversation = m_store.conversation(id);
        conversation && conversation->title.isEmpty())
        m_store.rename(id, core::titleFrom(text));
    m_transcript->scrollToEnd();
}

void ChatPage::stop()
{
    if (isRunning())
        m_runner.stop(m_id);
}

void ChatPage::retry()
{
    if (m_id.isEmpty() || isRunning() || !m_composer->obstacle().isEmpty())
        return;
    emit aboutToSend(m_id);
    m_runner.retry(m_id);
    m_transcript->scrollToEnd();
    m_composer->focusEdit(); // the button that asked may be gone
}

void ChatPage::recallLast()
{
    for (int row = m_model->rowCount() - 1; row >= 0; --row) {
        if (m_model->turn(row).message.role != core::Role::User)
            continue;
        m_composer->setText(core::textOf(m_model->turn(row).message));
        return;
    }
}

void ChatPage::copyLastAnswer() const
{
    for (int row = m_model->rowCount() - 1; row >= 0; --row) {
        if (m_model->turn(row).message.role != core::Role::Assistant)
            continue;
        QGuiApplication::clipboard()->setText(core::textOf(m_model->turn(row).message));
        return;
    }
}

void ChatPage::focusComposer()
{
    m_composer->focusEdit();
}

void ChatPage::focusTranscript()
{
    m_transcript->setFocus(Qt::ShortcutFocusReason);
}

} // namespace ui
