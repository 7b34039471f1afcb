#include "core/recommend/service/page_settings.h"

#include "core/db/connection.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace segue {

PageSettings readPageSettings(db::Connection& connection)
{
    PageSettings settings;
    auto& rows = connection.statement("SELECT key, value FROM setting WHERE key LIKE 'for_you.%'");
    while (rows.executeStep()) {
        const std::string key = rows.getColumn(0).getText();
        const QString value = QString::fromUtf8(rows.getColumn(1).getText());
        if (key == "for_you.adventurousness") {
            const double number = value.toDouble();
            settings.adventurousness = std::isfinite(number) ? std::clamp(number, 0., 1.) : .5;
        } else if (key == "for_you.use_context") {
            settings.useContext = value != u"0"_s;
        } else if (key == "for_you.hidden_shelves") {
            const QStringList list = value.split(u',', Qt::SkipEmptyParts);
            settings.hiddenShelves = QSet<QString>(list.begin(), list.end());
        }
    }
    return settings;
}

SettingRow adventurousnessRow(double value)
{
    return {"for_you.adventurousness", QString::number(value, 'g', 6).toStdString()};
}

SettingRow useContextRow(bool on)
{
    return {"for_you.use_context", on ? "1" : "0"};
}

SettingRow hiddenShelvesRow(const QSet<QString>& shelves)
{
    QStringList list(shelves.begin(), shelves.end());
    list.sort();
    return {"for_you.hidden_shelves", list.join(u',').toStdString()};
}

void writeSetting(db::Connection& connection, const SettingRow& setting)
{
    auto& row = connection.statement("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)");
    row.bind(1, setting.first);
    row.bind(2, setting.second);
    row.exec();
}

} // namespace segue
