// Layout: a head, then the arrays one after the other, each padded to eight bytes: texts, tracks,
// albums, rows of albums, rows by id. The arrays are memory as the compiler laid it out. That is
// sound because no other build reads it: the head holds the build id that the linker put into the
// program (a digest of its code), so a changed record or a changed rule of sorting or grouping
// makes the file foreign, without a version number that someone has to remember.
#include "core/library/track_table_file.h"

#include "core/library/track_table_builder.h"

#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>
#include <xxhash.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <limits>
#include <type_traits>

namespace segue {

namespace {

constexpr std::array<char, 8> magic{'S', 'E', 'G', 'U', 'E', 't', 't', '1'};
constexpr std::size_t maxBytes = std::size_t{1} << 34;

static_assert(std::is_trivially_copyable_v<TrackRecord>);
static_assert(std::is_trivially_copyable_v<AlbumRecord>);

struct Head {
    std::array<char, 8> magic;
    std::uint64_t build;
    std::int64_t stamp;
    std::uint64_t texts, tracks, albums, ids; ///< bytes of text, records
    std::uint64_t body; ///< checksum of what follows the head
    std::uint64_t head; ///< checksum of the fields above
};

/// Takes the build id's note out of the program's own segments.
int noteBuildId(dl_phdr_info* info, std::size_t, void* out)
{
    const auto end = [](std::size_t size) { return (size + 3) & ~std::size_t{3}; };
    for (int i = 0; i < info->dlpi_phnum; ++i) {
        const auto& segment = info->dlpi_phdr[i];
        if (segment.p_type != PT_NOTE)
            continue;
        // NOLINTNEXTLINE(performance-no-int-to-ptr): the loader tells where it put the segment.
        const auto* at = reinterpret_cast<const char*>(info->dlpi_addr + segment.p_vaddr);
        const char* const last = at + segment.p_memsz;
        while (at + sizeof(ElfW(Nhdr)) <= last) {
            ElfW(Nhdr) note;
            std::memcpy(&note, at, sizeof(note));
            const char* name = at + sizeof(note);
            const char* value = name + end(note.n_namesz);
            if (value + note.n_descsz > last)
                break;
            if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4
                && std::memcmp(name, "GNU", 4) == 0) {
                *static_cast<std::uint64_t*>(out) = XXH3_64bits(value, note.n_descsz);
                return 1;
            }
            at = value + end(note.n_descsz);
        }
    }
    return 1; // the first object is the program; libraries are none of ours
}

/// 0: linked without a build id; then nothing is kept.
std::uint64_t buildId()
{
    static const std::uint64_t id = [] {
        std::uint64_t found = 0;
        dl_iterate_phdr(noteBuildId, &found);
        return found;
    }();
    return id;
}

std::uint64_t headSum(const Head& head)
{
    return XXH3_64bits(&head, offsetof(Head, head));
}

class Checksum {
public:
    Checksum() { XXH3_64bits_reset(state_.get()); }
    void add(const void* data, std::size_t size) { XXH3_64bits_update(state_.get(), data, size); }
    std::uint64_t value() const { return XXH3_64bits_digest(state_.get()); }

private:
    std::unique_ptr<XXH3_state_t, XXH_errorcode (*)(XXH3_state_t*)> state_{
        XXH3_createState(), XXH3_freeState};
};

class File {
public:
    File(const std::filesystem::path& path, int flags)
        : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0600))
    {
    }
    ~File()
    {
        if (fd_ >= 0)
            ::close(fd_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    int fd() const { return fd_; }

    bool read(void* to, std::size_t size) const
    {
        for (auto* at = static_cast<char*>(to); size > 0;) {
            const ssize_t got = ::read(fd_, at, size);
            if (got <= 0 && !(got < 0 && errno == EINTR))
                return false;
            at += std::max<ssize_t>(got, 0);
            size -= static_cast<std::size_t>(std::max<ssize_t>(got, 0));
        }
        return true;
    }
    bool write(const void* from, std::size_t size) const
    {
        for (const auto* at = static_cast<const char*>(from); size > 0;) {
            const ssize_t put = ::write(fd_, at, size);
            if (put < 0 && errno != EINTR)
                return false;
            at += std::max<ssize_t>(put, 0);
            size -= static_cast<std::size_t>(std::max<ssize_t>(put, 0));
        }
        return true;
    }

private:
    int fd_;
};

bool isOurs(const Head& head)
{
    return buildId() != 0 && head.magic == magic && head.build == buildId()
        && head.head == headSum(head) && head.texts <= std::numeric_limits<std::uint32_t>::max()
        && head.tracks <= std::numeric_limits<Row>::max() && head.albums <= head.tracks
        && head.ids <= std::numeric_limits<Row>::max();
}

template <class Array>
std::size_t bytesOf(const Array& array)
{
    return array.size() * sizeof(*array.data());
}

constexpr std::size_t padding(std::size_t size)
{
    return (8 - size % 8) % 8;
}

/// An entry of the rows by id: a pair's bytes are its compiler's business.
struct IdRow {
    TrackId id;
    Row row = 0;
    std::uint32_t unused = 0;
};

std::size_t bodyBytes(const Head& head)
{
    const auto padded = [](std::size_t size) { return size + padding(size); };
    return padded(head.texts) + padded(head.tracks * sizeof(TrackRecord))
        + padded(head.albums * sizeof(AlbumRecord)) + padded(head.tracks * sizeof(Row))
        + padded(head.ids * sizeof(IdRow));
}

bool writeTable(const File& file, const TrackTable& table, std::int64_t stamp)
{
    static constexpr std::array<char, 8> zeros{};
    const std::string_view texts = TrackTableBuilder::textsOf(table);
    const auto albumRows = TrackTableBuilder::albumRowsOf(table);
    std::vector<IdRow> rowById;
    rowById.reserve(table.size());
    for (const auto& [id, row] : TrackTableBuilder::rowByIdOf(table))
        rowById.push_back({id, row, 0});
    const auto each = [&](const auto& visit) {
        const auto one = [&](const auto& array) {
            const std::size_t size = bytesOf(array);
            return visit(array.data(), size) && visit(zeros.data(), padding(size));
        };
        return one(texts) && one(table.tracks()) && one(table.albums()) && one(albumRows)
            && one(rowById);
    };
    Checksum sum;
    each([&](const void* data, std::size_t size) {
        sum.add(data, size);
        return true;
    });
    Head head{magic, buildId(), stamp, texts.size(), table.size(), table.albums().size(),
        rowById.size(), sum.value(), 0};
    head.head = headSum(head);
    return file.write(&head, sizeof(head))
        && each([&](const void* data, std::size_t size) { return file.write(data, size); });
}

/// Null when the file ends early or is not what was written.
TrackTablePtr readTable(const File& file, const Head& head)
{
    TrackTableParts parts;
    std::vector<IdRow> rowById(head.ids);
    parts.texts.resize(head.texts);
    parts.tracks.resize(head.tracks);
    parts.albums.resize(head.albums);
    parts.albumRows.resize(head.tracks);
    Checksum sum;
    const auto one = [&](auto& array) {
        const std::size_t size = bytesOf(array);
        std::array<char, 8> rest{};
        if (!file.read(array.data(), size) || !file.read(rest.data(), padding(size)))
            return false;
        sum.add(array.data(), size);
        sum.add(rest.data(), padding(size));
        return true;
    };
    if (!one(parts.texts) || !one(parts.tracks) || !one(parts.albums) || !one(parts.albumRows)
        || !one(rowById) || sum.value() != head.body)
        return nullptr;
    parts.rowById.reserve(rowById.size());
    for (const IdRow& entry : rowById)
        parts.rowById.emplace_back(entry.id, entry.row);
    return TrackTableBuilder::assemble(std::move(parts));
}

/// The head, where the file is ours and as long as it should be.
std::optional<Head> readHead(const File& file)
{
    Head head{};
    struct stat info { };
    if (file.fd() < 0 || !file.read(&head, sizeof(head)) || !isOurs(head)
        || ::fstat(file.fd(), &info) != 0)
        return std::nullopt;
    const std::size_t size = bodyBytes(head);
    if (size > maxBytes || static_cast<std::size_t>(info.st_size) != sizeof(head) + size)
        return std::nullopt;
    return head;
}

} // namespace

std::filesystem::path tableFileOf(const std::filesystem::path& database)
{
    return std::filesystem::path(database).replace_extension(".tracks");
}

Result<void> writeTableFile(
    const std::filesystem::path& path, const TrackTable& table, std::int64_t stamp)
{
    if (buildId() == 0)
        return Error{"This program was linked without a build id: the table of tracks is not kept, "
                     "and starting takes longer."};
    // Of this process alone: two of them may share a folder.
    const std::filesystem::path beside = path.string() + '.' + std::to_string(::getpid()) + ".tmp";
    const bool written = [&] {
        const File file(beside, O_WRONLY | O_CREAT | O_TRUNC);
        return file.fd() >= 0 && writeTable(file, table, stamp);
    }();
    if (!written || ::rename(beside.c_str(), path.c_str()) != 0) {
        const int error = errno;
        ::unlink(beside.c_str());
        return Error{path.string() + " could not be written: " + std::strerror(error)
            + ". Starting takes longer until it can; check the disk's free space."};
    }
    return {};
}

std::optional<StoredTable> readTableFile(const std::filesystem::path& path)
{
    const File file(path, O_RDONLY);
    const std::optional<Head> head = readHead(file);
    if (!head)
        return std::nullopt;
    TrackTablePtr table = readTable(file, *head);
    if (!table)
        return std::nullopt;
    return StoredTable{std::move(table), head->stamp};
}

std::optional<std::int64_t> stampOfTableFile(const std::filesystem::path& path)
{
    const std::optional<Head> head = readHead(File(path, O_RDONLY));
    return head ? std::optional(head->stamp) : std::nullopt;
}

} // namespace segue
