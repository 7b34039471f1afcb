#pragma once

#include <QObject>

#include <functional>
#include <memory>
#include <vector>

namespace segue::test {

/// The test classes of one executable; `SEGUE_TEST(Class)` at file scope adds one.
std::vector<std::function<std::unique_ptr<QObject>()>>& registry();

struct Registration {
    explicit Registration(std::function<std::unique_ptr<QObject>()> make)
    {
        registry().push_back(std::move(make));
    }
};

} // namespace segue::test

#define SEGUE_TEST(Class)                                                                          \
    static const segue::test::Registration registration##Class(                                    \
        [] { return std::unique_ptr<QObject>(new Class); });
