// The part of PlayerBar that shows what the player and the listener's taste say.
#include "core/analysis/service/analysis.h"
#include "core/history/taste.h"
#include "core/library/library.h"
#include "core/playback/player.h"
#include "ui/commands.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"
#include "ui/views/player_bar.h"
#include "ui/widgets/cover_label.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/icon_button.h"
#include "ui/widgets/seek_bar.h"
#include "ui/widgets/slim_slider.h"
#include "ui/widgets/star_rating.h"

#include <QLabel>

#include <cmath>

namespace segue::ui {

using namespace Qt::StringLiterals;

void PlayerBar::showCurrent()
{
    Services& s = commands_.services();
    const std::optional<QueueEntry> entry = s.player.current();
    QByteArray path;
    QString album;
    bool isInLibrary = false;
    if (entry) {
        path = QByteArray::fromStdString(entry->path);
        const TrackTablePtr table = s.library.tracks();
        if (const auto row = table->rowOf(entry->track)) {
            const std::string_view bytes = table->text((*table)[*row].path);
            path = QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size()));
            album = textOf(*table, (*table)[*row].album);
            isInLibrary = true;
        }
    }
    title_->setFullText(entry ? entry->title : tr("Nothing plays"));
    title_->setLink(isInLibrary);
    title_->setDim(!entry);
    artist_->setFullText(entry ? entry->artist : tr("Pick something you like"));
    artist_->setLink(isInLibrary && !entry->artist.isEmpty());
    cover_->setCover(path, entry ? (album.isEmpty() ? entry->title : album) : QString());
    cover_->setEnabled(isInLibrary);
    const bool known = entry && entry->track;
    stars_->setVisible(known);
    love_->setVisible(known);
    showStats();
    showState();
    showTimes();
    if (const TrackId track = entry ? entry->track : TrackId{}; track != waveformOf_) {
        waveformOf_ = track;
        seek_->setWaveform(nullptr);
        showWaveform();
    }
}

void PlayerBar::showWaveform()
{
    Analysis* analysis = commands_.services().analysis;
    if (!analysis || !waveformOf_ || seek_->hasWaveform())
        return;
    analysis->loadWaveform(
        waveformOf_, this, [this, track = waveformOf_](const WaveformPtr& waveform) {
            if (track == waveformOf_)
                seek_->setWaveform(waveform);
        });
}

void PlayerBar::showState()
{
    Player& player = commands_.services().player;
    const bool playing = player.state() == PlaybackState::playing;
    play_->setAppearance(playing ? u"pause"_s : u"play"_s, playing ? tr("Pause") : tr("Play"));
    const bool something = player.current().has_value();
    play_->setEnabled(something || !player.queue().empty());
    next_->setEnabled(something);
    previous_->setEnabled(something);
    seek_->setEnabled(something);
}

void PlayerBar::showStats()
{
    const std::optional<QueueEntry> entry = commands_.services().player.current();
    if (!entry || !entry->track)
        return;
    const TrackStats stats = commands_.services().taste.statsOf(entry->track);
    stars_->setValue(stats.rating ? std::optional<int>(*stats.rating) : std::nullopt);
    love_->setChecked(stats.loved);
    love_->setAppearance(stats.loved ? u"heart-filled"_s : u"heart"_s,
        stats.loved ? tr("No longer loved") : tr("Love"));
}

void PlayerBar::showModes()
{
    Player& player = commands_.services().player;
    shuffle_->setChecked(player.shuffle());
    const RepeatMode mode = player.repeatMode();
    repeat_->setChecked(mode != RepeatMode::off);
    repeat_->setAppearance(mode == RepeatMode::one ? u"repeat-one"_s : u"repeat"_s,
        mode == RepeatMode::off       ? tr("Repeat: off")
            : mode == RepeatMode::all ? tr("Repeat: the whole queue")
                                      : tr("Repeat: this track"));
    const double volume = player.volume();
    const QSignalBlocker quiet(volume_);
    volume_->setValue(static_cast<int>(std::lround(volume * 100)));
    volume_->setToolTip(tr("Volume: %1 %").arg(volume_->value()));
    mute_->setAppearance(volume <= 0 ? u"volume-off"_s
            : volume < .5            ? u"volume-low"_s
                                     : u"volume"_s,
        volume <= 0 ? tr("Sound on") : tr("Mute"));
}

void PlayerBar::showTimes()
{
    Player& player = commands_.services().player;
    const bool something = player.current().has_value();
    const qint64 at = something ? player.positionMs() : 0;
    const qint64 all = something ? player.durationMs() : 0;
    seek_->setDuration(all);
    seek_->setPosition(at);
    elapsed_->setText(something ? (at < 1000 ? u"0:00"_s : formatDuration(at)) : QString());
    total_->setText(formatDuration(all));
}

void PlayerBar::goToCurrent()
{
    const std::optional<QueueEntry> entry = commands_.services().player.current();
    if (entry && entry->track)
        commands_.goToAlbum(entry->track);
}

} // namespace segue::ui
