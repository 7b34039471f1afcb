#pragma once

#include "core/library/edit/edit_fields.h"
#include "core/library/health/findings.h"
#include "core/library/tags/tag_changes.h"
#include "core/library/track_table.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace segue {

/// Whether tags can be written so that such a finding is gone.
constexpr bool isMendable(HealthKind kind)
{
    return kind == HealthKind::artists || kind == HealthKind::genres || kind == HealthKind::years
        || kind == HealthKind::missing;
}

/// What would be written into files so that a finding is gone: decided on the table, the names of
/// files and folders, and what a file holds. Nothing is read or written here. Immutable; any
/// thread. Making one takes some 20 ms for 100,000 tracks.
///
/// Spellings become the first one, within fields of several values too. Impossible years become
/// the one that the rest of the folder agrees on or the folder's name has, else they are taken
/// out. What is missing comes from the names of file and folders, and from what the rest of the
/// folder agrees on (genres: also from what all of the artist's other tracks agree on); a folder's
/// name that is not built as an artist's or album's is a guess.
class Mending {
public:
    /// `roots`: the music folders, absolute; what stands above them says nothing.
    Mending(TrackTablePtr table, Finding finding, std::vector<std::string> roots, int thisYear);

    const Finding& finding() const { return finding_; }
    /// Tracks whose files are to be looked at, in table order; not those within a file of several.
    const std::vector<TrackId>& tracks() const { return tracks_; }
    /// What to write into the file of a track, which holds `file`; empty: nothing can be proposed.
    std::vector<ProposedField> fieldsFor(TrackId track, const tags::FileFields& file) const;

private:
    /// What all tracks of a group that have it agree on.
    struct Agreed {
        std::string_view value;
        bool several = false;
        void add(std::string_view text);
        std::string_view get() const { return several ? std::string_view() : value; }
    };
    struct AgreedYear {
        int value = 0;
        bool several = false;
        void add(int year);
        int get() const { return several ? 0 : value; }
    };
    struct Folder {
        Agreed artist, album, genres;
        AgreedYear year, released;
    };

    void findTracks();
    void readFolders();
    bool isTouched(const TrackRecord& track) const;
    bool isVariant(std::string_view name) const;
    std::string_view relativePath(const TrackRecord& track) const;
    const Folder& folderOf(const TrackRecord& track) const;
    std::vector<ProposedField> spellings(const tags::FileFields& file) const;
    std::vector<ProposedField> years(const TrackRecord& track, const tags::FileFields& file) const;
    std::vector<ProposedField> missing(
        const TrackRecord& track, const tags::FileFields& file) const;

    TrackTablePtr table_;
    Finding finding_;
    std::vector<std::string> roots_; // with a slash behind
    int thisYear_;
    std::vector<TrackId> tracks_;
    std::unordered_map<std::string_view, Folder> folders_; // years and missing only
    std::unordered_map<std::uint32_t, Agreed> genresOfArtist_; // by place of the artist's text
};

} // namespace segue
