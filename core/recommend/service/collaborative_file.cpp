#include "core/recommend/service/collaborative_file.h"

#include "core/base/random.h"
#include "core/recommend/service/checked_bytes.h"

#include <QDataStream>
#include <QFile>
#include <QSaveFile>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace segue {

namespace {

constexpr QByteArrayView magic("segue-others");
constexpr quint32 version = 2;
constexpr quint32 mostPacks = 1000;

using checked::prepared;
using checked::putList;
using checked::takeList;

bool isNear(qint64 a, qint64 b)
{
    return std::abs(a - b) < std::max<qint64>(50, std::max(a, b) / 50);
}

bool areFinite(const std::vector<float>& list)
{
    return std::ranges::all_of(list, [](float value) { return std::isfinite(value); });
}

/// Whether scoring with it stays inside its lists.
bool isSound(const reco::ItemGraph& graph, std::size_t tracks)
{
    const auto items = static_cast<std::size_t>(std::max(graph.items, 0));
    if (items != tracks || graph.start.size() != items + 1 || graph.start.front() != 0
        || graph.start.back() != graph.neighbour.size()
        || graph.neighbour.size() != graph.weight.size() || !areFinite(graph.weight)
        || !std::ranges::is_sorted(graph.start))
        return false;
    return std::ranges::all_of(graph.neighbour,
        [items](std::int32_t at) { return at >= 0 && static_cast<std::size_t>(at) < items; });
}

} // namespace

std::uint64_t libraryFingerprint(const TrackTable& table, const CleanView& clean)
{
    std::uint64_t sum = table.size();
    for (std::size_t row = 0; row < table.size(); ++row)
        sum = splitmix64Mix(
            sum * 31 + static_cast<std::uint64_t>(table[static_cast<Row>(row)].id.value));
    std::uint64_t merged = 0; // in any order
    for (const auto& [track, meant] : clean.recordings)
        merged += splitmix64Mix(static_cast<std::uint64_t>(track.value) * 1'000'003
            + static_cast<std::uint64_t>(meant.value));
    for (const auto& [name, meant] : clean.artists)
        merged += splitmix64Mix(checked::hashOf(name) * 31 + checked::hashOf(meant));
    return merged == 0 ? sum : splitmix64Mix(sum ^ merged);
}

bool stillFits(const CollaborativeFacts& before, const CollaborativeFacts& now)
{
    return before.library == now.library && before.listeners == now.listeners
        && before.packs == now.packs && isNear(before.ownPlays, now.ownPlays)
        && now.otherPlays >= before.otherPlays && isNear(before.otherPlays, now.otherPlays);
}

QByteArray toBytes(const reco::TrainedCollaborative& trained, const CollaborativeFacts& facts)
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    QDataStream& out = prepared(stream);
    out.writeRawData(magic.data(), static_cast<int>(magic.size()));
    out << version << static_cast<quint64>(facts.library) << facts.ownPlays << facts.otherPlays
        << facts.listeners << static_cast<quint64>(facts.packs);
    out << static_cast<quint64>(trained.rows) << static_cast<quint64>(trained.entries)
        << static_cast<quint64>(trained.listeners);
    putList(out, trained.support);
    out << static_cast<quint32>(trained.packs.size());
    for (const reco::PackSupport& pack : trained.packs) {
        out << QByteArray::fromStdString(pack.name) << pack.ofArtists;
        putList(out, pack.tracks);
    }
    const reco::IalsParts parts = trained.factors.parts();
    out << static_cast<qint32>(parts.factors) << static_cast<qint32>(parts.items)
        << parts.unobserved << parts.lambda << parts.nu;
    putList(out, parts.item);
    putList(out, parts.gram);
    out << static_cast<qint32>(trained.walks.items);
    putList(out, trained.walks.start);
    putList(out, trained.walks.neighbour);
    putList(out, trained.walks.weight);
    checked::seal(bytes);
    return bytes;
}

std::optional<SavedCollaborative> collaborativeFromBytes(
    const QByteArray& bytes, std::size_t tracks)
{
    const auto body = checked::unsealed(bytes);
    if (!body || !body->startsWith(magic))
        return std::nullopt;
    QDataStream stream(*body);
    QDataStream& in = prepared(stream);
    in.skipRawData(static_cast<int>(magic.size()));
    quint32 found = 0;
    quint64 library = 0, packs = 0, rows = 0, entries = 0, listeners = 0;
    SavedCollaborative saved;
    in >> found >> library >> saved.facts.ownPlays >> saved.facts.otherPlays
        >> saved.facts.listeners >> packs >> rows >> entries >> listeners;
    if (in.status() != QDataStream::Ok || found != version)
        return std::nullopt;
    saved.facts.library = library;
    saved.facts.packs = packs;
    reco::TrainedCollaborative trained;
    trained.rows = rows;
    trained.entries = entries;
    trained.listeners = listeners;
    reco::IalsParts parts;
    qint32 factors = 0, items = 0, walked = 0;
    if (!takeList(in, trained.support) || trained.support.size() != tracks)
        return std::nullopt;
    quint32 packCount = 0;
    in >> packCount;
    if (packCount > mostPacks)
        return std::nullopt;
    for (quint32 i = 0; i < packCount; ++i) {
        reco::PackSupport pack;
        QByteArray name;
        in >> name >> pack.ofArtists;
        pack.name = name.toStdString();
        if (!takeList(in, pack.tracks) || pack.tracks.size() != tracks || !areFinite(pack.tracks))
            return std::nullopt;
        trained.packs.push_back(std::move(pack));
    }
    in >> factors >> items >> parts.unobserved >> parts.lambda >> parts.nu;
    parts.factors = factors;
    parts.items = items;
    if (!takeList(in, parts.item) || !takeList(in, parts.gram))
        return std::nullopt;
    in >> walked;
    trained.walks.items = walked;
    if (!takeList(in, trained.walks.start) || !takeList(in, trained.walks.neighbour)
        || !takeList(in, trained.walks.weight) || !areFinite(trained.support)
        || !isSound(trained.walks, tracks))
        return std::nullopt;
    trained.factors = reco::Ials::fromParts(std::move(parts));
    if (static_cast<std::size_t>(trained.factors.items()) != tracks)
        return std::nullopt;
    trained.finished = true;
    saved.trained = std::make_shared<const reco::TrainedCollaborative>(std::move(trained));
    return saved;
}

std::optional<SavedCollaborative> readCollaborative(
    const std::filesystem::path& path, std::size_t tracks)
{
    QFile file(QFile::decodeName(path.c_str()));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return collaborativeFromBytes(file.readAll(), tracks);
}

Result<void> writeCollaborative(const std::filesystem::path& path, const QByteArray& bytes)
{
    QSaveFile file(QFile::decodeName(path.c_str()));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return Error{"What was learned from other listeners could not be kept in " + path.string()
            + ": " + file.errorString().toStdString() + ". It is learned again at the next start."};
    return {};
}

} // namespace segue
