#include "tests/support/test_main.h"

#include <QApplication>
#include <QStandardPaths>
#include <QTest>

// Runs every registered class with a QApplication; its cache and settings folders are the test
// ones.
int main(int argc, char** argv)
{
    QStandardPaths::setTestModeEnabled(true);
    QApplication app(argc, argv);
    int failures = 0;
    for (const auto& make : segue::test::registry())
        failures += QTest::qExec(make().get(), argc, argv);
    return failures == 0 ? 0 : 1;
}
