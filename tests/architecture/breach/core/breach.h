// SPDX-License-Identifier: MIT
// A breach on purpose: the include test must find it.
#include "ui/mainwindow.h"
