#pragma once

#include "core/recommend/model/catalogue.h"

#include <array>
#include <memory>
#include <span>
#include <vector>

namespace segue::reco {

class GenreLikeness;

/// What tracks are compared by.
enum class ContentPart : std::uint8_t {
    genre,
    artist,
    albumArtist,
    label,
    composer,
    year,
    duration,
    bpm,
    key,
    sound,
};
constexpr std::size_t contentPartCount = 10;
template <class T>
using PerPart = std::array<T, contentPartCount>;
constexpr std::size_t index(ContentPart part)
{
    return static_cast<std::size_t>(part);
}

/// How much each part counts.
struct ContentWeights {
    PerPart<float> of{};
    double pairs = 0; ///< of tracks heard one after the other that they were learned from; 0: none

    /// Set by reasoning: sound as much as all tags together; of tags genre most; who made it; when;
    /// little for what many tracks share by chance.
    static ContentWeights start();
};

/// Two tracks part by part. `agreement`: how much more alike they are than two tracks of this
/// library usually are, (s - m) / (1 - m) with the part's likeness s of 0..1 (sound: -1..1) and its
/// mean m over pairs drawn from the library; 1 the same, 0 as any two, at least -1. 0 where not
/// `known` of both.
struct ContentAgreement {
    PerPart<float> agreement{};
    PerPart<bool> known{};
};

/// Similarity of tracks by what is written about them and, where analysed, by how they sound: the
/// weighted mean agreement over the parts that both tracks have. So a missing part neither punishes
/// nor helps, and an untagged track takes part through its sound alone. Where both have parts of
/// less than a third of the tags' weight in common, the sum is divided by that third all the same:
/// two tracks of equal length of which nothing else is known are no twins. Parts and their s:
///   genre        the hierarchy, genre_likeness.h
///   artist, albumArtist, label, composer    1 when equal
///   year         exp(-.5 (years / 5)^2)
///   duration     exp(-.5 (octaves / .35)^2)
///   bpm          exp(-.5 (octaves / .08)^2) of the nearest of b / 2, b and 2 b, where it is not b
///                itself times .8: taggers and listeners take half and double for each other
///   key          1, .5, .2, 0 at 0, 1, 2, more steps on the circle of fifths; x .9 where one is
///                minor, the other major: relatives are near, parallels (three steps) are not
///   sound        cosine of unit vectors (sound_space.h)
/// Immutable; any thread. Memory: 8 bytes a track.
class ContentIndex {
public:
    explicit ContentIndex(std::shared_ptr<const Catalogue> catalogue,
        const ContentWeights& weights = ContentWeights::start());
    /// The same with other weights; O(tracks).
    ContentIndex withWeights(const ContentWeights& weights) const;
    const ContentWeights& weights() const { return weights_; }

    /// -1..1; 1 for a track and itself where enough is known of it, 0 where nothing is.
    double similarity(Item a, Item b) const;
    /// The same for all tracks: out[i] = similarity(a, i). O(tracks x features).
    void similarities(Item a, std::span<float> out) const;
    ContentAgreement agreement(Item a, Item b) const;
    /// What each part adds to similarity(a, b): they sum to it.
    PerPart<float> parts(Item a, Item b) const;
    /// The genre that tells most of those both are in, a wider one perhaps; -1: none.
    std::int32_t commonGenre(Item a, Item b) const;

private:
    template <class Genre, class Sound, class Add>
    void compare(std::size_t a, std::size_t b, Genre&& genre, Sound&& sound, Add&& add) const;
    void measureUsual();

    std::shared_ptr<const Catalogue> catalogue_;
    std::shared_ptr<const GenreLikeness> genres_;
    ContentWeights weights_;
    PerPart<float> usual_{}; // m of each part
    PerPart<float> unlike_{}; // agreement where s = 0
    std::vector<float> octaves_; // log2 of the duration; 0 = unknown
    std::vector<float> beats_; // log2 of the tempo; 0 = unknown
};

} // namespace segue::reco
