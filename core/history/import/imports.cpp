#include "core/history/import/imports.h"

#include "moc_imports.cpp"
