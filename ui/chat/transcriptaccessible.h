// SPDX-License-Identifier: MIT
#pragma once

namespace ui {

//! Tells assistive technology what the transcript's own widgets are: a list of messages, each
//! with its paragraphs and code. Calling it again changes nothing.
void installTranscriptAccessibility();

} // namespace ui
