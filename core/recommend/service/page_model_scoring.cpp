// How PageModel turns its state into a page: scores, the listener's wishes, what rests today.
#include "core/recommend/service/page_model.h"

#include "core/recommend/service/radio.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

#include <algorithm>

namespace segue {

namespace {

constexpr UtcMs heardBlocksFor = 2 * msPerHour;
constexpr int shownDaysUntilRest = 3;
constexpr UtcMs firstRest = 14 * msPerDay;
constexpr std::size_t followsForOthers = 10;
constexpr std::size_t eachChannel = 100; // of the shortlist, as in evaluate_methods.cpp
constexpr double coldFollows = 20;
constexpr std::size_t pickedOfArtist = 8;
constexpr UtcMs askedWithin = 18 * msPerHour; // after the end of an unusual session

QString words(const char* text)
{
    return QCoreApplication::translate("Page", text);
}

QDateTime localTime(UtcMs at, int utcOffsetMin)
{
    return QDateTime::fromMSecsSinceEpoch(at, QTimeZone(utcOffsetMin * 60));
}

QString contextText(UtcMs at, int utcOffsetMin)
{
    const QDateTime local = localTime(at, utcOffsetMin);
    const int hour = local.time().hour();
    const char* part = hour < 5 ? QT_TRANSLATE_NOOP("Page", "%1 night")
        : hour < 12             ? QT_TRANSLATE_NOOP("Page", "%1 morning")
        : hour < 17             ? QT_TRANSLATE_NOOP("Page", "%1 afternoon")
                                : QT_TRANSLATE_NOOP("Page", "%1 evening");
    return words(part).arg(QLocale().standaloneDayName(local.date().dayOfWeek()));
}

QString modeText(const reco::ModeModel& model, const QString& name)
{
    const auto plays = static_cast<qlonglong>(model.plays());
    if (plays < 1)
        return words("%1 goes by genre, tempo and energy until it has heard you in it.").arg(name);
    return words("%1 has learned from %2 plays.").arg(name, QLocale().toString(plays));
}

} // namespace

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
    const bool christmas = isChristmas(at, page.context.offsetMinutes);
    for (std::size_t i = 0; i < catalogue_->size(); ++i) {
        const bool outOfSeason = catalogue_->seasonal[i] && !christmas;
        if (outOfSeason || catalogue_->interlude[i])
            page.blocked.insert(static_cast<Item>(i));
    }
    for (const auto& [item, season] : seasons_) {
        if (!isInSeason(season, at, page.context.offsetMinutes))
            page.blocked.insert(item);
    }
}

std::vector<Item> PageModel::pickedTracks() const
{
    std::vector<Item> tracks;
    if (model_->followTotal() >= coldFollows)
        return tracks;
    for (const std::string& name : history_.choices.pickedArtists) {
        const auto artist = artistId(*table_, *catalogue_, name);
        if (artist < 0)
            continue;
        std::size_t taken = 0;
        for (const Item item : catalogue_->artistTracks(artist)) {
            if (taken == pickedOfArtist)
                break;
            if (catalogue_->eligible[static_cast<std::size_t>(item)]) {
                tracks.push_back(item);
                ++taken;
            }
        }
    }
    return tracks;
}

std::vector<LessRule> PageModel::lessRules() const
{
    std::vector<LessRule> rules;
    for (const LessOf& less : history_.choices.lessOf) {
        const auto term = reco::termFromName(less.term.toStdString());
        if (!term)
            continue;
        LessRule rule{*term};
        if (less.track) {
            if (const auto row = table_->rowOf(less.track))
                rule.item = static_cast<Item>(*row);
        } else if (less.evidence == QLatin1String("artist")) {
            rule.artist = artistId(*table_, *catalogue_, less.name.toStdString());
        } else if (less.evidence == QLatin1String("genre")) {
            rule.genre = genreId(*catalogue_, less.name.toStdString());
        }
        rules.push_back(rule);
    }
    return rules;
}

PageModel::Mode* PageModel::modeOf(const QString& key)
{
    if (key.isEmpty())
        return nullptr;
    auto it = modes_.find(key);
    if (it == modes_.end()) {
        std::vector<ListeningMode> all = ownModesOfProgram();
        all.insert(all.end(), history_.choices.ownModes.begin(), history_.choices.ownModes.end());
        const auto what = std::ranges::find(all, key, &ListeningMode::key);
        if (what == all.end())
            return nullptr;
        if (feel_.energy.empty())
            feel_ = feelOf(*table_);
        reco::ModeModel model(
            *catalogue_, leanOf(what->own ? what->base : what->key), feel_.energy, feel_.tempo);
        if (const auto plays = modePlays_.find(key.toStdString()); plays != modePlays_.end()) {
            for (const ModePlay& play : plays->second)
                model.observe(play.item, play.follow, play.weight);
        }
        it = modes_.emplace(key, Mode{*what, std::move(model), {}}).first;
    }
    Mode& mode = it->second;
    if (mode.scores.empty()) {
        mode.scores.resize(catalogue_->size());
        for (std::size_t i = 0; i < mode.scores.size(); ++i)
            mode.scores[i] = static_cast<float>(mode.model.score(static_cast<Item>(i)));
    }
    return &mode;
}

void PageModel::addWishesToScores(const Mode* mode, std::span<const LessRule> rules)
{
    std::map<Term, int> times;
    for (const LessRule& rule : rules)
        ++times[rule.term];
    for (const auto& [term, count] : times) {
        const auto factor = static_cast<float>(lessFactor(count));
        auto& part = scores_.contributions[reco::index(term)];
        for (std::size_t row = 0; row < scores_.size(); ++row) {
            if (part[row] > 0) {
                scores_.score[row] -= static_cast<double>(part[row] * (1 - factor));
                part[row] *= factor;
            }
        }
    }
    if (!mode)
        return;
    auto& part = scores_.contributions[reco::index(Term::mode)];
    for (std::size_t row = 0; row < scores_.size(); ++row) {
        part[row] = static_cast<float>(ModeLens::weight)
            * mode->scores[static_cast<std::size_t>(scores_.items[row])];
        scores_.score[row] += static_cast<double>(part[row]);
    }
}

std::optional<UnusualSession> PageModel::unusualSession(UtcMs at, int utcOffsetMin)
{
    if (session_.empty())
        return std::nullopt;
    const SessionId session{session_.back().session};
    const UtcMs end = session_.back().at * msPerSecond
        + static_cast<UtcMs>(
            catalogue_->durationS[static_cast<std::size_t>(session_.back().item)] * 1000);
    if (at - end < sessionGap || at - end > askedWithin
        || history_.choices.confirmed.contains(session))
        return std::nullopt;
    if (sessionsOf_ != newest_) {
        std::vector<reco::Play> plays;
        plays.reserve(heard_.size());
        for (const HeardPlay& heard : heard_) {
            reco::Play play;
            play.item = heard.item;
            play.at = heard.at;
            play.session = heard.session;
            play.outcome = heard.follow ? reco::Outcome::follow : reco::Outcome::skip;
            plays.push_back(play);
        }
        sessions_ = reco::sessionLikelihoods(*catalogue_, plays);
        sessionsOf_ = newest_;
    }
    if (sessions_.empty() || sessions_.back().session != session.value
        || !reco::isLastUnusual(sessions_))
        return std::nullopt;
    UnusualSession unusual{session, sessions_.back().plays, {}};
    const QDateTime start = localTime(sessions_.back().start * msPerSecond, utcOffsetMin);
    unusual.text = words("The %1 plays from %2 are very unlike what you listen to.")
                       .arg(QLocale().toString(unusual.plays),
                           QLocale().toString(start.time(), QLocale::ShortFormat));
    return unusual;
}

// The last follows stand for the listener as he is now; without any, what is rated well or was
// picked.
void PageModel::askOthers(const reco::Context& context)
{
    if (!others_)
        return;
    std::vector<Item> held = context.session;
    if (held.size() < followsForOthers)
        held.insert(held.begin(), context.before.begin(), context.before.end());
    held.erase(held.begin(),
        held.end() - std::min(std::ssize(held), static_cast<std::ptrdiff_t>(followsForOthers)));
    if (held.empty())
        held = loved_.empty() ? pickedTracks() : loved_;
    if (askedWith_ == held)
        return;
    model_->setCollaborative(Term::ials, others_->factorScores(held));
    model_->setCollaborative(Term::rp3beta, others_->walkScores(held));
    askedWith_ = std::move(held);
}

// As the evaluation has it: the shortlist in the model's order, then the rest by score.
std::vector<std::size_t> PageModel::rankedRows(
    const reco::Context& context, std::span<const std::size_t> best)
{
    std::vector<std::size_t> among;
    for (const Item item : model_->shortlist(context, eachChannel, workspace_)) {
        if (const auto row = blendRow_[static_cast<std::size_t>(item)]; row >= 0)
            among.push_back(static_cast<std::size_t>(row));
    }
    std::vector<std::size_t> rows = model_->ranked(context, scores_, among, among.size());
    std::vector<std::uint8_t> taken(scores_.size(), 0);
    for (const std::size_t row : rows)
        taken[row] = 1;
    std::ranges::copy_if(
        best, std::back_inserter(rows), [&](std::size_t row) { return taken[row] == 0; });
    return rows;
}

/// What a PageContext refers to.
struct PageModel::Prepared {
    const Mode* mode = nullptr;
    std::vector<LessRule> rules;
    std::vector<std::size_t> best, ranked;
    std::vector<Item> picked;
    std::optional<ModeLens> lens;
    std::optional<PageContext> page;
};

void PageModel::prepare(const PageRequest& request, reco::Context context, Prepared& prepared)
{
    context.useHour = request.useContext;
    context.adventurous = request.adventurousness;
    askOthers(context);
    model_->score(context, {}, workspace_, scores_);
    prepared.mode = modeOf(request.mode);
    prepared.rules = lessRules();
    addWishesToScores(prepared.mode, prepared.rules);
    blendRow_.assign(catalogue_->size(), -1);
    for (std::size_t row = 0; row < scores_.size(); ++row)
        blendRow_[static_cast<std::size_t>(scores_.items[row])] = static_cast<std::int32_t>(row);

    prepared.best = reco::bestRows(scores_, bestKept);
    prepared.ranked = rankedRows(context, prepared.best);
    prepared.picked = pickedTracks();
    prepared.page.emplace(PageContext{*table_, *catalogue_, *model_, history_, heard_, scores_,
        prepared.best, prepared.ranked, blendRow_, std::move(context), request.seed, heardSongs_,
        undated_, loved_, prepared.picked, prepared.rules});
    PageContext& page = *prepared.page;
    if (prepared.mode) {
        prepared.lens.emplace(
            ModeLens{prepared.mode->model, prepared.mode->scores, prepared.mode->what.name});
        page.mode = &*prepared.lens;
    }
    page.others = others_.get();
    page.steer = page.context.session.empty() ? Steer::none : request.steer;
    page.genreMix = model_->genreMix(page.now());
    block(page);
    if (const auto row = history_.clean.rowOf(*table_, request.playing))
        page.blocked.insert(static_cast<Item>(*row));
}

Shelf PageModel::radio(TrackId from, const PageRequest& request)
{
    const auto row = history_.clean.rowOf(*table_, from);
    if (!row)
        return {};
    reco::Context context = contextAt(request.at, request.utcOffsetMin);
    context.session.push_back(static_cast<Item>(*row));
    Prepared prepared;
    prepare(request, std::move(context), prepared);
    return buildRadio(*prepared.page, static_cast<Item>(*row));
}

Page PageModel::compose(const PageRequest& request)
{
    Page result;
    result.composedAt = request.at;
    result.plays = static_cast<qint64>(learnedPlays_);
    result.ratings = static_cast<qint64>(history_.ratings.ratedTracks());
    Prepared prepared;
    prepare(request, contextAt(request.at, request.utcOffsetMin), prepared);
    PageContext& page = *prepared.page;
    if (prepared.mode) {
        result.mode = prepared.mode->what.key;
        result.modeNote = modeText(prepared.mode->model, prepared.mode->what.name);
    }
    result.inSession = !page.context.session.empty();
    result.steer = page.steer;
    ComposeOptions options = request.options;
    options.familiar = request.adventurousness < .25;
    result.shelves = composeShelves(page, options);
    result.unusual = unusualSession(request.at, request.utcOffsetMin);

    const double follows = model_->followTotal();
    result.coldStart = follows < coldFollows;
    if (catalogue_->size() > 0 && result.coldStart) {
        const bool rated = result.ratings > 0;
        if (follows <= 0 && loved_.empty() && prepared.picked.empty() && !rated)
            result.note = words("Nothing is known of your taste yet. Play, rate or love a few "
                                "tracks: the page follows at once.");
        else if (follows <= 0 && loved_.empty() && !prepared.picked.empty())
            result.note = words("No plays here yet: this starts from the artists you picked.");
        else if (follows <= 0 && rated)
            result.note = words("No plays here yet: this starts from what you rated. Each play and "
                                "rating changes it.");
        else if (follows <= 0)
            result.note = words("No plays here yet: this works from tags, ratings and counts that "
                                "came with your files.");
        else
            result.note = words("Only a few plays so far: tags still speak louder than habits.");
    }
    if (request.useContext && follows >= coldFollows)
        result.context = contextText(request.at, request.utcOffsetMin);
    return result;
}

} // namespace segue
