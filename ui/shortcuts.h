#pragma once

#include <QString>

#include <vector>

namespace segue::ui {

/// One line of the shortcut sheet; those with an id are also what the window listens to.
struct Shortcut {
    QString id; ///< empty: handled by the widget that has the focus
    QString group;
    QString keys; ///< as QKeySequence reads them; several separated by "; "
    QString text;
};

/// Every key of the program.
std::vector<Shortcut> allShortcuts();

} // namespace segue::ui
