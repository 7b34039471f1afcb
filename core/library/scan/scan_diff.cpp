#include "core/library/scan/scan_diff.h"

#include "core/text/text_fold.h"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <unordered_map>

namespace segue {

namespace {

constexpr std::uint32_t durationToleranceMs = 2000;

bool isBelow(std::string_view path, std::string_view folder)
{
    return folder.empty()
        || (path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/');
}

bool isSame(const KnownFile& known, const FoundFiles::Entry& found)
{
    return known.size == found.size && known.mtimeNs == found.mtimeNs;
}

/// Pairs the entries whose key occurs once on each side. An empty key pairs nothing.
class Matcher {
public:
    Matcher(const std::vector<LostFile>& lost, const std::vector<NewFile>& added)
        : lost_(lost)
        , added_(added)
        , lostTaken_(lost.size())
        , addedTaken_(added.size())
    {
    }

    template <class LostKey, class NewKey, class Accept>
    void pass(const char* by, LostKey lostKey, NewKey newKey, Accept accept)
    {
        struct Side {
            std::uint32_t lost = 0, added = 0, lostCount = 0, addedCount = 0;
        };
        std::unordered_map<std::string, Side> sides;
        for (std::uint32_t i = 0; i < lost_.size(); ++i) {
            if (lostTaken_[i])
                continue;
            if (std::string key = lostKey(lost_[i]); !key.empty()) {
                Side& side = sides[std::move(key)];
                side.lost = i;
                ++side.lostCount;
            }
        }
        for (std::uint32_t i = 0; i < added_.size(); ++i) {
            if (addedTaken_[i])
                continue;
            const std::string key = newKey(added_[i]);
            if (const auto found = sides.find(key); !key.empty() && found != sides.end()) {
                found->second.added = i;
                ++found->second.addedCount;
            }
        }
        for (const auto& [key, side] : sides) {
            if (side.lostCount != 1 || side.addedCount != 1
                || !accept(lost_[side.lost], added_[side.added]))
                continue;
            lostTaken_[side.lost] = addedTaken_[side.added] = true;
            matches_.push_back({side.lost, side.added, by});
        }
    }

    std::vector<MoveMatch> take()
    {
        std::ranges::sort(matches_, {}, &MoveMatch::lost);
        return std::move(matches_);
    }

private:
    const std::vector<LostFile>& lost_;
    const std::vector<NewFile>& added_;
    std::vector<bool> lostTaken_, addedTaken_;
    std::vector<MoveMatch> matches_;
};

bool sameDuration(const LostFile& lost, const NewFile& added)
{
    return isSameLength(lost.durationMs, added.durationMs);
}

template <class File>
std::string sizeAndTime(const File& file)
{
    return file.size == 0 || file.mtimeNs == 0
        ? std::string()
        : std::to_string(file.size) + ' ' + std::to_string(file.mtimeNs);
}

} // namespace

ScanDiff diffFiles(const std::vector<KnownFile>& known, const std::vector<KnownFile>& problems,
    const FoundFiles& found, const std::vector<std::string>& unreadable)
{
    ScanDiff diff;
    std::unordered_map<std::string_view, std::uint32_t> knownAt, problemAt;
    knownAt.reserve(known.size());
    for (std::uint32_t k = 0; k < known.size(); ++k)
        knownAt.emplace(known[k].path, k);
    for (std::uint32_t p = 0; p < problems.size(); ++p)
        problemAt.emplace(problems[p].path, p);

    std::vector<bool> seen(known.size());
    for (std::uint32_t f = 0; f < found.size(); ++f) {
        const std::string_view path = found.path(f);
        const auto at = knownAt.find(path);
        if (at != knownAt.end())
            seen[at->second] = true;
        bool hadProblem = false;
        if (!problemAt.empty()) {
            const auto problem = problemAt.find(path);
            hadProblem = problem != problemAt.end();
            if (hadProblem && isSame(problems[problem->second], found[f])) {
                ++diff.quarantined;
                continue;
            }
        }
        if (at == knownAt.end()) {
            diff.added.push_back(f);
        } else if (hadProblem || !isSame(known[at->second], found[f])) {
            diff.changed.push_back({at->second, f});
        } else if (known[at->second].missing) {
            diff.returned.push_back({at->second, f});
        } else {
            ++diff.unchanged;
        }
    }
    for (std::uint32_t k = 0; k < known.size(); ++k) {
        if (seen[k])
            continue;
        if (std::ranges::any_of(unreadable,
                [&](const std::string& folder) { return isBelow(known[k].path, folder); }))
            ++diff.unchanged;
        else
            (known[k].missing ? diff.stillMissing : diff.vanished).push_back(k);
    }
    return diff;
}

bool shallFreeze(bool rootMissing, std::size_t knownPresent, std::size_t found)
{
    return rootMissing || (found == 0 && knownPresent > 0);
}

std::string identityOf(std::string_view artist, std::string_view title, std::string_view album)
{
    if (artist.empty() || title.empty())
        return {};
    std::string identity = foldText(artist);
    identity += '\x1f';
    appendFolded(identity, title);
    identity += '\x1f';
    appendFolded(identity, album);
    return identity;
}

bool MoveMatch::isSameBytes() const
{
    const std::string_view key(by);
    return key == "name" || key == "content" || key == "copy";
}

bool isSameLength(std::uint32_t oneMs, std::uint32_t otherMs)
{
    return oneMs != 0 && otherMs != 0
        && std::abs(static_cast<std::int64_t>(oneMs) - otherMs) <= durationToleranceMs;
}

std::vector<MoveMatch> matchMoves(
    const std::vector<LostFile>& lost, const std::vector<NewFile>& added, bool withTags)
{
    Matcher matcher(lost, added);
    const auto always = [](const LostFile&, const NewFile&) { return true; };
    const auto withName = [](const auto& file) {
        const std::string key = sizeAndTime(file);
        return key.empty() ? key : key + ' ' + file.name;
    };
    matcher.pass("name", withName, withName, always);
    if (withTags) {
        const auto content = [](const auto& file) { return sizeAndTime(file); };
        matcher.pass("content", content, content, sameDuration);
        const auto copy = [](const auto& file) {
            return file.size == 0 || file.identity.empty()
                ? std::string()
                : std::to_string(file.size) + ' ' + file.name + '\0' + file.identity;
        };
        matcher.pass("copy", copy, copy, sameDuration);
        const auto audio = [](const auto& file) { return file.audioKey; };
        matcher.pass("audio", audio, audio, always);
        const auto mbid = [](const auto& file) { return file.recordingMbid; };
        matcher.pass("mbid", mbid, mbid, always);
        const auto identity = [](const auto& file) { return file.identity; };
        matcher.pass("tags", identity, identity, sameDuration);
    }
    return matcher.take();
}

} // namespace segue
