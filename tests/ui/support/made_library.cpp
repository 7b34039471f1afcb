#include "tests/ui/support/made_library.h"

#include "core/base/random.h"
#include "core/library/track_table_builder.h"

#include <QBuffer>
#include <QImage>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>

namespace segue::test {

using namespace Qt::StringLiterals;

namespace {

struct Album {
    const char8_t* artist;
    const char8_t* title;
    const char8_t* genre;
    int year;
};

constexpr std::array<Album, 18> albums{{
    {u8"Harbour Lights", u8"Low Water Songs", u8"Folk", 2014},
    {u8"Harbour Lights", u8"The Long Way to the Sea", u8"Folk", 2018},
    {u8"Mira Okafor", u8"Paper Lanterns", u8"Soul", 2021},
    {u8"The Night Ferries", u8"Signal and Static", u8"Indie Rock", 2009},
    {u8"The Night Ferries", u8"Weather Reports", u8"Indie Rock", 2012},
    {u8"Anselm Weiß & das große Orchester der vereinigten Vorstadtbühnen",
        u8"Eine außerordentlich lange Suite für Streicher, Bläser und ein nicht näher bestimmtes "
        u8"Tasteninstrument",
        u8"Classical", 1998},
    {u8"Kolibri", u8"Neon Garden", u8"Electronic", 2019},
    {u8"Kolibri", u8"Afterimages", u8"Electronic", 2022},
    {u8"أصوات المدينة", u8"ليالي الصيف", u8"Arabic", 2016},
    {u8"青い鳥", u8"雨のあと", u8"J-Pop", 2020},
    {u8"Juniper & Co.", u8"Kitchen Recordings", u8"Singer-Songwriter", 2017},
    {u8"Delta Assembly", u8"Rust Belt Gospel", u8"Blues", 2005},
    {u8"Delta Assembly", u8"Live at the Old Mill", u8"Blues", 2008},
    {u8"Sofia Lindqvist", u8"Vinterljus", u8"Ambient", 2023},
    {u8"Tomás Arrieta", u8"Cuerda y Ceniza", u8"Flamenco", 2011},
    {u8"Glass Atlas", u8"Cartography", u8"Post-Rock", 2015},
    {u8"Glass Atlas", u8"Meridian", u8"Post-Rock", 2020},
    {u8"Ruby Tan Quartet", u8"Blue Hour", u8"Jazz", 1996},
}};

constexpr std::array<const char8_t*, 24> titles{
    {u8"Morning Tide", u8"Half a Mile", u8"Letters Home", u8"Copper Wire", u8"Slow Burn",
        u8"What the River Knew", u8"Northern Line", u8"Open Window", u8"Ashes and Honey",
        u8"Second Hand Moon", u8"Ten Thousand Lakes", u8"Overpass", u8"Static Bloom",
        u8"The Last Good Day of the Year (and Everything That Came After It, Part Two)",
        u8"Goldfinch", u8"Satellite Town", u8"Undertow", u8"Lantern Street", u8"If You Were Here",
        u8"Quiet Engine", u8"Nocturne", u8"Blue Door", u8"Halfway House", u8"Porcelain"}};
constexpr std::array<const char8_t*, 4> arabic{
    {u8"قمر على البحر", u8"طريق العودة", u8"نسمة", u8"حكاية الياسمين"}};
constexpr std::array<const char8_t*, 4> japanese{
    {u8"夕立", u8"窓の向こう", u8"遠い声", u8"猫と電車"}};

std::string_view view(const char8_t* text)
{
    return reinterpret_cast<const char*>(text);
}

std::string titleFor(const Album& album, std::uint64_t pick)
{
    if (view(album.genre) == "Arabic")
        return std::string(view(arabic[pick % arabic.size()]));
    if (view(album.genre) == "J-Pop")
        return std::string(view(japanese[pick % japanese.size()]));
    return std::string(view(titles[pick % titles.size()]));
}

} // namespace

TrackTablePtr makeTable(int count)
{
    Random random(7);
    TrackTableBuilder builder;
    constexpr std::int64_t now = 1'780'000'000'000;
    int made = 0;
    for (int n = 0; made < count; ++n) {
        const Album& album = albums[static_cast<std::size_t>(n) % albums.size()];
        const int round = n / static_cast<int>(albums.size());
        const std::string more = round == 0 ? "" : " " + std::to_string(round + 1);
        const std::string title = std::string(view(album.title)) + more;
        const std::string artist = std::string(view(album.artist)) + more;
        const int size = std::min(8 + static_cast<int>(random.below(7)), count - made);
        const std::uint64_t firstTitle = random.below(titles.size());
        for (int i = 0; i < size; ++i) {
            const std::string name
                = titleFor(album, firstTitle + static_cast<std::uint64_t>(i) * 5);
            const std::string path
                = "/music/" + std::to_string(n) + "/" + std::to_string(i + 1) + ".flac";
            TrackInput t;
            t.id = TrackId{++made};
            t.title = name;
            t.artist = t.albumArtist = artist;
            t.album = title;
            t.genres = view(album.genre);
            t.path = path;
            t.durationMs = 120'000 + static_cast<std::uint32_t>(random.below(240'000));
            t.addedAt = now - n * 3'600'000ll;
            t.year = static_cast<std::uint16_t>(album.year);
            t.disc = static_cast<std::uint16_t>(size > 12 && i >= 7 ? 2 : 1);
            t.trackNumber = static_cast<std::uint16_t>(t.disc == 2 ? i - 6 : i + 1);
            t.bpm = static_cast<std::uint16_t>(80 + random.below(80));
            t.bitrateKbps = 900;
            builder.add(t);
        }
    }
    return builder.build();
}

std::optional<QByteArray> makeCover(const QByteArray& path)
{
    const int album = path.split('/').value(2).toInt();
    if (album % 9 == 8)
        return {};
    Random random(static_cast<std::uint64_t>(album) * 77 + 5);
    const auto color = [&](int light) {
        return QColor::fromHsl(
            static_cast<int>(random.below(360)), 90 + static_cast<int>(random.below(120)), light);
    };
    QImage image(600, 600, QImage::Format_RGB32);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.fillRect(image.rect(), color(60 + static_cast<int>(random.below(120))));
    const auto kind = random.below(3);
    for (int i = 0; i < 7; ++i) {
        QColor c = color(90 + static_cast<int>(random.below(110)));
        c.setAlpha(170);
        painter.setBrush(c);
        const double x = random.uniform() * 600, y = random.uniform() * 600,
                     r = 60 + random.uniform() * 220;
        if (kind == 0)
            painter.drawEllipse(QPointF(x, y), r, r);
        else if (kind == 1)
            painter.drawRect(QRectF(0, 600.0 * i / 7, 600, 600 * random.uniform() / 7));
        else
            painter.drawPolygon(QPolygonF({{x, y}, {x + r * 2, y + r}, {x - r, y + r * 2}}));
    }
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "png");
    return bytes;
}

FakeLibrary::FakeLibrary(TrackTablePtr table)
    : table_(std::move(table))
{
    if (table_->size() > 0)
        roots_.push_back({RootId{1}, "/music", true});
}

void FakeLibrary::setTable(TrackTablePtr table)
{
    table_ = std::move(table);
    Q_EMIT tracksChanged();
}

void FakeLibrary::setProgress(const ScanProgress& progress)
{
    progress_ = progress;
    Q_EMIT scanProgressed(progress);
}

void FakeLibrary::finish(const ScanSummary& summary)
{
    progress_ = {};
    Q_EMIT scanFinished(summary);
}

Result<void> FakeLibrary::addRoot(const QByteArray& path)
{
    if (path.startsWith("/missing"))
        return Error{"The folder /missing is not there. Check the drive and try again."};
    roots_.push_back({RootId{static_cast<std::int64_t>(roots_.size()) + 1}, path, true});
    Q_EMIT rootsChanged();
    return {};
}

void FakeLibrary::removeRoot(RootId id)
{
    std::erase_if(roots_, [id](const RootFolder& root) { return root.id == id; });
    Q_EMIT rootsChanged();
}

void FakeLibrary::scan(std::vector<RootId>)
{
    ++scans;
}

void FakeLibrary::cancelScan()
{
    ++cancels;
    ScanSummary summary;
    summary.cancelled = true;
    finish(summary);
}

} // namespace segue::test

#include "moc_made_library.cpp"
