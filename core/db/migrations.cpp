#include "core/db/migrations.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

namespace segue::db {

int latestVersion()
{
    return migrations().back().number;
}

int versionOf(SQLite::Database& database)
{
    return database.execAndGet("PRAGMA user_version").getInt();
}

Result<void> migrate(SQLite::Database& database, const std::vector<Migration>& steps)
{
    const int version = versionOf(database);
    if (version > steps.back().number) {
        return Error{"The database " + database.getFilename()
            + " was written by a newer Segue (format " + std::to_string(version)
            + ", this program knows " + std::to_string(steps.back().number)
            + "). It was left untouched. Update Segue, or choose another folder with --data."};
    }
    for (const Migration& step : steps) {
        if (step.number <= version)
            continue;
        try {
            SQLite::Transaction transaction(database);
            database.exec(step.sql);
            database.exec("PRAGMA user_version = " + std::to_string(step.number));
            transaction.commit();
        } catch (const SQLite::Exception& e) {
            return Error{"The database " + database.getFilename()
                + " could not be brought to format " + std::to_string(step.number) + " ("
                + step.name + "): " + e.what()
                + ". It stays as it was; a copy lies in the backups folder beside it."};
        }
    }
    return {};
}

} // namespace segue::db
