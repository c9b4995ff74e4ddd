// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog>

namespace ui {

class Theme;

//! Shows where a link of an answer leads before a browser opens it: the text of a link, which a
//! model wrote, may say something else. Only web and mail addresses can be opened.
class LinkDialog final : public QDialog
{
    Q_OBJECT

public:
    LinkDialog(const Theme &theme, const QString &target, QWidget *parent);
};

//! Whether a link leads to the web or a mail program, and not to a file or another program.
[[nodiscard]] bool isOpenable(const QString &target);

} // namespace ui
