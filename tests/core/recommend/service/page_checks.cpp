#include "tests/core/recommend/service/page_checks.h"

#include <QTest>

#include <cmath>

namespace segue::test {

PageRequest requestAt(UtcMs at, std::uint64_t seed)
{
    PageRequest request;
    request.at = at;
    request.seed = seed;
    return request;
}

const Shelf* shelf(const Page& page, const char* id)
{
    const auto it = std::ranges::find(page.shelves, QLatin1String(id), &Shelf::id);
    return it == page.shelves.end() ? nullptr : &*it;
}

bool has(const Page& page, TrackId track)
{
    return std::ranges::any_of(page.shelves, [&](const Shelf& s) {
        return std::ranges::find(s.items, track, &Suggestion::track) != s.items.end();
    });
}

int artistOf(TrackId track)
{
    return static_cast<int>((track.value - 1) / (albumsEach * tracksEach));
}

std::vector<std::int64_t> ids(const Page& page)
{
    std::vector<std::int64_t> list;
    for (const Shelf& s : page.shelves) {
        for (const Suggestion& card : s.items)
            list.push_back(card.track.value);
    }
    return list;
}

QString speakingChannel(const Shelf& s, const Suggestion& card)
{
    QString best;
    double most = 0;
    for (const Contribution& c : card.contributions) {
        const auto term = reco::termFromName(c.channel.toStdString());
        if (!term || !reco::canBeReason(*term) || c.value <= 0)
            continue;
        double mean = 0;
        for (const Contribution& m : s.means) {
            if (m.channel == c.channel)
                mean = m.value;
        }
        if (best.isEmpty() || c.value - mean > most) {
            best = c.channel;
            most = c.value - mean;
        }
    }
    return best;
}

void checkExact(const Page& page)
{
    for (const Shelf& s : page.shelves) {
        if (s.id == QLatin1String("start_here"))
            continue; // nothing is known: no sum, no reason
        for (const Suggestion& card : s.items) {
            double sum = 0;
            for (const Contribution& c : card.contributions) {
                QVERIFY(std::isfinite(c.value));
                sum += c.value;
            }
            QVERIFY2(std::abs(sum - card.score) < 1e-6, qPrintable(s.id));
            QCOMPARE(card.reasonChannel, speakingChannel(s, card));
            QVERIFY(!card.reason.isEmpty());
        }
    }
}

} // namespace segue::test
