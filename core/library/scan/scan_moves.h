#pragma once

#include "core/library/scan/scan_plan.h"
#include "core/library/scan/scan_store.h"

#include <chrono>
#include <functional>
#include <set>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace segue::scan {

/// Recognises known files in another place during one scan: those that vanished, those that were
/// missing before, those of drives that are away, and those whose place holds something else now
/// (two files that changed names). For one thread.
class Moves {
public:
    /// The audio key (16 bytes) of the file at an absolute path; empty when it has none.
    using KeyOf = std::function<std::string(const std::string& path)>;

    Moves(const std::vector<RootPlan>& plans, std::vector<Todo>& todo);

    /// Reads what is known of the lost files; nothing where nothing can have moved.
    void load(db::Connection& reader);
    /// Takes files out of the list to read that are recognised by name, size and mtime alone, ready
    /// to be written.
    std::vector<ReadFile> takeByName(const std::function<ReadFile(const Todo&)>& fileOf);

    /// Whether a file that was read has to wait for the others, because it may be a lost one.
    bool holds(const ReadFile& file);
    /// Decides what each file that waited is. `keyOf` is asked, for at most `patience`, where
    /// nothing else tells and a lost file's key is known: it reads the whole file.
    void resolve(std::vector<ReadFile>& held, const KeyOf& keyOf,
        std::chrono::milliseconds patience, const std::stop_token& stop);

    /// Files whose place another file takes: to be written before those that waited.
    const std::vector<FileId>& displaced() const { return displaced_; }
    /// Files that were there at the last scan and are in no other place now.
    std::vector<FileId> missing() const;

private:
    struct Lost {
        KnownTrack track;
        std::int64_t plan = -1, found = -1; ///< changed: its place, and what is there now
        bool vanished = false;
        bool taken = false; ///< found again
        bool rowMoved = false; ///< its row goes where it was found
    };
    /// How many lost files have a size, tags, a recording.
    struct Counts {
        std::unordered_map<std::int64_t, int> sizes;
        std::unordered_map<std::string, int> identities, recordings;
    };

    void add(Lost lost);
    std::int64_t ownOf(const ReadFile& file) const;
    bool isRelated(const FileClue& clue, const FileClue* own) const;
    void apply(std::uint32_t lost, const char* by, bool sameBytes, ReadFile& file);
    void match(
        std::vector<ReadFile>& held, std::vector<FileClue>& clues, std::vector<bool>& decided);
    void findKeys(const std::vector<ReadFile>& held, std::vector<FileClue>& clues,
        const std::vector<bool>& decided, const KeyOf& keyOf, std::chrono::milliseconds patience,
        const std::stop_token& stop) const;

    const std::vector<RootPlan>& plans_;
    std::vector<Todo>& todo_;
    std::vector<Lost> lost_;
    std::unordered_map<std::int64_t, std::uint32_t> byFile_; // changed ones, by the row's number
    Counts counts_;
    std::vector<std::uint32_t> keyLengths_; // sorted: of lost files with a key
    std::set<std::pair<std::int64_t, std::int64_t>> found_; // sizes and mtimes of the files to read
    std::vector<FileId> vanished_, displaced_;
};

} // namespace segue::scan
