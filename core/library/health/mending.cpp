#include "core/library/health/mending.h"

#include "core/library/edit/edit_fields.h"
#include "core/library/tags/path_names.h"
#include "core/library/tags/tag_values.h"
#include "core/library/years.h"

#include <algorithm>
#include <span>

namespace segue {

namespace {

using tags::Field;
using tags::FileFields;

constexpr std::string_view noText = "\xef\xbf\xbd"; // of a name that is no UTF-8

std::string_view folderIn(std::string_view path)
{
    return path.substr(0, std::min(path.rfind('/'), path.size()));
}

std::string_view trimmed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(' ');
    return first == text.npos ? std::string_view()
                              : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

template <class Each>
void eachValue(std::string_view text, Each each)
{
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(tags::valueSeparator), text.size());
        each(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

std::string firstIn(const FileFields& file, std::string_view property)
{
    const std::vector<std::string> values = valuesIn(file, property);
    return values.empty() ? std::string() : std::string(trimmed(values.front()));
}

/// Several values of one field as the scan reads them.
std::vector<std::string> genreValues(const FileFields& file)
{
    std::vector<std::string> genres;
    for (const std::string& value : valuesIn(file, "GENRE")) {
        std::string_view rest = value;
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find_first_of(";|"), rest.size());
            if (const auto one = trimmed(rest.substr(0, end)); !one.empty())
                genres.emplace_back(one);
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    return genres;
}

void addOnce(std::vector<std::string>& to, const std::string& value)
{
    if (std::ranges::find(to, value) == to.end())
        to.push_back(value);
}

void propose(std::vector<ProposedField>& to, std::string_view property, std::string_view value,
    bool isGuess = false)
{
    const bool isKnown = std::ranges::any_of(
        to, [&](const ProposedField& one) { return one.field.name == property; });
    if (!isKnown && !value.empty() && value.find(noText) == value.npos)
        to.push_back({{std::string(property), {std::string(value)}}, isGuess});
}

/// What the names of the file and its folders say about it; fields that it holds stay out of it.
std::vector<ProposedField> fromNames(std::string_view relativePath, const FileFields& file)
{
    tags::TagData held;
    held.title = firstIn(file, "TITLE");
    held.artist = firstIn(file, "ARTIST");
    held.albumArtist = firstIn(file, "ALBUMARTIST");
    held.album = firstIn(file, "ALBUM");
    held.track = tags::parseNumberOfTotal(firstIn(file, "TRACKNUMBER")).first;
    held.disc = tags::parseNumberOfTotal(firstIn(file, "DISCNUMBER")).first;
    held.year = tags::parseYear(firstIn(file, "DATE"));
    tags::TagData filled = held;
    tags::fillFromPath(relativePath, filled);
    std::vector<ProposedField> fields;
    const auto number = [&](std::string_view property, int before, int now) {
        if (before == 0 && now != 0)
            propose(fields, property, std::to_string(now));
    };
    if ((filled.fromNames & tags::titleNamed) != 0)
        propose(fields, "TITLE", filled.title);
    if (held.artist.empty())
        propose(fields, "ARTIST", filled.artist);
    if (held.albumArtist.empty())
        propose(fields, "ALBUMARTIST", filled.albumArtist);
    if (held.album.empty())
        propose(fields, "ALBUM", filled.album);
    number("TRACKNUMBER", held.track, filled.track);
    number("DISCNUMBER", held.disc, filled.disc);
    number("DATE", held.year, filled.year);
    return fields;
}

} // namespace

void Mending::Agreed::add(std::string_view text)
{
    several = several || (!text.empty() && !value.empty() && value != text);
    if (value.empty())
        value = text;
}

void Mending::AgreedYear::add(int year)
{
    several = several || (year != 0 && value != 0 && value != year);
    if (value == 0)
        value = year;
}

Mending::Mending(TrackTablePtr table, Finding finding, std::vector<std::string> roots, int thisYear)
    : table_(std::move(table))
    , finding_(std::move(finding))
    , roots_(std::move(roots))
    , thisYear_(thisYear)
{
    for (std::string& root : roots_) {
        if (!root.ends_with('/'))
            root += '/';
    }
    findTracks();
    if (finding_.kind == HealthKind::years || finding_.kind == HealthKind::missing)
        readFolders();
}

bool Mending::isVariant(std::string_view name) const
{
    const auto others
        = std::span(finding_.items).subspan(std::min<std::size_t>(1, finding_.items.size()));
    return std::ranges::find(others, name, &HealthItem::text) != others.end();
}

bool Mending::isTouched(const TrackRecord& track) const
{
    bool touched = false;
    switch (finding_.kind) {
    case HealthKind::artists:
        return isVariant(table_->text(track.artist)) || isVariant(table_->text(track.albumArtist));
    case HealthKind::genres:
        eachValue(table_->text(track.genres),
            [&](std::string_view genre) { touched = touched || isVariant(genre); });
        return touched;
    case HealthKind::years:
        return finding_.what == std::to_string(track.year)
            || finding_.what == std::to_string(track.releaseYear);
    case HealthKind::missing:
        return isMissing(track, finding_.what);
    default:
        return false;
    }
}

void Mending::findTracks()
{
    // Texts of the table are interned: names are compared once each.
    std::unordered_map<std::uint64_t, bool> known;
    const bool byName = finding_.kind == HealthKind::artists || finding_.kind == HealthKind::genres;
    for (const TrackRecord& track : table_->tracks()) {
        if (track.kind != TrackKind::music || !track.available || track.startMs != 0
            || track.endMs != 0)
            continue;
        bool touched = false;
        if (byName) {
            const std::uint64_t key = finding_.kind == HealthKind::genres
                ? track.genres.offset
                : std::uint64_t{track.artist.offset} << 32 | track.albumArtist.offset;
            const auto [it, isNew] = known.try_emplace(key, false);
            if (isNew)
                it->second = isTouched(track);
            touched = it->second;
        } else {
            touched = isTouched(track);
        }
        if (touched)
            tracks_.push_back(track.id);
    }
}

void Mending::readFolders()
{
    const auto possible = [this](int year) { return isPossibleYear(year, thisYear_) ? year : 0; };
    for (const TrackRecord& track : table_->tracks()) {
        if (track.kind != TrackKind::music)
            continue;
        Folder& folder = folders_[folderIn(table_->text(track.path))];
        folder.artist.add(table_->text(track.artist));
        folder.album.add(table_->text(track.album));
        folder.genres.add(table_->text(track.genres));
        folder.year.add(possible(track.year));
        folder.released.add(possible(track.releaseYear));
        if (track.artist.size != 0)
            genresOfArtist_[track.artist.offset].add(table_->text(track.genres));
    }
}

std::string_view Mending::relativePath(const TrackRecord& track) const
{
    const std::string_view path = table_->text(track.path);
    std::size_t longest = 0;
    for (const std::string& root : roots_) {
        if (path.starts_with(root))
            longest = std::max(longest, root.size());
    }
    return path.substr(longest);
}

const Mending::Folder& Mending::folderOf(const TrackRecord& track) const
{
    return folders_.at(folderIn(table_->text(track.path)));
}

std::vector<ProposedField> Mending::fieldsFor(TrackId track, const FileFields& file) const
{
    const auto row = table_->rowOf(track);
    if (!row || !file.problem.empty())
        return {};
    switch (finding_.kind) {
    case HealthKind::artists:
    case HealthKind::genres:
        return spellings(file);
    case HealthKind::years:
        return years((*table_)[*row], file);
    case HealthKind::missing:
        return missing((*table_)[*row], file);
    default:
        return {};
    }
}

std::vector<ProposedField> Mending::spellings(const FileFields& file) const
{
    const std::string& best = finding_.items.front().text;
    std::vector<ProposedField> fields;
    const auto mend = [&](std::string_view property, const std::vector<std::string>& values) {
        std::vector<std::string> mended;
        for (const std::string& value : values)
            addOnce(mended, isVariant(trimmed(value)) ? best : value);
        if (mended != values)
            fields.push_back({{std::string(property), std::move(mended)}});
    };
    if (finding_.kind == HealthKind::genres) {
        mend("GENRE", genreValues(file));
        return fields;
    }
    for (const std::string_view property : {"ARTIST", "ALBUMARTIST"}) {
        const std::vector<std::string> values = valuesIn(file, property);
        if (values.size() > 1 && isVariant(joinedValues(values))) // several that are one name
            fields.push_back({{std::string(property), valuesOfText(property, best)}});
        else
            mend(property, values);
    }
    return fields;
}

std::vector<ProposedField> Mending::years(const TrackRecord& track, const FileFields& file) const
{
    const Folder& folder = folderOf(track);
    tags::TagData named;
    tags::fillFromPath(relativePath(track), named);
    const int ofFolder = isPossibleYear(named.year, thisYear_) ? named.year : 0;
    std::vector<ProposedField> fields;
    const auto mend = [&](std::string_view property, int agreed) {
        const int year = tags::parseYear(firstIn(file, property));
        if (year == 0 || isPossibleYear(year, thisYear_))
            return;
        const int right = agreed != 0 ? agreed : ofFolder;
        Field field{std::string(property), {}};
        if (right != 0)
            field.values.push_back(std::to_string(right));
        fields.push_back({std::move(field)});
    };
    for (const std::string_view property : {"DATE", "RELEASEDATE"})
        mend(property, folder.released.get());
    for (const std::string_view property :
        {"ORIGINALDATE", "ORIGINALYEAR", "ORIGINALRELEASETIME", "ORIGINALRELEASEYEAR"})
        mend(property, folder.year.get());
    return fields;
}

std::vector<ProposedField> Mending::missing(const TrackRecord& track, const FileFields& file) const
{
    const Folder& folder = folderOf(track);
    const std::string_view relative = relativePath(track);
    const std::string& what = finding_.what;
    if (what == "genre") {
        const auto own = genresOfArtist_.find(track.artist.offset);
        const std::string_view ofArtist = track.artist.size == 0 || own == genresOfArtist_.end()
            ? std::string_view()
            : own->second.get();
        Field genre{"GENRE", {}};
        eachValue(folder.genres.get().empty() ? ofArtist : folder.genres.get(),
            [&](std::string_view one) { genre.values.emplace_back(one); });
        return genre.values.empty() || !valuesIn(file, "GENRE").empty()
            ? std::vector<ProposedField>()
            : std::vector<ProposedField>{{std::move(genre)}};
    }
    std::vector<ProposedField> fields;
    if (what == "year") {
        tags::TagData named;
        tags::fillFromPath(relative, named);
        const int year = folder.released.get() != 0 ? folder.released.get() : named.year;
        if (isPossibleYear(year, thisYear_) && valuesIn(file, "DATE").empty())
            propose(fields, "DATE", std::to_string(year));
        return fields;
    }
    fields = fromNames(relative, file);
    if (what == "names")
        return fields;
    // Names that are not built as the scan wants them are worth a guess.
    std::vector<std::string> parts;
    for (std::size_t at = 0, slash = 0; (slash = relative.find('/', at)) != relative.npos;
         at = slash + 1)
        parts.push_back(tags::textOfBytes(relative.substr(at, slash - at)));
    if (parts.size() > 1 && tags::discOfFolder(parts.back()) > 0)
        parts.pop_back();
    if (valuesIn(file, "ARTIST").empty()) {
        propose(fields, "ARTIST", folder.artist.get());
        propose(
            fields, "ARTIST", parts.size() >= 2 ? parts[parts.size() - 2] : std::string(), true);
    }
    if (valuesIn(file, "ALBUM").empty()) {
        propose(fields, "ALBUM", folder.album.get());
        propose(fields, "ALBUM", parts.size() >= 2 ? parts.back() : std::string(), true);
    }
    return fields;
}

} // namespace segue
