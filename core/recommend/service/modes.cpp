#include "core/recommend/service/modes.h"

#include "core/text/text_fold.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <unordered_map>

using namespace Qt::StringLiterals;

namespace segue {

namespace {

struct Preset {
    const char* key;
    const char* name;
    reco::ModeLean lean;
};

// Widths are such that the neighbours of a mode still count a little: energy reaches 0 about .25
// away.
constexpr std::array presets{
    Preset{"focus", QT_TRANSLATE_NOOP("Modes", "Focus"), {.3, .2, 0, 0}},
    Preset{"energy", QT_TRANSLATE_NOOP("Modes", "Energy"), {.85, .2, 140, 35}},
    Preset{"wind_down", QT_TRANSLATE_NOOP("Modes", "Wind down"), {.15, .2, 75, 25}},
    Preset{"party", QT_TRANSLATE_NOOP("Modes", "Party"), {.75, .17, 120, 14}},
};

struct GenreWord {
    std::string_view word;
    float energy;
};

constexpr std::array genreWords{GenreWord{"ambient", .1F}, GenreWord{"drone", .1F},
    GenreWord{"new age", .1F}, GenreWord{"meditation", .05F}, GenreWord{"lullaby", .05F},
    GenreWord{"sleep", .05F}, GenreWord{"piano", .25F}, GenreWord{"classical", .3F},
    GenreWord{"klassik", .3F}, GenreWord{"baroque", .35F}, GenreWord{"choral", .2F},
    GenreWord{"chamber", .3F}, GenreWord{"opera", .5F}, GenreWord{"symphony", .45F},
    GenreWord{"soundtrack", .35F}, GenreWord{"acoustic", .3F}, GenreWord{"folk", .35F},
    GenreWord{"singer-songwriter", .35F}, GenreWord{"country", .5F}, GenreWord{"jazz", .4F},
    GenreWord{"bossa nova", .3F}, GenreWord{"swing", .6F}, GenreWord{"bebop", .6F},
    GenreWord{"blues", .45F}, GenreWord{"soul", .5F}, GenreWord{"r&b", .5F},
    GenreWord{"gospel", .5F}, GenreWord{"reggae", .45F}, GenreWord{"dub", .35F},
    GenreWord{"ska", .75F}, GenreWord{"trip-hop", .35F}, GenreWord{"trip hop", .35F},
    GenreWord{"downtempo", .25F}, GenreWord{"chillout", .2F}, GenreWord{"chill", .2F},
    GenreWord{"lo-fi", .25F}, GenreWord{"lounge", .25F}, GenreWord{"idm", .5F},
    GenreWord{"minimal", .4F}, GenreWord{"pop", .6F}, GenreWord{"indie", .55F},
    GenreWord{"shoegaze", .55F}, GenreWord{"psychedelic", .55F}, GenreWord{"post-rock", .5F},
    GenreWord{"alternative", .65F}, GenreWord{"rock", .7F}, GenreWord{"new wave", .65F},
    GenreWord{"synthpop", .65F}, GenreWord{"grunge", .8F}, GenreWord{"punk", .9F},
    GenreWord{"hardcore", .95F}, GenreWord{"metal", .95F}, GenreWord{"industrial", .85F},
    GenreWord{"hip-hop", .65F}, GenreWord{"hip hop", .65F}, GenreWord{"rap", .7F},
    GenreWord{"trap", .7F}, GenreWord{"funk", .7F}, GenreWord{"disco", .75F},
    GenreWord{"latin", .65F}, GenreWord{"salsa", .75F}, GenreWord{"electronic", .6F},
    GenreWord{"electronica", .55F}, GenreWord{"electro", .75F}, GenreWord{"dance", .8F},
    GenreWord{"house", .75F}, GenreWord{"techno", .8F}, GenreWord{"trance", .8F},
    GenreWord{"edm", .85F}, GenreWord{"dubstep", .85F}, GenreWord{"drum and bass", .9F},
    GenreWord{"drum & bass", .9F}, GenreWord{"dnb", .9F}, GenreWord{"jungle", .9F},
    GenreWord{"gabber", 1.F}};

bool hasWord(std::string_view text, std::string_view word)
{
    const auto isInner = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<signed char>(c) < 0;
    };
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const auto end = at + word.size();
        if ((at == 0 || !isInner(text[at - 1])) && (end == text.size() || !isInner(text[end])))
            return true;
    }
    return false;
}

} // namespace

std::vector<ListeningMode> ownModesOfProgram()
{
    std::vector<ListeningMode> modes;
    for (const Preset& preset : presets)
        modes.push_back({QString::fromLatin1(preset.key),
            QCoreApplication::translate("Modes", preset.name), {}, false});
    return modes;
}

reco::ModeLean leanOf(const QString& key)
{
    const auto it = std::ranges::find_if(
        presets, [&](const Preset& preset) { return key == QLatin1String(preset.key); });
    return it == presets.end() ? reco::ModeLean{} : it->lean;
}

std::optional<ListeningMode> findMode(const std::vector<ListeningMode>& modes, const QString& text)
{
    const QString key = modeKeyFor(text);
    for (const ListeningMode& mode : modes) {
        if (mode.key == text || (!key.isEmpty() && mode.key == key)
            || mode.name.compare(text, Qt::CaseInsensitive) == 0)
            return mode;
    }
    return std::nullopt;
}

QString modeKeyFor(const QString& name)
{
    QString key = QString::fromStdString(foldText(name.trimmed().toStdString()));
    for (QChar& c : key) {
        if (!c.isLetterOrNumber())
            c = u'_';
    }
    while (key.contains(u"__"_s))
        key.replace(u"__"_s, u"_"_s);
    return key == u"_" ? QString() : key;
}

std::optional<float> energyOfGenre(std::string_view foldedGenre)
{
    float sum = 0;
    int found = 0;
    for (const GenreWord& one : genreWords) {
        if (hasWord(foldedGenre, one.word)) {
            sum += one.energy;
            ++found;
        }
    }
    return found == 0 ? std::nullopt : std::optional(sum / static_cast<float>(found));
}

TrackFeel feelOf(const TrackTable& table)
{
    constexpr float unknown = std::numeric_limits<float>::quiet_NaN();
    TrackFeel feel;
    feel.energy.assign(table.size(), unknown);
    feel.tempo.assign(table.size(), unknown);
    std::unordered_map<std::uint32_t, float> ofGenres; // genre texts are interned: each once
    for (std::size_t i = 0; i < table.size(); ++i) {
        const TrackRecord& track = table[static_cast<Row>(i)];
        if (track.bpm > 0)
            feel.tempo[i] = static_cast<float>(track.bpm);
        if (track.sound.energy > 0) {
            feel.energy[i] = static_cast<float>(TrackSound::share(track.sound.energy));
            continue;
        }
        if (track.genres.size == 0)
            continue;
        const auto [it, isNew] = ofGenres.try_emplace(track.genres.offset, unknown);
        if (isNew)
            it->second = energyOfGenre(foldText(table.text(track.genres))).value_or(unknown);
        feel.energy[i] = it->second;
    }
    return feel;
}

} // namespace segue
