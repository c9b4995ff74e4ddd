// SPDX-License-Identifier: MIT
#include "ui/theme/stylesheet.h"

#include "ui/theme/colors.h"

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr auto rules = R"(
QToolTip { background: @surface; color: @text; border: 1px solid @line; padding: 5px 8px; }
QMainWindow, #mainArea { background: @window; }
#sidebar { background: @sidebar; }
#topBar { background: @window; border-bottom: 1px solid @line; }
QSplitter::handle { background: @line; }
QStatusBar { background: @sidebar; border-top: 1px solid @line; color: @muted; }
QStatusBar::item { border: none; }
QDialog { background: @surface; }

QPushButton { background: @surface; color: @text; border: 1px solid @outline;
    border-radius: 8px; padding: 6px 14px; min-height: 20px; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @selected; }
QPushButton:focus { border: 2px solid @accent; padding: 5px 13px; }
QPushButton:disabled { color: @outline; border-color: @line; }
QPushButton:default { background: @accent; color: @onAccent; border-color: @accent; }
QPushButton:default:hover { border-color: @text; }
QPushButton:default:focus { border: 2px solid @text; }
QPushButton:default:disabled { background: @line; color: @muted; border-color: @line; }
QPushButton[role="quiet"] { border-color: transparent; background: transparent; }
QPushButton[role="quiet"]:hover { background: @hover; }
QPushButton[role="quiet"]:focus { border: 2px solid @accent; }
QPushButton[role="danger"] { color: @danger; border-color: @danger; }

QToolButton { background: transparent; color: @text; border: 2px solid transparent;
    border-radius: 8px; padding: 5px; }
QToolButton:hover { background: @hover; }
QToolButton:pressed, QToolButton:checked, QToolButton:open { background: @selected; }
QToolButton:focus { border-color: @accent; }
QToolButton:disabled { color: @outline; }
QToolButton::menu-indicator { image: none; }
QToolButton[role="primary"] { background: @accent; color: @onAccent; }
QToolButton[role="primary"]:hover { border-color: @selection; }
QToolButton[role="primary"]:focus { border-color: @text; }
QToolButton[role="primary"]:disabled { background: @line; }
QToolButton[role="small"] { padding: 2px 6px; color: @muted; border-radius: 6px; }
QToolButton[role="small"]:hover { color: @text; }
#thinking { padding: 2px 6px 2px 1px; }
QToolButton[role="icon"] { padding: 3px; border-radius: 6px; }
#send, #stop { border-radius: 18px; padding: 0; }
QToolButton[role="newChat"] { padding: 6px 8px; font-weight: 600; border-radius: 8px; }

QLineEdit, QPlainTextEdit[role="field"] { background: @surface; color: @text;
    border: 1px solid @outline; border-radius: 8px; padding: 6px 9px;
    selection-background-color: @selection; selection-color: @text; }
QLineEdit:focus, QPlainTextEdit[role="field"]:focus { border: 2px solid @accent; padding: 5px 8px; }
QLineEdit[readOnly="true"] { background: @code; border-color: @line; }
QLineEdit[role="filter"] { padding-left: 2px; background: @window; border-color: @line; }
QLineEdit[role="filter"]:focus { border-color: @accent; padding-left: 1px; }

QComboBox { background: @surface; color: @text; border: 1px solid @outline; border-radius: 8px;
    padding: 6px 0 6px 7px; min-height: 20px; }
QComboBox:focus { border: 2px solid @accent; padding: 5px 0 5px 6px; }
QComboBox QLineEdit, QComboBox QLineEdit:focus { border: none; padding: 0; }
QComboBox::drop-down { border: none; width: 32px; }
QComboBox::down-arrow { image: url(@chevron); width: 18px; height: 18px; }
QComboBox QAbstractItemView { background: @surface; color: @text; border: 1px solid @line;
    selection-background-color: @selected; selection-color: @text; outline: none; }

QLabel { color: @text; background: transparent; }
QLabel[role="muted"] { color: @muted; }
QLabel[role="danger"] { color: @danger; }
QLabel[role="good"] { color: @good; }
QCheckBox { color: @text; spacing: 8px; padding: 3px; border: 2px solid transparent; border-radius: 6px; }
QCheckBox:focus { border-color: @accent; }
QCheckBox::indicator { width: 16px; height: 16px; border: 1px solid @outline; border-radius: 4px;
    background: @surface; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url(@tick); }

QListView { background: transparent; border: none; outline: none; }
QTableView { background: @surface; border: 1px solid @line; border-radius: 8px; outline: none;
    padding: 3px; }
QTableView:focus { border: 1px solid @accent; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: transparent; color: @muted; border: none;
    border-bottom: 1px solid @line; padding: 7px 10px; }
QSpinBox { background: @surface; color: @text; border: 1px solid @outline; border-radius: 8px;
    padding: 6px 9px; selection-background-color: @selection; selection-color: @text; }
QSpinBox:focus { border: 2px solid @accent; padding: 5px 8px; }
QPlainTextEdit[readOnly="true"] { background: @code; border-color: @line; }
QMenu { background: @surface; color: @text; border: 1px solid @line; padding: 5px; }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: 6px; }
QMenu::item:selected { background: @selected; }
QMenu::item:disabled { color: @outline; }
QMenu::separator { height: 1px; background: @line; margin: 5px 8px; }
QMenu::icon { padding-left: 8px; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: @thumb; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: @outline; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)"_L1;

} // namespace

QString styleSheetFrom(const Colors &c)
{
    // Longer names first: @surface before a name that would be its beginning.
    const std::array<std::pair<QLatin1StringView, QColor>, 18> names{{
            {"@onAccent"_L1, c.onAccent},
            {"@selection"_L1, c.selection},
            {"@selected"_L1, c.selected},
            {"@sidebar"_L1, c.sidebar},
            {"@surface"_L1, c.surface},
            {"@outline"_L1, c.outline},
            {"@warning"_L1, c.warning},
            {"@window"_L1, c.window},
            {"@danger"_L1, c.danger},
            {"@accent"_L1, c.accent},
            {"@muted"_L1, c.muted},
            {"@hover"_L1, c.hover},
            {"@thumb"_L1, c.dark ? c.line.lighter(150) : c.line.darker(118)},
            {"@code"_L1, c.code},
            {"@text"_L1, c.text},
            {"@line"_L1, c.line},
            {"@good"_L1, c.good},
            {"@link"_L1, c.link},
    }};
    QString sheet = rules;
    sheet.replace("@tick"_L1,
                  c.dark ? u":/icons/tick-ondark.svg"_s : u":/icons/tick-onlight.svg"_s);
    sheet.replace("@chevron"_L1,
                  c.dark ? u":/icons/chevron-ondark.svg"_s : u":/icons/chevron-onlight.svg"_s);
    for (const auto &[name, color] : names)
        sheet.replace(name, color.name());
    return sheet;
}

} // namespace ui
