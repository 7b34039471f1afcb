#include "core/library/scan_problems.h"

#include "core/db/connection.h"

#include <algorithm>

namespace segue {

namespace {

std::string bytesOf(const SQLite::Column& column)
{
    return {
        static_cast<const char*>(column.getBlob()), static_cast<std::size_t>(column.getBytes())};
}

} // namespace

std::vector<ScanProblem> loadScanProblems(db::Connection& connection)
{
    std::vector<ScanProblem> problems;
    auto& s = connection.statement(
        "SELECT p.root_id, r.path, p.path, p.reason, p.size, p.seen_at FROM scan_problem p "
        "JOIN root r ON r.id = p.root_id WHERE r.state <> 'removed'");
    while (s.executeStep()) {
        std::string path = bytesOf(s.getColumn(1));
        if (!path.ends_with('/'))
            path += '/';
        path += bytesOf(s.getColumn(2));
        problems.push_back({RootId{s.getColumn(0).getInt64()}, std::move(path),
            s.getColumn(3).getString(), s.getColumn(4).getInt64(), s.getColumn(5).getInt64()});
    }
    std::ranges::sort(problems, {}, &ScanProblem::path);
    return problems;
}

void retryScanProblem(db::Connection& connection, const std::string& path)
{
    // No file has this mtime: it counts as changed.
    auto& s = connection.statement(
        "UPDATE scan_problem SET mtime_ns = ?1 WHERE length(?2) = 0 OR (SELECT "
        "CAST(rtrim(CAST(r.path AS TEXT), '/') || '/' || CAST(scan_problem.path AS TEXT) AS BLOB) "
        "FROM root r WHERE r.id = scan_problem.root_id) = ?2");
    s.bind(1, std::int64_t{INT64_MIN});
    s.bindNoCopy(2, path.data(), static_cast<int>(path.size()));
    s.exec();
}

} // namespace segue
