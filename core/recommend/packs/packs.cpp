#include "core/recommend/packs/packs.h"

#include "moc_packs.cpp"
