#include "ui/text/shelf_names.h"

#include "ui/text/channel_names.h"

#include <QCoreApplication>

#include <array>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

struct Name {
    const char* id;
    const char* text;
};

constexpr std::array names{Name{"start_here", QT_TRANSLATE_NOOP("shelves", "Start here")},
    Name{"right_now", QT_TRANSLATE_NOOP("shelves", "For right now")},
    Name{"because_you_like", QT_TRANSLATE_NOOP("shelves", "Because you like …")},
    Name{"on_repeat", QT_TRANSLATE_NOOP("shelves", "On repeat")},
    Name{"rediscover", QT_TRANSLATE_NOOP("shelves", "Rediscover")},
    Name{"never_played", QT_TRANSLATE_NOOP("shelves", "Never played")},
    Name{"more_from_artists", QT_TRANSLATE_NOOP("shelves", "More from artists you love")},
    Name{"recently_added", QT_TRANSLATE_NOOP("shelves", "Recently added")},
    Name{"finish_album", QT_TRANSLATE_NOOP("shelves", "Finish the album")},
    Name{"albums_tonight", QT_TRANSLATE_NOOP("shelves", "Albums for tonight")},
    Name{"left_field", QT_TRANSLATE_NOOP("shelves", "Left field")},
    Name{"year_ago", QT_TRANSLATE_NOOP("shelves", "A year ago this week")},
    Name{"tonights_dozen", QT_TRANSLATE_NOOP("shelves", "Tonight’s dozen")},
    Name{"artists_tonight", QT_TRANSLATE_NOOP("shelves", "Artists to stay with")},
    Name{"friends_like", QT_TRANSLATE_NOOP("shelves", "Friends like")},
    Name{"radio", QT_TRANSLATE_NOOP("shelves", "Radio")}};

QString words(const char* text)
{
    return QCoreApplication::translate("shelves", text);
}

QString quotedName(const LessOf& less)
{
    return less.evidence == u"track" ? u"“%1”"_s.arg(less.name) : less.name;
}

} // namespace

QString shelfName(const QString& id)
{
    for (const Name& name : names) {
        if (id == QLatin1String(name.id))
            return words(name.text);
    }
    return channelName(id); // words with blanks
}

QString lessOfText(const LessOf& less)
{
    const QString channel = channelName(less.term);
    return less.name.isEmpty() ? channel : u"%1: %2"_s.arg(channel, quotedName(less));
}

QString lessOfAction(const LessOf& less)
{
    if (less.evidence == u"track")
        return words("Less because of %1").arg(quotedName(less));
    if (!less.name.isEmpty())
        return words("Less because of %1").arg(less.name);
    return words("Less for such reasons");
}

} // namespace segue::ui
