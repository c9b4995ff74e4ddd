// SPDX-License-Identifier: MIT
#include "app/headless/allocator.h"

#include <QtGlobal>

#include <cstddef>

// Read by jemalloc where the program is linked with it. Two threads allocate: a second arena costs
// an idle gateway a quarter of a megabyte and spares no CPU.
extern "C" const char *malloc_conf;
const char *malloc_conf = "narenas:1";

#ifdef Q_OS_LINUX
// jemalloc(3); null where the program is not linked with it.
extern "C" [[gnu::weak]] int mallctl(const char *name, void *old, std::size_t *oldSize, void *value,
                                     std::size_t size);
#endif

namespace app {

void returnFreedMemory()
{
#ifdef Q_OS_LINUX
    bool on = true;
    if (mallctl)
        mallctl("background_thread", nullptr, nullptr, &on, sizeof on);
#endif
}

} // namespace app
