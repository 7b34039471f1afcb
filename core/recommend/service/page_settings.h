#pragma once

#include "core/base/ids.h"
#include "core/recommend/service/for_you.h"

#include <QSet>

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace segue::db {
class Connection;
}

namespace segue {

/// What the listener set on the page itself, kept over restarts.
struct PageSettings {
    double adventurousness = .5; ///< 0 familiar .. 1 adventurous
    bool useContext = true;
    QSet<QString> hiddenShelves;
};

/// Settings as they lie in the database; what is missing or odd gets its default. Throws
/// SQLite::Exception.
PageSettings readPageSettings(db::Connection& connection, ListenerId listener);

/// One changed setting as a row of the table `setting`.
using SettingRow = std::pair<std::string, std::string>;
SettingRow adventurousnessRow(ListenerId listener, double value);
SettingRow useContextRow(ListenerId listener, bool on);
SettingRow hiddenShelvesRow(ListenerId listener, const QSet<QString>& shelves);
void writeSetting(db::Connection& connection, const SettingRow& row);

} // namespace segue
