#include "app/memory.h"

#include <cstdlib> // says whether this is the GNU library
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace segue::app {

void shareFreedMemory()
{
#ifdef __GLIBC__
    constexpr int largeTable = 4 << 20; // bytes; set, it no longer grows by itself
    mallopt(M_MMAP_THRESHOLD, largeTable);
    mallopt(M_ARENA_MAX, 2);
#endif
}

void giveBackFreeMemory()
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

} // namespace segue::app
