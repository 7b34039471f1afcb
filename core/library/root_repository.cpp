#include "core/library/root_repository.h"

#include "core/db/connection.h"

namespace segue {

namespace {

void bindBlob(SQLite::Statement& s, int at, const std::string& bytes)
{
    s.bindNoCopy(at, bytes.data(), static_cast<int>(bytes.size()));
}

struct AnyRoot {
    std::int64_t id;
    std::string path;
    std::string state;
};

std::vector<AnyRoot> allRoots(db::Connection& connection)
{
    std::vector<AnyRoot> roots;
    auto& s = connection.statement("SELECT id, path, state FROM root ORDER BY id");
    while (s.executeStep()) {
        const SQLite::Column blob = s.getColumn(1);
        roots.push_back({s.getColumn(0).getInt64(),
            std::string(static_cast<const char*>(blob.getBlob()),
                static_cast<std::size_t>(blob.getBytes())),
            s.getColumn(2).getString()});
    }
    return roots;
}

void setState(db::Connection& connection, std::int64_t root, const char* state)
{
    auto& s = connection.statement("UPDATE root SET state = ?1 WHERE id = ?2");
    s.bind(1, state);
    s.bind(2, root);
    s.exec();
}

/// Gives the files of `from` to `to`, which lies above it.
void mergeInto(
    db::Connection& connection, const AnyRoot& from, std::int64_t to, const std::string& toPath)
{
    const std::string prefix = from.path.substr(toPath == "/" ? 1 : toPath.size() + 1) + '/';
    for (const char* table : {"file", "scan_problem"}) {
        auto& s = connection.statement(std::string("UPDATE OR IGNORE ") + table
            + " SET root_id = ?1, path = CAST(?2 || path AS BLOB) WHERE root_id = ?3");
        s.bind(1, to);
        bindBlob(s, 2, prefix);
        s.bind(3, from.id);
        s.exec();
    }
    auto& problems = connection.statement("DELETE FROM scan_problem WHERE root_id = ?1");
    problems.bind(1, from.id);
    problems.exec();
    // A file row that the root above had already stays behind; then so does the old root, hidden.
    auto& left = connection.statement("SELECT count(*) FROM file WHERE root_id = ?1");
    left.bind(1, from.id);
    left.executeStep();
    const bool empty = left.getColumn(0).getInt() == 0;
    left.reset();
    if (!empty) {
        setState(connection, from.id, "removed");
        return;
    }
    auto& gone = connection.statement("DELETE FROM root WHERE id = ?1");
    gone.bind(1, from.id);
    gone.exec();
}

} // namespace

bool isInFolder(std::string_view path, std::string_view folder)
{
    if (folder == "/")
        return path.starts_with('/');
    return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

std::string normalPath(std::string_view path)
{
    std::vector<std::string_view> parts;
    while (!path.empty()) {
        const std::size_t slash = path.find('/');
        const std::string_view part = path.substr(0, slash);
        path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
        if (part.empty() || part == ".")
            continue;
        if (part == "..") {
            if (!parts.empty())
                parts.pop_back();
        } else {
            parts.push_back(part);
        }
    }
    std::string out;
    for (const std::string_view part : parts) {
        out += '/';
        out += part;
    }
    return out.empty() ? "/" : out;
}

std::vector<StoredRoot> loadStoredRoots(db::Connection& connection)
{
    std::vector<StoredRoot> roots;
    for (const AnyRoot& root : allRoots(connection)) {
        if (root.state != "removed")
            roots.push_back({RootId{root.id}, root.path, root.state == "available"});
    }
    return roots;
}

RootId addStoredRoot(db::Connection& connection, const std::string& path, UtcMs now)
{
    const std::vector<AnyRoot> roots = allRoots(connection);
    std::int64_t id = 0;
    for (const AnyRoot& root : roots) {
        if (root.state != "removed" && isInFolder(path, root.path))
            return RootId{root.id};
        if (root.path == path) {
            id = root.id;
            setState(connection, id, "available");
        }
    }
    if (id == 0) {
        auto& s = connection.statement("INSERT INTO root (path, added_at) VALUES (?1, ?2)");
        bindBlob(s, 1, path);
        s.bind(2, now);
        s.exec();
        id = connection.lastInsertRowId();
    }
    for (const AnyRoot& root : roots) {
        if (root.id != id && isInFolder(root.path, path))
            mergeInto(connection, root, id, path);
    }
    return RootId{id};
}

void removeStoredRoot(db::Connection& connection, RootId root)
{
    setState(connection, root.value, "removed");
    auto& s = connection.statement("DELETE FROM scan_problem WHERE root_id = ?1");
    s.bind(1, root.value);
    s.exec();
}

} // namespace segue
