#include "core/audio/audio_key.h"

#include "core/audio/decoder.h"

namespace segue::audio {

std::optional<std::array<std::uint8_t, 16>> audioKeyOf(const std::string& path)
{
    const auto decoder = Decoder::open(path, true);
    return decoder ? (*decoder)->audioKey() : std::nullopt;
}

} // namespace segue::audio
