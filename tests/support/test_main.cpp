#include "tests/support/test_main.h"

#include <QCoreApplication>
#include <QTest>

// Runs every registered class and fails when one fails. UI tests bring their own main with
// QApplication.
int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    int failures = 0;
    for (const auto& make : segue::test::registry())
        failures += QTest::qExec(make().get(), argc, argv);
    return failures == 0 ? 0 : 1;
}
