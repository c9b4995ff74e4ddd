// SPDX-License-Identifier: MIT
#pragma once

//! Distances and sizes in device-independent pixels.
namespace ui::metrics {

inline constexpr int gap = 8;     //!< between neighbours that belong together
inline constexpr int margin = 16; //!< around a group
inline constexpr int radius = 8;  //!< corners of controls and blocks
inline constexpr int bubbleRadius = 16;
inline constexpr int iconSize = 18;
inline constexpr int barHeight = 52;    //!< the bar at the top
inline constexpr int columnWidth = 780; //!< the transcript reads best no wider
inline constexpr int columnMargin = 28; //!< least distance of the transcript from the edges
inline constexpr int turnGap = 26;      //!< between two turns
inline constexpr int listIndent = 26;   //!< for each level of a list
inline constexpr int quoteIndent = 18;  //!< for each level of a quotation
inline constexpr int sidebarWidth = 264;
inline constexpr int popupWidth = 460;
inline constexpr int windowWidth = 1120;
inline constexpr int windowHeight = 760;
inline constexpr int leastWidth = 720;
inline constexpr int leastHeight = 480;

} // namespace ui::metrics
