#pragma once

#include "core/base/result.h"

#include <memory>
#include <string>

namespace segue {
class EnginePlayer;
}

namespace segue::app {

class AppContext;

/// Plays to the sound card.
std::unique_ptr<EnginePlayer> makeWindowPlayer(AppContext& context);

/// Plays to nothing (`wavFile` empty) or into a WAV file with the sample rate of `firstFile`, at
/// the speed of a sound card or, `fast`, as fast as the files can be decoded.
std::unique_ptr<EnginePlayer> makeHeadlessPlayer(
    AppContext& context, const std::string& wavFile, const std::string& firstFile, bool fast);

} // namespace segue::app
