// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/chatrunner.h"
#include "core/ports/clock.h"
#include "core/ports/conversationstore.h"

#include <QHash>
#include <QWidget>

#include <functional>

class QStackedWidget;

namespace ui {

class Composer;
class EmptyStart;
class Theme;
class TranscriptModel;
class TranscriptView;

//! One conversation: what was said and where one writes. Keeps a draft for each conversation.
class ChatPage final : public QWidget
{
    Q_OBJECT

public:
    //! All outlive the page.
    ChatPage(core::ConversationStore &store, core::ChatRunner &runner, const core::Clock &clock,
             const Theme &theme, QWidget *parent);

    //! Shows a conversation; with an empty id, a chat that begins with the first message.
    void open(const QString &conversationId);
    [[nodiscard]] QString conversationId() const { return m_id; }
    //! Gives the id of a conversation made for the first message; null where none can be made.
    void setMaker(std::function<QString()> makeConversation)
    {
        m_make = std::move(makeConversation);
    }
    //! Why nothing can be sent; empty: it can. `note`: what a new chat says under its greeting.
    void setObstacle(const QString &reason, const QString &note);
    void forgetDraft(const QString &conversationId) { m_drafts.remove(conversationId); }
    void stop();
    void retry();
    void copyLastAnswer() const;
    void focusComposer();
    void focusTranscript();
    [[nodiscard]] TranscriptView *transcript() const { return m_transcript; }
    [[nodiscard]] bool isRunning() const;

signals:
    void linkActivated(const QString &target);
    //! A message is about to go out in this conversation.
    void aboutToSend(const QString &conversationId);

private:
    void send(const QString &text);
    void recallLast();
    void reload();
    void updatePage();

    core::ConversationStore &m_store;
    core::ChatRunner &m_runner;
    std::function<QString()> m_make;
    TranscriptModel *m_model;
    TranscriptView *m_transcript;
    EmptyStart *m_start;
    QStackedWidget *m_pages;
    Composer *m_composer;
    QString m_id;
    QHash<QString, QString> m_drafts;
};

} // namespace ui
