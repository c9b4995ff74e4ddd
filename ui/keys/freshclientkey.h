// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/clientkeys.h"

#include <QUrl>

#include "ui/widgets/formdialog.h"

class QVBoxLayout;

namespace ui {

class Theme;

//! Shows the key of a tool when it was made, with lines for the tool's settings.
class FreshClientKey final : public FormDialog
{
    Q_OBJECT

public:
    //! `baseUrl` may be empty: the gateway does not run. The theme outlives it.
    FreshClientKey(const core::ClientKeys::Made &made, const QUrl &baseUrl, bool isKept,
                   const Theme &theme, QWidget *parent);

private:
    void addField(const QString &label, const QString &name, const QString &text,
                  const Theme &theme);
};

} // namespace ui
