#include "tests/ui/support/fake_for_you.h"

#include "core/base/random.h"

#include <QDateTime>

#include <array>

namespace segue::test {

using namespace Qt::StringLiterals;

namespace {

struct Made {
    QString id, title, subtitle, reason, channel;
};

Suggestion suggestion(const TrackTable& table, Random& random, const Made& shelf, std::int64_t id)
{
    Suggestion s;
    s.id = SuggestionId{id};
    const auto row = static_cast<Row>(random.below(table.size()));
    s.track = table[row].id;
    const std::string_view other
        = table.text(table[static_cast<Row>(random.below(table.size()))].title);
    s.reason = shelf.reason;
    s.reason.replace(
        u"%1"_s, QString::fromUtf8(other.data(), static_cast<qsizetype>(other.size())));
    s.reasonChannel = shelf.channel;
    s.less = {shelf.channel, u"track"_s, table[row].id,
        QString::fromUtf8(other.data(), static_cast<qsizetype>(other.size()))};
    for (const QString& channel :
        {u"markov"_s, u"item_knn"_s, u"content"_s, u"recency"_s, u"already"_s}) {
        const double value = (random.uniform() - (channel == u"already"_s ? 1 : .1))
            * (channel == shelf.channel ? 3 : 1);
        s.contributions.push_back({channel, value});
        s.score += value;
    }
    for (int i = 0; i < 3; ++i)
        s.evidence.push_back(table[static_cast<Row>(random.below(table.size()))].id);
    return s;
}

} // namespace

FakeForYou::FakeForYou(const TrackTablePtr& table)
{
    if (table->size() == 0)
        return;
    Random random(11);
    page_.plays = 1243;
    page_.ratings = 57;
    page_.context = u"Tuesday evening"_s;
    page_.composedAt = QDateTime::currentMSecsSinceEpoch();
    const std::array<Made, 4> shelves{{
        {u"right_now"_s, u"For right now"_s, u"moves with what you play"_s,
            u"You often play it after “%1”"_s, u"markov"_s},
        {u"because_you_like"_s, u"Because you like Paper Lanterns"_s, {},
            u"Heard together with “%1”"_s, u"item_knn"_s},
        {u"rediscover"_s, u"Rediscover"_s, u"loved, and not heard for half a year"_s,
            u"5 stars, last heard 8 months ago"_s, u"recency"_s},
        {u"never_played"_s, u"Never played"_s, {}, u"Sounds like “%1”, which you rated 4.5 stars"_s,
            u"content"_s},
    }};
    std::int64_t id = 1;
    for (const Made& made : shelves) {
        Shelf shelf{
            made.id, made.title, made.subtitle, {}, {}, {{u"markov"_s, .4}, {u"content"_s, .3}}};
        for (int i = 0; i < 12; ++i)
            shelf.items.push_back(suggestion(*table, random, made, id++));
        if (made.id == u"never_played") { // the last card is an album
            Suggestion& album = shelf.items.back();
            album.kind = CardKind::album;
            const auto rows = table->rowsOfAlbum((*table)[*table->rowOf(album.track)].albumIndex);
            for (Row row : rows)
                album.plays.push_back((*table)[row].id);
            album.track = album.plays.front();
        }
        page_.shelves.push_back(std::move(shelf));
    }
}

void FakeForYou::refresh()
{
    ++refreshes;
    for (Shelf& shelf : page_.shelves)
        std::reverse(shelf.items.begin(), shelf.items.end());
    Q_EMIT pageChanged();
}

void FakeForYou::back()
{
    --refreshes;
    Q_EMIT pageChanged();
}

bool FakeForYou::undo()
{
    if (edits_.empty())
        return false;
    page_ = std::move(edits_.back());
    edits_.pop_back();
    Q_EMIT pageChanged();
    return true;
}

void FakeForYou::hideShelf(const QString& shelfId)
{
    edits_.push_back(page_);
    std::erase_if(page_.shelves, [&](const Shelf& shelf) { return shelf.id == shelfId; });
    Q_EMIT pageChanged();
}

void FakeForYou::setAdventurousness(double value)
{
    adventurous = value;
    Q_EMIT pageChanged();
}

void FakeForYou::setUsesContext(bool on)
{
    context = on;
    Q_EMIT pageChanged();
}

void FakeForYou::markShown(const std::vector<SuggestionId>& cards)
{
    shown.insert(shown.end(), cards.begin(), cards.end());
}

void FakeForYou::lessOf(const Suggestion& card)
{
    lessOfChannels << card.reasonChannel;
    less.insert(less.begin(), card.less);
    Q_EMIT choicesChanged();
}

void FakeForYou::takeBack(const LessOf& one)
{
    std::erase_if(less, [&](const LessOf& other) { return other.isSameAs(one); });
    Q_EMIT choicesChanged();
}

std::vector<ListeningMode> FakeForYou::modes() const
{
    std::vector<ListeningMode> all{{u"focus"_s, u"Focus"_s, {}, false},
        {u"energy"_s, u"Energy"_s, {}, false}, {u"wind_down"_s, u"Wind down"_s, {}, false},
        {u"party"_s, u"Party"_s, {}, false}};
    all.insert(all.end(), own_.begin(), own_.end());
    return all;
}

void FakeForYou::setMode(const QString& key)
{
    mode_ = page_.mode = key;
    Q_EMIT choicesChanged();
    Q_EMIT pageChanged();
}

QString FakeForYou::addMode(const QString& name, const QString& base)
{
    own_.push_back({name.toLower(), name, base, true});
    Q_EMIT choicesChanged();
    return own_.back().key;
}

void FakeForYou::removeMode(const QString& key)
{
    std::erase_if(own_, [&](const ListeningMode& mode) { return mode.key == key; });
    Q_EMIT choicesChanged();
}

void FakeForYou::setSteer(Steer steer)
{
    page_.steer = steer;
    Q_EMIT shelvesChanged({u"right_now"_s});
}

void FakeForYou::keepOut(SessionId session, bool out)
{
    kept.emplace_back(session, out);
    page_.unusual.reset();
    Q_EMIT choicesChanged();
}

void FakeForYou::startRadio(TrackId from)
{
    Q_EMIT radioReady(
        from, page_.shelves.empty() ? std::vector<Suggestion>() : page_.shelves[0].items);
}

void FakeForYou::wasMe(SessionId session)
{
    kept.emplace_back(session, false);
    page_.unusual.reset();
    Q_EMIT choicesChanged();
}

} // namespace segue::test

#include "moc_fake_for_you.cpp"
