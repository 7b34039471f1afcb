#include "core/recommend/service/reason_words.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <functional>

using namespace Qt::StringLiterals;

namespace segue {

namespace {

/// The genre that tells most of those both are in.
QString sharedGenre(const PageContext& page, Item a, Item b)
{
    const auto genre = page.model.commonGenre(a, b);
    return genre < 0
        ? QString()
        : QString::fromStdString(page.catalogue.genreName[static_cast<std::size_t>(genre)]);
}

constexpr float clearlyAlike = .35F; // a cosine that few pairs of a library reach

/// What one part of content can say of two tracks that it connects.
void contentPartTexts(
    const PageContext& page, Item item, Item near, reco::ContentPart part, Texts& texts)
{
    const reco::Catalogue& c = page.catalogue;
    const auto at = static_cast<std::size_t>(item), other = static_cast<std::size_t>(near);
    const QString name = quoted(page, {near});
    const TrackRecord& track = page.table[static_cast<Row>(item)];
    using Part = reco::ContentPart;
    texts.name(aboutTrack(page, near));
    switch (part) {
    case Part::genre: {
        const QString genre = sharedGenre(page, item, near);
        texts.name({{}, u"genre"_s, {}, genre});
        texts.add("%1, like %2", genre, name);
        texts.add("Close to %2 in your %1", genre, name);
        texts.add("More %1 after %2", genre, name);
        break;
    }
    case Part::albumArtist:
        texts.add("On an album by the same hands as %1", name);
        break;
    case Part::artist:
        texts.add("By the artist of %1", name);
        texts.add("From the same hands as %1", name);
        break;
    case Part::label: {
        const auto label = page.table.text(track.label);
        texts.add("On %1, the label of %2",
            QString::fromUtf8(label.data(), static_cast<qsizetype>(label.size())), name);
        break;
    }
    case Part::composer:
        texts.add("By the composer of %1", name);
        break;
    case Part::year:
        if (std::abs(c.year[at] - c.year[other]) > 3)
            break;
        texts.add("From %1, close to %2", QString::number(c.year[at]), name);
        texts.add("Of the same years as %1", name);
        break;
    case Part::duration:
        if (c.durationS[at] >= 90 && c.durationS[other] >= 90
            && std::abs(std::log2(c.durationS[at] / c.durationS[other])) < .25F)
            texts.add("Like %1 it takes its %2 minutes", name,
                QString::number(std::lround(c.durationS[at] / 60)));
        break;
    case Part::bpm:
        if (std::abs(c.bpm[at] - c.bpm[other]) * 12 > c.bpm[other])
            break; // half or twice the other's
        texts.add("At the pace of %1", name);
        texts.add("Keeps the tempo of %1", name);
        break;
    case Part::key:
        texts.add("In a key close to that of %1", name);
        break;
    case Part::sound:
        if (c.sound.cosine(at, other) >= clearlyAlike) {
            texts.add("Sounds like %1", name);
            texts.add("Close to the sound of %1", name);
        }
        texts.add("Not far from the sound of %1", name);
        break;
    }
}

/// The parts that connect two tracks, the heaviest first: those that add at least half of what the
/// heaviest does.
std::vector<reco::ContentPart> connectingParts(const PageContext& page, Item item, Item near)
{
    const auto added = page.model.contentParts(item, near);
    const float most = *std::ranges::max_element(added);
    std::vector<reco::ContentPart> parts;
    for (std::size_t part = 0; most > 0 && part < added.size(); ++part) {
        if (added[part] >= most / 2)
            parts.push_back(static_cast<reco::ContentPart>(part));
    }
    std::ranges::stable_sort(
        parts, std::greater<>(), [&added](reco::ContentPart part) { return added[index(part)]; });
    return parts;
}

} // namespace

QString words(const char* text)
{
    return QCoreApplication::translate("Reasons", text);
}

LessOf aboutTrack(const PageContext& page, Item item)
{
    return {{}, u"track"_s, page.table[static_cast<Row>(item)].id, page.titleOf(item)};
}

QString quoted(const PageContext& page, const std::vector<Item>& items)
{
    return items.empty() ? QString() : u"“%1”"_s.arg(page.titleOf(items.front()));
}

void contentTexts(const PageContext& page, Item item, Item near, Texts& texts)
{
    const auto parts = connectingParts(page, item, near);
    const auto speaks = [&parts](reco::ContentPart part) {
        return std::ranges::find(parts, part) != parts.end();
    };
    const QString name = quoted(page, {near});
    const auto& year = page.catalogue.year;
    if (speaks(reco::ContentPart::genre) && speaks(reco::ContentPart::year)
        && std::abs(year[static_cast<std::size_t>(item)] - year[static_cast<std::size_t>(near)])
            <= 3) {
        const QString genre = sharedGenre(page, item, near);
        texts.name({{}, u"genre"_s, {}, genre});
        texts.add("%1 of the same years as %2", genre, name);
        texts.add("Shares %1 and its era with %2", genre, name);
    }
    for (const auto part : parts)
        contentPartTexts(page, item, near, part, texts);
    texts.name(aboutTrack(page, near));
    if (parts.size() == 1 && speaks(reco::ContentPart::sound))
        return; // of tags nothing may be said
    texts.add("Taken together, close to %1", name);
    texts.add("All in all, kin to %1", name);
}

} // namespace segue
