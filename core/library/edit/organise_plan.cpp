#include "core/library/edit/organise_plan.h"

#include "core/library/root_repository.h"
#include "core/library/tags/audio_format.h"
#include "core/text/text_fold.h"

#include <QString>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <set>
#include <unordered_map>

namespace segue {

namespace {

namespace fs = std::filesystem;

std::string folderOf(const std::string& path)
{
    return path.substr(0, std::max<std::size_t>(path.rfind('/'), 1));
}

std::string nameOf(const std::string& path)
{
    return path.substr(path.rfind('/') + 1);
}

/// With its dot; empty: none.
std::string extensionOf(const std::string& name)
{
    const std::size_t dot = name.rfind('.');
    return dot == std::string::npos || dot == 0 ? std::string() : name.substr(dot);
}

std::string stemOf(const std::string& name)
{
    return name.substr(0, name.size() - extensionOf(name).size());
}

bool hasExtension(const std::string& name, std::span<const std::string_view> list)
{
    const std::string extension = foldText(extensionOf(name));
    return std::ranges::find(list, extension) != list.end();
}

/// Goes with a track of the same name.
constexpr std::array<std::string_view, 8> besideTrack{
    ".lrc", ".txt", ".jpg", ".jpeg", ".png", ".webp", ".cue", ".json"};
/// Goes when all music of its folder goes. Not playlists: what they name has other names then.
constexpr std::array<std::string_view, 11> besideAlbum{
    ".jpg", ".jpeg", ".png", ".webp", ".gif", ".txt", ".log", ".nfo", ".pdf", ".lrc", ".cue"};

/// Equal for names that a file system without case takes for one.
std::string caseless(const std::string& path)
{
    const QString text = QString::fromStdString(path);
    if (text.toStdString() != path)
        return path; // no UTF-8
    return text.normalized(QString::NormalizationForm_C).toCaseFolded().toStdString();
}

class Planner {
public:
    Planner(const TrackTable& tracks, const OrganiseOptions& options, const DiskView& disk)
        : tracks_(tracks)
        , options_(options)
        , disk_(disk)
    {
    }

    OrganisePlan run(std::span<const TrackId> chosen)
    {
        for (const TrackId track : chosen) {
            if (const auto row = tracks_.rowOf(track))
                addTrack(tracks_[*row]);
        }
        const std::size_t tracks = plan_.moves.size();
        addBesideTracks(tracks);
        addBesideAlbums(tracks);
        findCollisions();
        // What goes with a track that stays, stays.
        for (std::size_t i = tracks; i < plan_.moves.size(); ++i) {
            const FileMove& leader = plan_.moves[leaders_[i - tracks]];
            if (!leader.problem.empty() && plan_.moves[i].problem.empty())
                plan_.moves[i].problem = "goes with " + nameOf(leader.from) + ", which stays";
        }
        return std::move(plan_);
    }

private:
    std::string rootOf(const std::string& path) const
    {
        std::string best;
        for (const std::string& root : options_.roots) {
            if (isInFolder(path, root) && root.size() > best.size())
                best = root;
        }
        return best;
    }

    void addTrack(const TrackRecord& record)
    {
        const std::string from(tracks_.text(record.path));
        if (!seen_.insert(from).second)
            return;
        FileMove move{record.id, from, {}, {}};
        const std::string root = options_.target.empty() ? rootOf(from) : options_.target;
        const std::string file = nameOf(from);
        if (root.empty()) {
            move.to = from;
            move.problem = "is in no music folder; say where it shall go";
        } else {
            move.to = root + '/'
                + options_.pattern.nameOf(
                    [&](std::string_view p) { return patternValue(tracks_, record, p); },
                    stemOf(file))
                + extensionOf(file);
        }
        if (move.to == from && move.problem.empty()) {
            ++plan_.unchanged;
            staying_.insert(from);
            return;
        }
        if (!record.available)
            move.problem = "is not there now; connect its drive, or scan its folder";
        else if (record.startMs > 0 || record.endMs > 0)
            move.problem = "is split into tracks by a cue sheet, which names it";
        else if (move.to.size() >= 4096)
            move.problem = "would get a path that is too long";
        else if (file != nameOf(move.to) && hasCueSheet(folderOf(from)))
            move.problem = "may be named by the cue sheet in its folder: it can be moved, not "
                           "renamed";
        plan_.moves.push_back(std::move(move));
    }

    const std::vector<std::string>& filesIn(const std::string& folder)
    {
        const auto found = listed_.find(folder);
        return found != listed_.end()
            ? found->second
            : listed_.emplace(folder, disk_.filesIn(folder)).first->second;
    }

    bool hasCueSheet(const std::string& folder)
    {
        static constexpr std::array<std::string_view, 1> cue{".cue"};
        return std::ranges::any_of(
            filesIn(folder), [](const std::string& name) { return hasExtension(name, cue); });
    }

    void addBeside(const std::string& from, std::string to, std::size_t leader)
    {
        if (from == to || !seen_.insert(from).second)
            return;
        plan_.moves.push_back({{}, from, std::move(to), {}});
        leaders_.push_back(leader);
    }

    void addBesideTracks(std::size_t count)
    {
        for (std::size_t i = 0; i < count; ++i) {
            const std::string from = plan_.moves[i].from, to = plan_.moves[i].to;
            const std::string stem = stemOf(nameOf(from)), folder = folderOf(from);
            for (const std::string& name : filesIn(folder)) {
                if (stemOf(name) == stem && hasExtension(name, besideTrack))
                    addBeside(folder + '/' + name,
                        folderOf(to) + '/' + stemOf(nameOf(to)) + extensionOf(name), i);
            }
        }
    }

    void addBesideAlbums(std::size_t count)
    {
        std::map<std::string, std::vector<std::size_t>> byFolder;
        for (std::size_t i = 0; i < count; ++i)
            byFolder[folderOf(plan_.moves[i].from)].push_back(i);
        for (const auto& [from, moves] : byFolder) {
            const std::string& folder = from; // GCC alone lets lambdas have the bound name
            const std::string to = folderOf(plan_.moves[moves.front()].to);
            const bool together = to != folder && std::ranges::all_of(moves, [&](std::size_t i) {
                return plan_.moves[i].problem.empty() && folderOf(plan_.moves[i].to) == to;
            });
            const bool allGo = std::ranges::all_of(filesIn(folder), [&](const std::string& name) {
                return !tags::hasAudioExtension(name) || seen_.contains(folder + '/' + name);
            });
            const bool oneStays = std::ranges::any_of(
                staying_, [&](const std::string& path) { return folderOf(path) == folder; });
            if (!together || !allGo || oneStays)
                continue;
            for (const std::string& name : filesIn(folder)) {
                if (hasExtension(name, besideAlbum))
                    addBeside(folder + '/' + name, to + '/' + name, moves.front());
            }
        }
    }

    void findCollisions()
    {
        std::unordered_map<std::string, std::size_t> taken;
        std::set<std::string> leaving;
        for (const FileMove& move : plan_.moves) {
            if (move.problem.empty())
                leaving.insert(move.from);
        }
        for (const std::string& path : staying_)
            taken.emplace(caseless(path), plan_.moves.size());
        for (std::size_t i = 0; i < plan_.moves.size(); ++i) {
            FileMove& move = plan_.moves[i];
            if (!move.problem.empty())
                continue;
            const auto [place, isFree] = taken.emplace(caseless(move.to), i);
            if (!isFree) {
                const bool isStaying = place->second >= plan_.moves.size();
                const std::string other = isStaying ? move.to : plan_.moves[place->second].from;
                move.problem = "would get the same name as " + nameOf(other);
                if (!isStaying && plan_.moves[place->second].problem.empty())
                    plan_.moves[place->second].problem
                        = "would get the same name as " + nameOf(move.from);
            } else if (disk_.exists(move.to) && !leaving.contains(move.to)
                && caseless(move.to) != caseless(move.from)) {
                move.problem = "would replace another file: there is one of that name already";
            }
        }
        // A place that was to become free may not: what wanted to go there stays as well.
        for (bool changed = true; changed;) {
            changed = false;
            std::set<std::string> stuck;
            for (const FileMove& move : plan_.moves) {
                if (!move.problem.empty())
                    stuck.insert(move.from);
            }
            for (FileMove& move : plan_.moves) {
                if (move.problem.empty() && stuck.contains(move.to)) {
                    move.problem = "would replace " + nameOf(move.to) + ", which stays";
                    changed = true;
                }
            }
        }
    }

    const TrackTable& tracks_;
    const OrganiseOptions& options_;
    const DiskView& disk_;
    OrganisePlan plan_;
    std::vector<std::size_t> leaders_; // of the moves behind the tracks': the move they go with
    std::set<std::string> seen_, staying_;
    std::unordered_map<std::string, std::vector<std::string>> listed_;
};

std::string numberText(unsigned number)
{
    return number == 0 ? std::string() : std::to_string(number);
}

} // namespace

std::size_t OrganisePlan::problems() const
{
    return static_cast<std::size_t>(
        std::ranges::count_if(moves, [](const FileMove& move) { return !move.problem.empty(); }));
}

DiskView diskView()
{
    DiskView view;
    view.filesIn = [](const std::string& folder) {
        std::vector<std::string> names;
        std::error_code error;
        for (fs::directory_iterator it(folder, error), end; !error && it != end;
             it.increment(error)) {
            std::error_code unknown;
            if (it->is_regular_file(unknown))
                names.push_back(it->path().filename().string());
        }
        std::ranges::sort(names);
        return names;
    };
    view.exists = [](const std::string& path) {
        std::error_code error;
        return fs::symlink_status(path, error).type() != fs::file_type::not_found;
    };
    return view;
}

std::string patternValue(
    const TrackTable& tracks, const TrackRecord& track, std::string_view property)
{
    const auto text = [&](TextRef ref) { return std::string(tracks.text(ref)); };
    if (property == "TITLE")
        return text(track.title);
    if (property == "ARTIST")
        return text(track.artist);
    if (property == "ALBUMARTIST")
        return text(track.albumArtist);
    if (property == "ALBUM")
        return text(track.album);
    if (property == "COMPOSER")
        return text(track.composer);
    if (property == "GENRE") {
        const std::string genres = text(track.genres);
        return genres.substr(0, genres.find('\x1f'));
    }
    if (property == "WORK")
        return text(track.work);
    if (property == "LABEL")
        return text(track.label);
    if (property == "DATE")
        return numberText(track.releaseYear != 0 ? track.releaseYear : track.year);
    if (property == "ORIGINALDATE")
        return numberText(track.year);
    if (property == "TRACKNUMBER")
        return numberText(track.trackNumber);
    if (property == "DISCNUMBER")
        return numberText(track.disc);
    if (property == "BPM")
        return numberText(track.bpm);
    return {};
}

OrganisePlan planOrganise(const TrackTable& tracks, std::span<const TrackId> chosen,
    const OrganiseOptions& options, const DiskView& disk)
{
    return Planner(tracks, options, disk).run(chosen);
}

} // namespace segue
