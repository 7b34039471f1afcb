#include "core/recommend/packs/text_lines.h"

#include "core/text/display_path.h"

#include <QByteArray>

#include <sys/stat.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace segue {

namespace {

constexpr std::size_t blockBytes = 1 << 18;

Error about(const std::string& path, const std::string& what)
{
    return Error{
        "The file " + displayPath(QByteArray::fromStdString(path)).toStdString() + ' ' + what};
}

/// Why bytes are no text; empty when they may be some.
std::string whyNoText(std::string_view head)
{
    using namespace std::string_view_literals;
    struct Packing {
        std::string_view mark, what;
    };
    static constexpr std::array packings{
        Packing{"\x28\xB5\x2F\xFD"sv, "is packed by zstd: unpack it first (zstd -d)."},
        Packing{"\xFD\x37zXZ\0"sv, "is packed by xz: unpack it first (xz -d)."},
        Packing{"BZh"sv, "is packed by bzip2: unpack it first (bzip2 -d)."},
        Packing{"PK\x03\x04"sv, "is a zip archive: unpack it first."},
        Packing{"\xFF\xFE"sv, "is in UTF-16: save it as UTF-8."},
        Packing{"\xFE\xFF"sv, "is in UTF-16: save it as UTF-8."}};
    for (const Packing& packing : packings) {
        if (head.starts_with(packing.mark))
            return std::string(packing.what);
    }
    constexpr std::size_t looked = 512; // later ones cost their line
    if (head.substr(0, looked).find('\0') != std::string_view::npos)
        return "is no text file: there are bytes 0 in it.";
    return {};
}

gzFile asGz(void* file)
{
    return static_cast<gzFile>(file);
}

} // namespace

Result<std::unique_ptr<TextLines>> TextLines::open(
    const std::string& path, const std::stop_token& stop)
{
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return about(path, "could not be read: " + std::string(std::strerror(errno)) + '.');
    struct stat status { };
    if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        ::close(descriptor);
        return about(path, "is no file. Check its name.");
    }
    gzFile file = ::gzdopen(descriptor, "rb");
    if (!file) {
        ::close(descriptor);
        return about(path, "could not be read: there is too little memory.");
    }
    ::gzbuffer(file, blockBytes);
    std::unique_ptr<TextLines> lines(new TextLines(path, file, status.st_size, stop));
    if (!lines->fill()) {
        if (const auto state = lines->state(); !state)
            return state.error();
        return about(path, "is empty.");
    }
    const std::string_view head(lines->block_.data(), lines->to_);
    if (const std::string why = whyNoText(head); !why.empty())
        return about(path, why);
    if (head.starts_with("\xEF\xBB\xBF"))
        lines->from_ = 3;
    return lines;
}

TextLines::TextLines(std::string path, void* file, std::int64_t size, std::stop_token stop)
    : path_(std::move(path))
    , file_(file)
    , size_(size)
    , stop_(std::move(stop))
    , block_(blockBytes)
{
}

TextLines::~TextLines()
{
    ::gzclose(asGz(file_));
}

bool TextLines::fill()
{
    isBrokenOff_ = isBrokenOff_ || stop_.stop_requested();
    if (isBrokenOff_ || !problem_.empty())
        return false;
    const int read = ::gzread(asGz(file_), block_.data(), static_cast<unsigned>(block_.size()));
    int code = Z_OK;
    const char* const words = ::gzerror(asGz(file_), &code);
    if (read < 0 || (code != Z_OK && code != Z_STREAM_END)) {
        problem_ = code == Z_ERRNO ? std::strerror(errno)
            : code == Z_BUF_ERROR  ? "it ends in the middle: it was not fetched whole"
                                   : words;
    }
    from_ = 0;
    to_ = static_cast<std::size_t>(std::max(read, 0));
    return to_ > 0;
}

bool TextLines::next()
{
    held_.clear();
    line_ = {};
    tooLong_ = false;
    bool begun = false;
    std::size_t length = 0;
    while (from_ < to_ || fill()) {
        begun = true;
        const std::string_view rest(block_.data() + from_, to_ - from_);
        const std::size_t end = rest.find('\n');
        const std::string_view part = rest.substr(0, end);
        from_ += std::min(part.size() + 1, rest.size());
        length += part.size();
        if (length > longestPassed) {
            problem_ = "line " + std::to_string(number_ + 1)
                + " does not end within 16 MiB, so these are no lines of text";
            from_ = to_;
            return false;
        }
        tooLong_ = tooLong_ || length > longest;
        if (!tooLong_ && end != std::string_view::npos && held_.empty())
            line_ = part; // the usual case: nothing is copied
        else if (!tooLong_)
            line_ = held_.append(part);
        if (end != std::string_view::npos)
            break;
    }
    if (!begun || isBrokenOff_)
        return false;
    ++number_;
    if (tooLong_)
        line_ = {};
    if (line_.ends_with('\r'))
        line_.remove_suffix(1);
    return true;
}

double TextLines::share() const
{
    const auto at = static_cast<double>(::gzoffset(asGz(file_)));
    return size_ > 0 ? std::clamp(at / static_cast<double>(size_), 0., 1.) : 1;
}

Result<void> TextLines::state() const
{
    if (isBrokenOff_)
        return Error{"Broken off; nothing was kept."};
    if (problem_.empty())
        return {};
    return about(
        path_, "could not be read beyond line " + std::to_string(number_) + ": " + problem_ + '.');
}

} // namespace segue
