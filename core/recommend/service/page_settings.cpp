#include "core/recommend/service/page_settings.h"

#include "core/db/connection.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace segue {

namespace {

/// The first listener's have no number in front: they are older than other listeners.
std::string keyOf(ListenerId listener, const char* name)
{
    const std::string whose
        = listener.value == 1 ? "" : "listener." + std::to_string(listener.value) + '.';
    return whose + "for_you." + name;
}

} // namespace

PageSettings readPageSettings(db::Connection& connection, ListenerId listener)
{
    PageSettings settings;
    auto& rows = connection.statement("SELECT key, value FROM setting WHERE key IN (?, ?, ?)");
    const std::string adventurousness = keyOf(listener, "adventurousness"),
                      useContext = keyOf(listener, "use_context"),
                      hiddenShelves = keyOf(listener, "hidden_shelves");
    rows.bind(1, adventurousness);
    rows.bind(2, useContext);
    rows.bind(3, hiddenShelves);
    while (rows.executeStep()) {
        const std::string key = rows.getColumn(0).getText();
        const QString value = QString::fromUtf8(rows.getColumn(1).getText());
        if (key == adventurousness) {
            const double number = value.toDouble();
            settings.adventurousness = std::isfinite(number) ? std::clamp(number, 0., 1.) : .5;
        } else if (key == useContext) {
            settings.useContext = value != u"0"_s;
        } else if (key == hiddenShelves) {
            const QStringList list = value.split(u',', Qt::SkipEmptyParts);
            settings.hiddenShelves = QSet<QString>(list.begin(), list.end());
        }
    }
    return settings;
}

SettingRow adventurousnessRow(ListenerId listener, double value)
{
    return {keyOf(listener, "adventurousness"), QString::number(value, 'g', 6).toStdString()};
}

SettingRow useContextRow(ListenerId listener, bool on)
{
    return {keyOf(listener, "use_context"), on ? "1" : "0"};
}

SettingRow hiddenShelvesRow(ListenerId listener, const QSet<QString>& shelves)
{
    QStringList list(shelves.begin(), shelves.end());
    list.sort();
    return {keyOf(listener, "hidden_shelves"), list.join(u',').toStdString()};
}

void writeSetting(db::Connection& connection, const SettingRow& setting)
{
    auto& row = connection.statement("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)");
    row.bind(1, setting.first);
    row.bind(2, setting.second);
    row.exec();
}

} // namespace segue
