#include "ui/pages/page.h"

#include "moc_page.cpp"
