#include "ui/dialogs/import_parts.h"

#include "ui/text/format.h"

#include <QCoreApplication>
#include <QLocale>

namespace segue::ui {

using namespace Qt::StringLiterals;

QString numberText(std::size_t count)
{
    return QLocale().toString(static_cast<qint64>(count));
}

QString sourceName(ImportSource source)
{
    const std::string_view name = nameOf(source);
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

QString importDoneText(const ImportResult& result, bool undone)
{
    const auto tr
        = [](const char* text) { return QCoreApplication::translate("ImportDialog", text); };
    const auto count = [](std::size_t n, const QString& one, const QString& many) {
        return countOf(static_cast<qint64>(n), one, many);
    };
    const QString plays = count(result.plays, tr("play"), tr("plays"));
    const QString tracks = count(result.tracks, tr("track"), tr("tracks"));
    QStringList lines;
    if (undone) {
        lines << (result.plays > 0
                ? tr("Its %1 are gone again.").arg(plays)
                : tr("Ratings, counts, dates and playlists are as they were before."));
    } else if (result.run == 0) {
        lines << tr("All of these plays were there already.");
    } else if (result.plays > 0 && result.listenerName.empty()) {
        lines << tr("%1 of %2. The suggestions take them in now.").arg(plays, tracks);
    } else if (result.plays > 0) {
        lines << tr("%1 of %2, for %3. Your suggestions learn from what you two share.")
                     .arg(plays, tracks, QString::fromStdString(result.listenerName));
    } else if (result.tracks > 0) {
        lines << tr("%1 with ratings, plays and dates. The suggestions take them in now.")
                     .arg(tracks);
    }
    if (!undone && result.madeLists + result.filledLists > 0)
        lines << tr("%1 in the sidebar.")
                     .arg(count(
                         result.madeLists + result.filledLists, tr("playlist"), tr("playlists")));
    for (const std::string& name : result.keptLists)
        lines << tr("“%1” was left alone: you changed it since it was imported.")
                     .arg(QString::fromStdString(name));
    return lines.join(u'\n');
}

} // namespace segue::ui
