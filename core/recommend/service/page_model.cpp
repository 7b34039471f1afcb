#include "core/recommend/service/page_model.h"

#include "core/recommend/service/catalogue_builder.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

#include <algorithm>

namespace segue {

namespace {

/// Plays that the blend learns from when a model is built: older ones no longer move it much (the
/// step is constant).
/// A step costs as much as scoring the library, so that a large one learns from fewer.
std::size_t replayedFor(std::size_t tracks)
{
    return std::clamp<std::size_t>(6'000'000 / std::max<std::size_t>(tracks, 1), 60, 300);
}

constexpr std::size_t mostLoved = 50;
constexpr std::size_t followsBefore = 10;
constexpr UtcMs heardBlocksFor = 2 * msPerHour;
constexpr int shownDaysUntilRest = 3;
constexpr UtcMs firstRest = 14 * msPerDay;

QString contextText(UtcMs at, int utcOffsetMin)
{
    const QDateTime local = QDateTime::fromMSecsSinceEpoch(at, QTimeZone(utcOffsetMin * 60));
    const int hour = local.time().hour();
    const char* part = hour < 5 ? QT_TRANSLATE_NOOP("Page", "%1 night")
        : hour < 12             ? QT_TRANSLATE_NOOP("Page", "%1 morning")
        : hour < 17             ? QT_TRANSLATE_NOOP("Page", "%1 afternoon")
                                : QT_TRANSLATE_NOOP("Page", "%1 evening");
    return QCoreApplication::translate("Page", part)
        .arg(QLocale().standaloneDayName(local.date().dayOfWeek()));
}

/// Christmas from late November to Epiphany; other seasons are left to the listener's plays.
bool isSeason(UtcMs at, int utcOffsetMin)
{
    const QDate date = QDateTime::fromMSecsSinceEpoch(at, QTimeZone(utcOffsetMin * 60)).date();
    return (date.month() == 11 && date.day() >= 27) || date.month() == 12
        || (date.month() == 1 && date.day() <= 6);
}

} // namespace

PageModel::PageModel(TrackTablePtr table, ListenerHistory history, std::set<std::string> lessOf)
    : table_(std::move(table))
    , catalogue_(buildCatalogue(*table_))
    , history_(std::move(history))
    , lessOf_(std::move(lessOf))
{
    reco::History all = modelHistory(history_, *table_, *catalogue_);
    std::vector<reco::Play> recent;
    const std::size_t keep
        = all.plays.size() - std::min(all.plays.size(), replayedFor(catalogue_->size()));
    recent.assign(all.plays.begin() + static_cast<std::ptrdiff_t>(keep), all.plays.end());
    all.plays.resize(keep);
    for (const StoredPlay& play : history_.plays)
        newest_ = std::max(newest_, play.id);
    for (const ImportedTotals& totals : history_.imported) {
        if (const auto row = table_->rowOf(totals.track);
            row && totals.plays > 0 && totals.lastPlayed <= 0)
            undated_.insert(static_cast<Item>(*row));
    }
    history_.plays = {}; // in the models from here on
    for (const reco::Play& play : all.plays)
        remember(play);
    model_ = std::make_unique<reco::Recommender>(catalogue_, all);
    for (const reco::Play& play : recent) {
        learnFrom(play, play.at * msPerSecond);
        model_->observe(play);
        remember(play);
    }
    findLoved();
}

void PageModel::remember(const reco::Play& play)
{
    if (play.source == reco::Source::imported)
        return;
    const bool follow = play.outcome == reco::Outcome::follow;
    if (play.outcome != reco::Outcome::none) {
        heard_.push_back({play.item, play.at, follow});
        undated_.erase(play.item);
        ++learnedPlays_;
    }
    if (!session_.empty() && session_.back().session != play.session) {
        for (const reco::Play& old : session_) {
            if (old.outcome == reco::Outcome::follow)
                before_.push_back(old.item);
        }
        if (before_.size() > followsBefore)
            before_.erase(before_.begin(), before_.end() - followsBefore);
        session_.clear();
    }
    session_.push_back(play);
}

reco::Context PageModel::contextAt(UtcMs at, int utcOffsetMin) const
{
    reco::Context context;
    context.now = at / msPerSecond;
    context.offsetMinutes = utcOffsetMin;
    context.before = before_;
    std::vector<Item> follows;
    UtcMs last = 0;
    for (const reco::Play& play : session_) {
        last = play.at * msPerSecond
            + static_cast<UtcMs>(catalogue_->durationS[static_cast<std::size_t>(play.item)] * 1000);
        if (play.outcome == reco::Outcome::follow)
            follows.push_back(play.item);
    }
    if (at - last < sessionGap) {
        context.session = std::move(follows);
    } else {
        context.before.insert(context.before.end(), follows.begin(), follows.end());
        if (context.before.size() > followsBefore)
            context.before.erase(context.before.begin(), context.before.end() - followsBefore);
    }
    return context;
}

void PageModel::learnFrom(const reco::Play& play, UtcMs at)
{
    if (play.source == reco::Source::imported || play.outcome == reco::Outcome::none)
        return;
    const reco::Context context = contextAt(at, play.offsetMinutes);
    if (play.outcome == reco::Outcome::follow)
        model_->learn(context, play.item, static_cast<double>(play.weight), workspace_);
    else if (play.suggested)
        model_->learnSkipped(context, play.item, 1 - model_->skipProbability(), workspace_);
}

void PageModel::observe(const StoredPlay& stored)
{
    if (stored.id <= newest_)
        return;
    newest_ = stored.id;
    const auto play = modelPlay(*table_, stored);
    history_.shown.erase(stored.listen.track);
    if (!play)
        return;
    learnFrom(*play, stored.listen.startedAt);
    model_->observe(*play);
    remember(*play);
    findLoved();
}

void PageModel::setRating(TrackId track, const TrackRating& rating, UtcMs at)
{
    const auto row = table_->rowOf(track);
    if (!row)
        return;
    for (const reco::Rating& one : modelRatings(static_cast<Item>(*row), rating, at))
        model_->rate(one);
    findLoved();
}

void PageModel::setArtistNever(const std::string& artist, bool never, UtcMs at)
{
    const auto id = artistId(*table_, *catalogue_, artist);
    if (id < 0)
        return;
    model_->rate({reco::noItem, id, never ? reco::RatingKind::never : reco::RatingKind::clear, 0,
        at / msPerSecond});
    findLoved();
}

void PageModel::setLessOf(std::set<std::string> channels)
{
    lessOf_ = std::move(channels);
}

std::string PageModel::weights() const
{
    return model_->weights().serialise();
}

void PageModel::findLoved()
{
    std::vector<std::pair<double, Item>> held;
    for (Item item = 0; item < static_cast<Item>(catalogue_->size()); ++item) {
        if (!catalogue_->eligible[static_cast<std::size_t>(item)])
            continue;
        const double affinity = model_->affinity(item);
        if (affinity > 0 && (model_->follows(item) > 0 || model_->ratingTarget(item) > 0))
            held.emplace_back(affinity, item);
    }
    const std::size_t count = std::min(held.size(), mostLoved);
    std::ranges::partial_sort(
        held, held.begin() + static_cast<std::ptrdiff_t>(count), [](const auto& a, const auto& b) {
            return a.first != b.first ? a.first > b.first : a.second < b.second;
        });
    loved_.clear();
    for (std::size_t i = 0; i < count; ++i)
        loved_.push_back(held[i].second);
}

bool PageModel::restsAt(const ShownRecord& shown, UtcMs at)
{
    if (shown.days < shownDaysUntilRest)
        return false;
    // 14 days after three days of showing, twice as long after each three more.
    const int times = std::min(shown.days / shownDaysUntilRest - 1, 10);
    return at - shown.last < firstRest * (UtcMs{1} << times);
}

void PageModel::block(PageContext& page) const
{
    const std::int64_t now = page.now();
    const std::int64_t localDay = (now + page.context.offsetMinutes * 60) / 86400;
    for (auto it = heard_.rbegin(); it != heard_.rend(); ++it) {
        if (it->at < now - 2 * 86400)
            break;
        const bool justHeard = it->follow && (now - it->at) * msPerSecond < heardBlocksFor;
        const bool skippedToday
            = !it->follow && (it->at + page.context.offsetMinutes * 60) / 86400 == localDay;
        if (justHeard || skippedToday)
            page.blocked.insert(it->item);
    }
    const UtcMs at = now * msPerSecond;
    for (const auto& [track, shown] : history_.shown) {
        if (const auto row = table_->rowOf(track); row && restsAt(shown, at))
            page.blocked.insert(static_cast<Item>(*row));
    }
    const bool season = isSeason(at, page.context.offsetMinutes);
    for (std::size_t i = 0; i < catalogue_->size(); ++i) {
        const bool outOfSeason = catalogue_->seasonal[i] && !season;
        if (outOfSeason || catalogue_->interlude[i])
            page.blocked.insert(static_cast<Item>(i));
    }
}

Page PageModel::compose(const PageRequest& request)
{
    Page result;
    result.composedAt = request.at;
    result.plays = static_cast<qint64>(learnedPlays_);
    result.ratings = static_cast<qint64>(history_.ratings.ratedTracks());

    reco::Context context = contextAt(request.at, request.utcOffsetMin);
    context.useHour = request.useContext;
    context.adventurous = request.adventurousness;
    model_->score(context, {}, workspace_, scores_);
    for (const std::string& channel : lessOf_) {
        if (const auto term = reco::termFromName(channel)) {
            auto& part = scores_.contributions[reco::index(*term)];
            for (std::size_t row = 0; row < scores_.size(); ++row) {
                part[row] /= 2;
                scores_.score[row] -= static_cast<double>(part[row]);
            }
        }
    }
    blendRow_.assign(catalogue_->size(), -1);
    for (std::size_t row = 0; row < scores_.size(); ++row)
        blendRow_[static_cast<std::size_t>(scores_.items[row])] = static_cast<std::int32_t>(row);

    PageContext page{*table_, *catalogue_, *model_, history_, heard_, scores_, blendRow_,
        std::move(context), request.seed, undated_, loved_, {}, {}, {}, {}, {}};
    page.genreMix = model_->genreMix(page.now());
    block(page);
    if (const auto row = table_->rowOf(request.playing))
        page.blocked.insert(static_cast<Item>(*row));
    ComposeOptions options = request.options;
    options.familiar = request.adventurousness < .25;
    result.shelves = composeShelves(page, options);

    const double follows = model_->followTotal();
    result.coldStart = follows < 20;
    if (catalogue_->size() > 0 && result.coldStart) {
        result.note = follows <= 0 && loved_.empty() ? QCoreApplication::translate("Page",
                          "Nothing is known of your taste yet. Play, rate or love a few tracks: "
                          "the page follows at once.")
            : follows <= 0                           ? QCoreApplication::translate("Page",
                                            "No plays here yet: this works from tags, ratings and counts that came with your "
                                                                      "files.")
                                                     : QCoreApplication::translate("Page",
                                                         "Only a few plays so far: tags still speak louder than habits.");
    }
    if (request.useContext && follows >= 20)
        result.context = contextText(request.at, request.utcOffsetMin);
    return result;
}

} // namespace segue
