#include "core/analysis/service/sound_input.h"

#include "core/recommend/model/sound_space.h"

#include <string>

namespace segue::analysis {

namespace {

/// Which elements of vectorOf() stand behind the Gaussian, and how heavy each is.
struct Layout {
    std::vector<std::size_t> places;
    std::vector<float> weights;
};

const Layout& layout()
{
    static const Layout made = [] {
        Layout out;
        const std::vector<std::string> names = vectorNames();
        for (std::size_t i = 0; i < names.size(); ++i) {
            const std::string& name = names[i];
            if (name == "loudness.integrated" || name.starts_with("timbre.mfccMean")
                || name.starts_with("timbre.logMfccDeviation"))
                continue;
            const bool ofMany = name.starts_with("chroma.") || name.starts_with("rhythm.")
                || name.starts_with("key.");
            out.places.push_back(i);
            out.weights.push_back(ofMany ? .5F : 1.F);
        }
        return out;
    }();
    return made;
}

} // namespace

std::vector<float> soundVector(const TrackFeatures& features)
{
    if (features.timbre.frames < 2)
        return {};
    const std::vector<float> all = vectorOf(features);
    std::vector<float> others;
    others.reserve(layout().places.size());
    for (const std::size_t place : layout().places)
        others.push_back(all[place]);
    return reco::soundVector(features.timbre.mfccMean, features.timbre.mfccCovariance, others);
}

std::size_t soundVectorSize()
{
    return reco::soundGaussian + layout().places.size();
}

const std::vector<float>& soundWeights()
{
    return layout().weights;
}

int soundVectorVersion()
{
    constexpr int ownVersion = 1;
    return featureVersion * 1000 + ownVersion;
}

} // namespace segue::analysis
