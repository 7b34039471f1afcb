// What the listener does with the page, and the way back.
#include "core/db/connection.h"
#include "core/recommend/service/for_you_service.h"

#include <algorithm>

namespace segue {

using namespace Qt::StringLiterals;

namespace {
constexpr std::size_t earlierPages = 10, mostEdits = 50;
}

void ForYouService::write(db::Store::Job job)
{
    store_.write(db::Durability::full, std::move(job), [](const Result<void>&) {});
}

void ForYouService::remember(SessionId keptOut)
{
    edits_.push_back({settings_.hiddenShelves, choices_.lessOf, mode_, page_, keptOut});
    if (edits_.size() > mostEdits)
        edits_.erase(edits_.begin());
}

void ForYouService::keepEarlier()
{
    earlier_.push_back(page_);
    if (earlier_.size() > earlierPages)
        earlier_.erase(earlier_.begin());
}

void ForYouService::refresh()
{
    if (!model_)
        return;
    keepEarlier();
    seed_ = splitmix64Mix(seed_ + 1);
    composeAll();
}

void ForYouService::back()
{
    if (earlier_.empty())
        return;
    page_ = std::move(earlier_.back());
    earlier_.pop_back();
    Q_EMIT pageChanged();
}

void ForYouService::hideShelf(const QString& shelfId)
{
    remember();
    settings_.hiddenShelves.insert(shelfId);
    write([row = hiddenShelvesRow(taste_.listener(), settings_.hiddenShelves)](
              db::Connection& c) { writeSetting(c, row); });
    std::erase_if(page_.shelves, [&](const Shelf& shelf) { return shelf.id == shelfId; });
    Q_EMIT pageChanged();
    Q_EMIT choicesChanged();
}

void ForYouService::unhideShelf(const QString& shelfId)
{
    if (!settings_.hiddenShelves.remove(shelfId))
        return;
    write([row = hiddenShelvesRow(taste_.listener(), settings_.hiddenShelves)](
              db::Connection& c) { writeSetting(c, row); });
    composeAll();
    Q_EMIT choicesChanged();
}

void ForYouService::setAdventurousness(double value)
{
    settings_.adventurousness = std::clamp(value, 0., 1.);
    write([row = adventurousnessRow(taste_.listener(), settings_.adventurousness)](
              db::Connection& c) { writeSetting(c, row); });
    composeAll();
}

void ForYouService::setUsesContext(bool on)
{
    settings_.useContext = on;
    write(
        [row = useContextRow(taste_.listener(), on)](db::Connection& c) { writeSetting(c, row); });
    composeAll();
}

void ForYouService::markShown(const std::vector<SuggestionId>& cards)
{
    logger_.markShown(cards, clock_.now());
}

void ForYouService::lessOf(const Suggestion& card)
{
    if (card.less.term.isEmpty())
        return;
    remember();
    std::vector<LessOf> wanted = choices_.lessOf;
    std::erase_if(wanted, [&](const LessOf& one) { return one.isSameAs(card.less); });
    LessOf less = card.less;
    less.at = clock_.now();
    wanted.insert(wanted.begin(), std::move(less));
    setLessOfs(std::move(wanted));
    recomposeWithLess();
}

void ForYouService::takeBack(const LessOf& less)
{
    std::vector<LessOf> wanted = choices_.lessOf;
    if (std::erase_if(wanted, [&](const LessOf& one) { return one.isSameAs(less); }) == 0)
        return;
    remember();
    setLessOfs(std::move(wanted));
    recomposeWithLess();
}

void ForYouService::setLessOfs(std::vector<LessOf> wanted)
{
    const UtcMs at = clock_.now();
    const auto missingIn = [](const std::vector<LessOf>& list, const LessOf& less) {
        return std::ranges::none_of(list, [&](const LessOf& one) { return one.isSameAs(less); });
    };
    std::vector<std::pair<LessOf, bool>> events;
    for (LessOf& less : choices_.lessOf) {
        if (missingIn(wanted, less))
            events.emplace_back(less, false);
    }
    for (const LessOf& less : wanted) {
        if (missingIn(choices_.lessOf, less))
            events.emplace_back(less, true);
    }
    if (events.empty())
        return;
    write([events, at, listener = taste_.listener()](db::Connection& c) {
        for (auto [less, on] : events) {
            less.at = at;
            choices::insertLessOf(c, listener, less, on);
        }
    });
    choices_.lessOf = std::move(wanted);
    Q_EMIT choicesChanged();
}

void ForYouService::recomposeWithLess()
{
    QSet<QString> all;
    for (const Shelf& shelf : page_.shelves)
        all.insert(shelf.id);
    recompose(all, [less = choices_.lessOf](PageModel& model) { model.setLessOf(less); });
}

std::vector<ListeningMode> ForYouService::modes() const
{
    std::vector<ListeningMode> modes = ownModesOfProgram();
    modes.insert(modes.end(), choices_.ownModes.begin(), choices_.ownModes.end());
    return modes;
}

void ForYouService::switchMode(const QString& key)
{
    if (key == mode_)
        return;
    mode_ = key;
    taste_.setMode(key.toStdString());
    Q_EMIT choicesChanged();
}

void ForYouService::setMode(const QString& key)
{
    const auto all = modes();
    if (key == mode_
        || (!key.isEmpty() && std::ranges::find(all, key, &ListeningMode::key) == all.end()))
        return;
    remember();
    switchMode(key);
    composeAll();
}

QString ForYouService::addMode(const QString& name, const QString& base)
{
    ListeningMode mode{modeKeyFor(name), name.trimmed(), base, true};
    const auto all = modes();
    if (mode.key.isEmpty() || findMode(all, mode.name))
        return {};
    choices_.ownModes.push_back(mode);
    write([mode, at = clock_.now(), listener = taste_.listener()](
              db::Connection& c) { choices::insertMode(c, listener, mode, at); });
    if (model_)
        pool_.start([model = model_, own = choices_.ownModes] { model->setOwnModes(own); });
    Q_EMIT choicesChanged();
    return mode.key;
}

void ForYouService::removeMode(const QString& key)
{
    if (std::erase_if(choices_.ownModes, [&](const ListeningMode& mode) { return mode.key == key; })
        == 0)
        return;
    write([key, at = clock_.now(), listener = taste_.listener()](
              db::Connection& c) { choices::removeMode(c, listener, key, at); });
    if (model_)
        pool_.start([model = model_, own = choices_.ownModes] { model->setOwnModes(own); });
    if (mode_ == key) {
        switchMode({});
        composeAll();
    }
    Q_EMIT choicesChanged();
}

void ForYouService::setSteer(Steer steer)
{
    if (steer == steer_)
        return;
    steer_ = steer;
    recompose({u"right_now"_s}, [](PageModel&) {});
}

void ForYouService::keepOut(SessionId session, bool out)
{
    if (out)
        remember(session);
    page_.unusual.reset();
    taste_.markSession(session, "do_not_learn", out); // marksChanged() rebuilds
    Q_EMIT choicesChanged();
}

void ForYouService::wasMe(SessionId session)
{
    page_.unusual.reset();
    choices_.confirmed.insert(session);
    write([session, at = clock_.now(), listener = taste_.listener()](db::Connection& c) {
        history::insertMark(c, listener, {}, session, "mine", true, at);
    });
    if (model_)
        pool_.start([model = model_, session] { model->confirm(session); });
    Q_EMIT choicesChanged();
}

void ForYouService::pickArtists(const QStringList& artists)
{
    std::vector<std::pair<std::string, bool>> events;
    const QStringList before = pickedArtists();
    for (const QString& artist : before) {
        if (!artists.contains(artist, Qt::CaseInsensitive))
            events.emplace_back(artist.toStdString(), false);
    }
    for (const QString& artist : artists) {
        if (!before.contains(artist, Qt::CaseInsensitive))
            events.emplace_back(artist.toStdString(), true);
    }
    if (events.empty())
        return;
    choices_.pickedArtists.clear();
    for (const QString& artist : artists)
        choices_.pickedArtists.push_back(artist.toStdString());
    store_.write(
        db::Durability::full,
        [events, at = clock_.now(), listener = taste_.listener()](db::Connection& c) {
            for (const auto& [artist, on] : events)
                choices::insertPickedArtist(c, listener, artist, on, at);
        },
        [this](const Result<void>&) {
            QMetaObject::invokeMethod(this, &ForYouService::rebuild, Qt::QueuedConnection);
        });
}

QStringList ForYouService::pickedArtists() const
{
    QStringList names;
    for (const std::string& artist : choices_.pickedArtists)
        names << QString::fromStdString(artist);
    return names;
}

bool ForYouService::undo()
{
    if (edits_.empty())
        return false;
    Edit edit = std::move(edits_.back());
    edits_.pop_back();
    if (edit.keptOut) {
        keepOut(edit.keptOut, false);
        return true;
    }
    const bool sameShelves = edit.hiddenShelves == settings_.hiddenShelves;
    settings_.hiddenShelves = edit.hiddenShelves;
    if (!sameShelves)
        write([row = hiddenShelvesRow(taste_.listener(), settings_.hiddenShelves)](
                  db::Connection& c) { writeSetting(c, row); });
    switchMode(edit.mode);
    setLessOfs(std::move(edit.lessOf));
    if (model_)
        pool_.start([model = model_, less = choices_.lessOf] { model->setLessOf(less); });
    page_ = std::move(edit.page);
    Q_EMIT pageChanged();
    Q_EMIT choicesChanged();
    return true;
}

} // namespace segue
