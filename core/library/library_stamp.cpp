#include "core/library/library_stamp.h"

#include "core/db/connection.h"

namespace segue {

LibraryStamp readLibraryStamp(db::Connection& connection)
{
    auto& s = connection.statement("SELECT stamp, settled FROM library_stamp WHERE id = 1");
    LibraryStamp stamp;
    if (s.executeStep())
        stamp = {s.getColumn(0).getInt64(), s.getColumn(1).getInt() != 0};
    s.reset();
    return stamp;
}

void settleLibraryStamp(db::Connection& connection)
{
    connection.exec("UPDATE library_stamp SET settled = 1 WHERE settled = 0");
}

} // namespace segue
