#pragma once

#include "core/library/track_table.h"
#include "core/recommend/model/mode_model.h"
#include "core/recommend/service/for_you.h"

#include <map>
#include <optional>
#include <string_view>
#include <vector>

namespace segue {

/// The program's own modes: focus, energy, wind_down, party, with their names in the user's
/// language.
std::vector<ListeningMode> ownModesOfProgram();

/// Where a mode starts from; nothing particular for an unknown or empty key.
reco::ModeLean leanOf(const QString& key);

/// The mode that `text` names: a key, or a name without regard to case; none when there is none.
std::optional<ListeningMode> findMode(const std::vector<ListeningMode>& modes, const QString& text);

/// A key for a mode of that name: folded, blanks as '_'; empty for a name without letters and
/// digits.
QString modeKeyFor(const QString& name);

/// How driving and how fast a track is, by row: from its analysis where there is one, else from
/// genre words and the bpm tag. NaN where nothing is known.
struct TrackFeel {
    std::vector<float> energy; ///< 0 calm .. 1 driving
    std::vector<float> tempo; ///< beats a minute
};
TrackFeel feelOf(const TrackTable& table);

/// Energy 0..1 that the words of a genre stand for (their mean), by a table of some sixty words in
/// folded text; none when it has no such word.
std::optional<float> energyOfGenre(std::string_view foldedGenre);

/// A play that was heard while a mode was on.
struct ModePlay {
    reco::Item item;
    bool follow;
    double weight = 1;
};
using ModePlays = std::map<std::string, std::vector<ModePlay>, std::less<>>; ///< by key

} // namespace segue
