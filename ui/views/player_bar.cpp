#include "ui/views/player_bar.h"

#include "core/analysis/service/analysis.h"
#include "core/history/taste.h"
#include "core/library/library.h"
#include "core/playback/player.h"
#include "ui/commands.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/cover_label.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/icon_button.h"
#include "ui/widgets/seek_bar.h"
#include "ui/widgets/slim_slider.h"
#include "ui/widgets/star_rating.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

namespace segue::ui {

using namespace Qt::StringLiterals;

PlayerBar::PlayerBar(Commands& commands, CoverCache& covers, QWidget* parent)
    : QWidget(parent)
    , commands_(commands)
{
    setObjectName(u"playerBar"_s);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 10, 16, 10);
    row->setSpacing(16);
    row->addWidget(makeTrack(covers), 10);
    row->addWidget(makeControls(), 14);
    row->addWidget(makeRight(), 8);

    Services& s = commands.services();
    connect(&s.player, &Player::currentChanged, this, &PlayerBar::showCurrent);
    connect(&s.player, &Player::stateChanged, this, &PlayerBar::showState);
    connect(&s.player, &Player::queueChanged, this, &PlayerBar::showState);
    connect(&s.player, &Player::modesChanged, this, &PlayerBar::showModes);
    connect(&s.player, &Player::volumeChanged, this, &PlayerBar::showModes);
    connect(&s.player, &Player::positionChanged, this, &PlayerBar::showTimes);
    connect(&s.taste, &Taste::statsChanged, this, &PlayerBar::showStats);
    connect(&s.library, &Library::tracksChanged, this, &PlayerBar::showCurrent);
    if (s.analysis)
        connect(s.analysis, &Analysis::analysed, this, &PlayerBar::showWaveform);
    showCurrent();
    showModes();
}

QWidget* PlayerBar::makeTrack(CoverCache& covers)
{
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    cover_ = new CoverLabel(covers, 56);
    cover_->setAccessibleName(tr("Go to the album that plays"));
    title_ = new ElidedLabel;
    title_->setFont(themeFont(TextSize::normal, true));
    title_->setLink(true);
    artist_ = new ElidedLabel;
    artist_->setDim(true);
    artist_->setLink(true);
    stars_ = new StarRating;
    love_ = new IconButton(u"heart"_s, tr("Love"), nullptr, u"L"_s);
    love_->setCheckable(true);
    love_->setSizes(16, 24);
    auto* text = new QVBoxLayout;
    text->setSpacing(0);
    text->addStretch(1);
    text->addWidget(title_);
    text->addWidget(artist_);
    auto* taste = new QHBoxLayout;
    taste->setSpacing(6);
    taste->addWidget(stars_);
    taste->addWidget(love_);
    taste->addStretch(1);
    for (QWidget* widget : {static_cast<QWidget*>(stars_), static_cast<QWidget*>(love_)}) {
        QSizePolicy policy = widget->sizePolicy();
        policy.setRetainSizeWhenHidden(true); // the bar keeps its height
        widget->setSizePolicy(policy);
    }
    text->addLayout(taste);
    text->addStretch(1);
    row->addWidget(cover_);
    row->addLayout(text, 1);
    connect(cover_, &QAbstractButton::clicked, this, &PlayerBar::goToCurrent);
    connect(title_, &ElidedLabel::activated, this, &PlayerBar::goToCurrent);
    connect(artist_, &ElidedLabel::activated, this,
        [this] { Q_EMIT commands_.navigate(u"search:%1"_s.arg(artist_->fullText())); });
    connect(stars_, &StarRating::rated, this, [this](std::optional<int> halfStars) {
        if (const auto entry = commands_.services().player.current())
            commands_.rate({{entry->track, {}}}, halfStars);
    });
    connect(love_, &QAbstractButton::clicked, this, [this](bool on) {
        if (const auto entry = commands_.services().player.current())
            commands_.love({{entry->track, {}}}, on);
    });
    return box;
}

QWidget* PlayerBar::makeControls()
{
    Player& player = commands_.services().player;
    shuffle_ = new IconButton(u"shuffle"_s, tr("Shuffle"));
    shuffle_->setCheckable(true);
    shuffle_->setSizes(18, 32);
    previous_ = new IconButton(u"previous"_s, tr("Previous"), nullptr, u"Ctrl+←"_s);
    play_ = new IconButton(u"play"_s, tr("Play"), nullptr, tr("Space"));
    play_->setPrimary(true);
    play_->setSizes(22, 40);
    next_ = new IconButton(u"next"_s, tr("Next"), nullptr, u"N"_s);
    repeat_ = new IconButton(u"repeat"_s, tr("Repeat"));
    repeat_->setCheckable(true);
    repeat_->setSizes(18, 32);
    seek_ = new SeekBar;
    elapsed_ = new QLabel;
    total_ = new QLabel;

    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    box->setLayoutDirection(Qt::LeftToRight); // a tape runs this way everywhere
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    for (IconButton* button : {shuffle_, previous_, play_, next_, repeat_})
        buttons->addWidget(button);
    buttons->addStretch(1);
    auto* times = new QHBoxLayout;
    times->setSpacing(8);
    for (QLabel* label : {elapsed_, total_}) {
        label->setFont(themeFont(TextSize::small));
        label->setForegroundRole(QPalette::PlaceholderText);
        label->setMinimumWidth(label->fontMetrics().horizontalAdvance(u"00:00"_s));
    }
    elapsed_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    times->addWidget(elapsed_);
    times->addWidget(seek_, 1);
    times->addWidget(total_);
    column->addLayout(buttons);
    column->addLayout(times);

    connect(shuffle_, &QAbstractButton::clicked, &player, &Player::setShuffle);
    connect(previous_, &QAbstractButton::clicked, &player, &Player::previous);
    connect(play_, &QAbstractButton::clicked, &player, &Player::togglePause);
    connect(next_, &QAbstractButton::clicked, &player, &Player::next);
    connect(repeat_, &QAbstractButton::clicked, this, [&player] {
        player.setRepeatMode(player.repeatMode() == RepeatMode::off ? RepeatMode::all
                : player.repeatMode() == RepeatMode::all            ? RepeatMode::one
                                                                    : RepeatMode::off);
    });
    connect(seek_, &SeekBar::seeked, &player, &Player::seek);
    return box;
}

QWidget* PlayerBar::makeRight()
{
    Player& player = commands_.services().player;
    mute_ = new IconButton(u"volume"_s, tr("Mute"));
    mute_->setSizes(18, 32);
    volume_ = new SlimSlider;
    volume_->setMaximumWidth(scaled(110));
    volume_->setMinimumWidth(scaled(60));
    volume_->setAccessibleName(tr("Volume"));
    queue_ = new IconButton(u"queue"_s, tr("Queue"), nullptr, u"Q"_s);
    queue_->setCheckable(true);
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addStretch(1);
    row->addWidget(mute_);
    row->addWidget(volume_, 1);
    row->addWidget(queue_);
    connect(volume_, &QSlider::valueChanged, this,
        [&player](int value) { player.setVolume(value / 100.0); });
    connect(mute_, &QAbstractButton::clicked, this, [this, &player] {
        const double now = player.volume();
        player.setVolume(now > 0 ? 0 : volumeBefore_);
        if (now > 0)
            volumeBefore_ = now;
    });
    connect(queue_, &QAbstractButton::clicked, this, &PlayerBar::queueToggled);
    return box;
}

void PlayerBar::setQueueShown(bool shown)
{
    queue_->setChecked(shown);
}

void PlayerBar::setNarrow(bool narrow)
{
    volume_->setVisible(!narrow);
    auto* row = static_cast<QHBoxLayout*>(layout());
    row->setStretch(2, narrow ? 2 : 8);
    row->setSpacing(narrow ? 8 : 16);
}

void PlayerBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), colors().sidebar);
    painter.fillRect(0, 0, width(), 1, colors().border);
}

} // namespace segue::ui

#include "moc_player_bar.cpp"
