#include "core/library/health/health.h"

#include "moc_health.cpp"
