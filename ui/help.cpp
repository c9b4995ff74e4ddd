// SPDX-License-Identifier: MIT
#include "ui/help.h"

#include <QCoreApplication>
#include <QMessageBox>

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

struct Help {
    Q_DECLARE_TR_FUNCTIONS(ui::Help)
};

} // namespace

void showShortcuts(QWidget *window)
{
    const std::array<std::pair<QString, QString>, 16> keys{{
            {u"Enter"_s, Help::tr("Send")},
            {u"Shift+Enter"_s, Help::tr("New line")},
            {u"Esc"_s, Help::tr("Stop the answer")},
            {u"Ctrl+N"_s, Help::tr("New chat")},
            {u"F2"_s, Help::tr("Rename chat")},
            {u"Ctrl+F"_s, Help::tr("Filter chats")},
            {u"Ctrl+Tab"_s, Help::tr("Next chat")},
            {u"Ctrl+L"_s, Help::tr("Choose model")},
            {u"Ctrl+Shift+P"_s, Help::tr("Choose connection")},
            {u"F5"_s, Help::tr("Refresh models")},
            {u"Ctrl+R"_s, Help::tr("Ask again")},
            {u"Ctrl+Shift+Y"_s, Help::tr("Copy last answer")},
            {u"Ctrl+Shift+G"_s, Help::tr("Gateway")},
            {u"Ctrl+End"_s, Help::tr("Jump to latest")},
            {u"F6"_s, Help::tr("Next pane")},
            {u"F9"_s, Help::tr("Show or hide chats")},
    }};
    QString rows;
    for (const auto &[key, meaning] : keys)
        rows += u"<tr><td style='padding:3px 24px 3px 0'><b>%1</b></td><td>%2</td></tr>"_s.arg(
                key, meaning.toHtmlEscaped());
    auto *box = new QMessageBox(QMessageBox::NoIcon, Help::tr("Keyboard shortcuts"),
                                u"<table>%1</table>"_s.arg(rows), QMessageBox::Close, window);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void showAbout(QWidget *window)
{
    auto *box = new QMessageBox(QMessageBox::NoIcon, Help::tr("About Gatehouse"),
                                Help::tr("Gatehouse"), QMessageBox::Close, window);
    box->setInformativeText(
            Help::tr("A desktop client for Oracle Cloud Infrastructure Generative AI, "
                     "with an OpenAI-compatible gateway inside. MIT licence."));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

} // namespace ui
