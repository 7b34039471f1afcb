#include "ui/shortcuts.h"

#include <QCoreApplication>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("shortcuts", text);
}

} // namespace

std::vector<Shortcut> allShortcuts()
{
    const QString play = tr("Playing");
    const QString taste = tr("Taste: what is selected, else what plays");
    const QString window = tr("Window");
    const QString lists = tr("Lists and cards");
    std::vector<Shortcut> list{
        {u"pause"_s, play, u"Space"_s, tr("Play or pause")},
        {u"next"_s, play, u"N; Ctrl+Right"_s, tr("Next track")},
        {u"previous"_s, play, u"Ctrl+Left"_s, tr("Start of the track, or the one before")},
        {{}, play, u"Left; Right"_s, tr("5 seconds back or ahead")},
        {u"louder"_s, play, u"Ctrl+Up"_s, tr("Louder")},
        {u"quieter"_s, play, u"Ctrl+Down"_s, tr("Quieter")},
        {u"shuffle"_s, play, u"Ctrl+S"_s, tr("Shuffle")},
        {u"repeat"_s, play, u"Ctrl+R"_s, tr("Repeat")},
        {{}, taste, u"1 … 5"_s, tr("Rate with stars")},
        {u"rate0"_s, taste, u"0"_s, tr("Take the rating back")},
        {u"love"_s, taste, u"L"_s, tr("Love")},
        {u"private"_s, taste, u"Ctrl+P"_s, tr("Private session: nothing is learned")},
        {u"guest"_s, taste, u"Ctrl+G"_s, tr("Guest: somebody else listens")},
        {u"search"_s, window, u"Ctrl+F"_s, tr("Search")},
        {u"filter"_s, window, u"Ctrl+Shift+F"_s, tr("Filter the songs")},
        {u"page1"_s, window, u"Ctrl+1"_s, tr("For You")},
        {u"page2"_s, window, u"Ctrl+2"_s, tr("Songs")},
        {u"page3"_s, window, u"Ctrl+3"_s, tr("Albums")},
        {u"page4"_s, window, u"Ctrl+4"_s, tr("Artists")},
        {u"page5"_s, window, u"Ctrl+5"_s, tr("Genres")},
        {u"page6"_s, window, u"Ctrl+6"_s, tr("Folders")},
        {u"page7"_s, window, u"Ctrl+7"_s, tr("History")},
        {u"page8"_s, window, u"Ctrl+8"_s, tr("Your Taste")},
        {u"page9"_s, window, u"Ctrl+9"_s, tr("Health")},
        {u"queue"_s, window, u"Q"_s, tr("Show or hide the queue")},
        {u"back"_s, window, u"Alt+Left"_s, tr("Back")},
        {u"forward"_s, window, u"Alt+Right"_s, tr("Forward")},
        {u"edit_tags"_s, lists, u"Alt+Return"_s, tr("Edit tags of what is selected")},
        {{}, lists, u"F2"_s, tr("Tracks: edit tags. Playlist: rename")},
        {u"undo"_s, window, u"Ctrl+Z"_s, tr("Undo")},
        {u"add_folder"_s, window, u"Ctrl+O"_s, tr("Add a music folder")},
        {u"rescan"_s, window, u"F5"_s, tr("Look for new music")},
        {u"menu"_s, window, u"F10"_s, tr("Menu")},
        {u"help"_s, window, u"F1"_s, tr("This sheet")},
        {u"quit"_s, window, u"Ctrl+Q"_s, tr("Quit")},
        {{}, lists, u"Enter"_s, tr("Play")},
        {{}, lists, u"Menu; Shift+F10"_s, tr("Everything one can do with it")},
        {{}, lists, tr("Letters, or / first"), tr("Jump to a title in a list")},
        {{}, lists, u"W"_s, tr("Card: why is this here?")},
        {{}, lists, u"Del"_s, tr("Card: not now. Queue, playlist, history: remove")},
        {{}, lists, u"Alt+Up; Alt+Down"_s, tr("Queue, playlist: move")},
    };
    for (int stars = 1; stars <= 5; ++stars)
        list.push_back({u"rate%1"_s.arg(stars), {}, QString::number(stars), {}});
    return list;
}

} // namespace segue::ui
