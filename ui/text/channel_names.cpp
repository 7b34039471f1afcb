#include "ui/text/channel_names.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <string_view>

namespace segue::ui {

namespace {

struct Name {
    std::string_view channel;
    const char* text;
};

constexpr std::array names{
    Name{"count", QT_TRANSLATE_NOOP("channels", "How often you played it")},
    Name{"recency", QT_TRANSLATE_NOOP("channels", "How recently and often you played it")},
    Name{"context", QT_TRANSLATE_NOOP("channels", "You play it at this time of the week")},
    Name{"markov", QT_TRANSLATE_NOOP("channels", "Follows what just played")},
    Name{"sequential", QT_TRANSLATE_NOOP("channels", "Played along with your last tracks")},
    Name{"item_knn", QT_TRANSLATE_NOOP("channels", "Heard in the same sessions")},
    Name{"session_knn", QT_TRANSLATE_NOOP("channels", "Sessions like this one")},
    Name{"artist", QT_TRANSLATE_NOOP("channels", "Artists you play one after another")},
    Name{"album", QT_TRANSLATE_NOOP("channels", "Goes on with an album")},
    Name{"content", QT_TRANSLATE_NOOP("channels", "Similar genre, time and tags")},
    Name{"continuation", QT_TRANSLATE_NOOP("channels", "Went on like this before")},
    Name{"today", QT_TRANSLATE_NOOP("channels", "Heard today")},
    Name{"lately", QT_TRANSLATE_NOOP("channels", "Heard a lot these days")},
    Name{"opener", QT_TRANSLATE_NOOP("channels", "You like to begin with it")},
    Name{"daytime", QT_TRANSLATE_NOOP("channels", "You play it at this time of day")},
    Name{"album_recency", QT_TRANSLATE_NOOP("channels", "From an album you play these days")},
    Name{"next_artist", QT_TRANSLATE_NOOP("channels", "The artist you go on to")},
    Name{"explore", QT_TRANSLATE_NOOP("channels", "How much you try what is new")},
    Name{"artist_unheard", QT_TRANSLATE_NOOP("channels", "Much of the artist is unheard")},
    Name{"ratings", QT_TRANSLATE_NOOP("channels", "Your ratings")},
    Name{"mode", QT_TRANSLATE_NOOP("channels", "Suits the mode that is on")},
    Name{"momentum", QT_TRANSLATE_NOOP("channels", "Staying with the artists just heard")},
    Name{"skips", QT_TRANSLATE_NOOP("channels", "Skipped lately")},
    Name{"same_artist", QT_TRANSLATE_NOOP("channels", "The artist that plays now")},
    Name{"in_session", QT_TRANSLATE_NOOP("channels", "Already heard in this session")},
    Name{"never_played", QT_TRANSLATE_NOOP("channels", "You have never played it")},
    Name{"crowding", QT_TRANSLATE_NOOP("channels", "More of its artist stands above")},
    Name{"none", QT_TRANSLATE_NOOP("channels", "Nothing was known yet")},
    Name{"ials", QT_TRANSLATE_NOOP("channels", "Listeners with a similar taste")},
    Name{"rp3beta", QT_TRANSLATE_NOOP("channels", "Listeners with a similar taste")},
};

} // namespace

QString channelName(const QString& channel)
{
    const std::string wanted = channel.toStdString();
    const auto* it = std::find_if(
        names.begin(), names.end(), [&](const Name& name) { return name.channel == wanted; });
    if (it != names.end())
        return QCoreApplication::translate("channels", it->text);
    QString words = channel;
    words.replace(QLatin1Char('_'), QLatin1Char(' '));
    if (!words.isEmpty())
        words[0] = words[0].toUpper();
    return words;
}

} // namespace segue::ui
