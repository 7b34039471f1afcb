#include "core/library/tags/track_kind.h"

#include <algorithm>
#include <array>
#include <string>

namespace segue::tags {

TrackKind kindFromGenres(std::string_view genres, std::string_view path)
{
    // Genre words, lower case in ASCII; other scripts as they are usually written, in both cases.
    static constexpr std::array spoken{"audiobook", "audio book", "audio-book", "spoken", "speech",
        "podcast", "hörbuch", "hörspiel", "HÖRBUCH", "HÖRSPIEL", "horbuch", "hoerbuch", "hoerspiel",
        "livre audio", "livres audio", "audiolivre", "audiolibro", "audiolivro", "luisterboek",
        "hoorspel", "ljudbok", "lydbok", "lydbog", "äänikirja", "słuchowisko", "audiokniha",
        "audiokönyv", "hangoskönyv", "аудиокнига", "Аудиокнига", "аудиокниги", "Аудиокниги",
        "подкаст", "Подкаст", "аудіокнига", "Аудіокнига", "sesli kitap", "有声书", "有聲書",
        "有声小说", "オーディオブック", "朗読", "ポッドキャスト", "오디오북", "팟캐스트", "lecture",
        "audio drama", "radio play", "radioplay"};
    static constexpr std::array other{"sound effect", "sound clip", "sfx", "ringtone",
        "field recording", "test tone", "sample pack", "geräusche", "звуковые эффекты", "効果音"};

    const auto lowerAscii = [](std::string_view text) {
        std::string lower(text);
        std::ranges::transform(lower, lower.begin(),
            [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
        return lower;
    };
    if (path.size() > 4 && lowerAscii(path.substr(path.size() - 4)) == ".m4b")
        return TrackKind::spoken;
    if (genres.empty())
        return TrackKind::music;
    const std::string lower = lowerAscii(genres);
    const auto hasOneOf = [&](const auto& words) {
        return std::ranges::any_of(words, [&](std::string_view word) {
            return lower.find(word) != std::string::npos
                || genres.find(word) != std::string_view::npos;
        });
    };
    if (hasOneOf(spoken))
        return TrackKind::spoken;
    return hasOneOf(other) ? TrackKind::other : TrackKind::music;
}

} // namespace segue::tags
