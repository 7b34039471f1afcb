#include "core/recommend/packs/pack_file.h"

#include "core/base/random.h"
#include "core/recommend/service/checked_bytes.h"
#include "core/text/display_path.h"

#include <QDataStream>
#include <QFile>
#include <QSaveFile>

#include <algorithm>
#include <charconv>

namespace segue::packs {

namespace {

namespace fs = std::filesystem;

constexpr QByteArrayView magic("segue-pack");
constexpr quint32 version = 1;
constexpr std::string_view ending = ".pack";

fs::path fileOf(const fs::path& folder, std::int64_t id)
{
    return folder / (std::to_string(id) + std::string(ending));
}

QString qtPath(const fs::path& path)
{
    return QFile::decodeName(path.c_str());
}

std::string shown(const fs::path& path)
{
    return displayPath(QByteArray::fromStdString(path.string())).toStdString();
}

/// Whether walking through the rows stays inside the lists.
bool isSound(const Pack& pack)
{
    const auto& rows = pack.rows;
    const auto items = static_cast<std::int32_t>(pack.items.size());
    return rows.columns == items && !rows.start.empty() && rows.start.front() == 0
        && rows.start.back() == rows.item.size() && std::ranges::is_sorted(rows.start)
        && std::ranges::all_of(
            rows.item, [items](std::int32_t item) { return item >= 0 && item < items; });
}

} // namespace

QByteArray toBytes(const Pack& pack)
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    QDataStream& out = checked::prepared(stream);
    out.writeRawData(magic.data(), static_cast<int>(magic.size()));
    const PackInfo& info = pack.info;
    out << version << QByteArray::fromStdString(info.name) << QByteArray::fromStdString(info.source)
        << static_cast<qint64>(info.addedAt) << info.ofArtists << static_cast<qint64>(info.lines);
    checked::putList(out, std::vector<std::int64_t>(info.leftOut.begin(), info.leftOut.end()));
    out << static_cast<qint64>(info.oneListenerIn);
    checked::putList(out, pack.items);
    checked::putList(out, pack.rows.start);
    checked::putList(out, pack.rows.item);
    checked::seal(bytes);
    return bytes;
}

Result<Pack> fromBytes(const QByteArray& bytes)
{
    const Error damaged{"is damaged. Remove the pack and add it again from the file it came from."};
    const auto body = checked::unsealed(bytes);
    if (!body || !body->startsWith(magic))
        return damaged;
    QDataStream stream(*body);
    QDataStream& in = checked::prepared(stream);
    in.skipRawData(static_cast<int>(magic.size()));
    quint32 found = 0;
    in >> found;
    if (found != version)
        return Error{"is of another version of Segue. Remove the pack and add it again."};
    Pack pack;
    QByteArray name, source;
    qint64 addedAt = 0, lines = 0, oneIn = 1;
    std::vector<std::int64_t> leftOut;
    in >> name >> source >> addedAt >> pack.info.ofArtists >> lines;
    if (!checked::takeList(in, leftOut))
        return damaged;
    in >> oneIn;
    if (!checked::takeList(in, pack.items) || !checked::takeList(in, pack.rows.start)
        || !checked::takeList(in, pack.rows.item))
        return damaged;
    pack.rows.columns = static_cast<std::int32_t>(pack.items.size());
    if (!isSound(pack))
        return damaged;
    std::copy_n(leftOut.begin(), std::min(leftOut.size(), pack.info.leftOut.size()),
        pack.info.leftOut.begin());
    pack.info.name = name.toStdString();
    pack.info.source = source.toStdString();
    pack.info.addedAt = addedAt;
    pack.info.lines = lines;
    pack.info.oneListenerIn = oneIn;
    pack.info.listeners = pack.rows.rows();
    pack.info.triplets = std::ssize(pack.rows.item);
    pack.info.items = std::ssize(pack.items);
    return pack;
}

fs::path folderOf(const fs::path& database)
{
    return database.parent_path() / "packs";
}

std::vector<std::int64_t> idsIn(const fs::path& folder)
{
    std::vector<std::int64_t> ids;
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        const std::string name = at->path().filename().string();
        if (!name.ends_with(ending))
            continue;
        const char* const last = name.data() + name.size() - ending.size();
        std::int64_t id = 0;
        const auto read = std::from_chars(name.data(), last, id);
        if (read.ec == std::errc() && read.ptr == last && id > 0)
            ids.push_back(id);
    }
    std::ranges::sort(ids);
    return ids;
}

Result<Pack> read(const fs::path& folder, std::int64_t id)
{
    const fs::path path = fileOf(folder, id);
    QFile file(qtPath(path));
    if (!file.open(QIODevice::ReadOnly))
        return Error{"The pack in " + shown(path)
            + " could not be read: " + file.errorString().toStdString() + '.'};
    auto pack = fromBytes(file.readAll());
    if (!pack)
        return Error{"The pack in " + shown(path) + ' ' + pack.error().message};
    pack->info.id = id;
    return pack;
}

Result<std::int64_t> add(const fs::path& folder, Pack& pack)
{
    const auto cannot = [&folder](const std::string& why) {
        return Error{"The pack could not be kept in " + shown(folder) + ": " + why
            + ". Is there room on the disk?"};
    };
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        return cannot(error.message());
    const auto ids = idsIn(folder);
    const std::int64_t id = ids.empty() ? 1 : ids.back() + 1;
    QSaveFile file(qtPath(fileOf(folder, id)));
    const QByteArray bytes = toBytes(pack);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return cannot(file.errorString().toStdString());
    pack.info.id = id;
    return id;
}

Result<void> remove(const fs::path& folder, std::int64_t id)
{
    const fs::path path = fileOf(folder, id);
    std::error_code error;
    if (!fs::remove(path, error))
        return Error{"The pack in " + shown(path) + " could not be removed: "
            + (error ? error.message() : std::string("it is not there")) + '.'};
    return {};
}

std::uint64_t fingerprintOf(const fs::path& folder)
{
    std::uint64_t sum = 0;
    for (const std::int64_t id : idsIn(folder)) {
        QFile file(qtPath(fileOf(folder, id)));
        std::uint64_t of = static_cast<std::uint64_t>(id);
        if (file.open(QIODevice::ReadOnly)) {
            of += splitmix64Mix(static_cast<std::uint64_t>(file.size()));
            file.seek(std::max<qint64>(0, file.size() - checked::hashSize));
            const QByteArray end = file.readAll();
            of += checked::hashOf({end.constData(), static_cast<std::size_t>(end.size())});
        }
        sum = std::max<std::uint64_t>(1, splitmix64Mix(sum + of));
    }
    return sum;
}

} // namespace segue::packs
