#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace segue {

/// The lines of a text file of any size, plain or packed by gzip, one after the other; holds no
/// more than a block of it. Blocks on the disk. Errors name the file.
class TextLines {
public:
    static constexpr std::size_t longest = 65'536; ///< bytes of a line
    /// Bytes of a line that is passed over; a longer one is an error: it may never end.
    static constexpr std::size_t longestPassed = 16 * 1024 * 1024;

    /// `path`: bytes. An error for what is no text: another packing, UTF-16, bytes 0 at its
    /// beginning. `stop` is asked at each block, so it breaks off within a line, too.
    static Result<std::unique_ptr<TextLines>> open(
        const std::string& path, const std::stop_token& stop = {});
    ~TextLines();
    TextLines(const TextLines&) = delete;
    TextLines& operator=(const TextLines&) = delete;

    /// Goes on to the next line; false at the end and after an error.
    bool next();
    /// Without its end; valid until next(). Empty for one that is too long.
    std::string_view line() const { return line_; }
    bool isTooLong() const { return tooLong_; }
    std::int64_t number() const { return number_; } ///< from 1
    double share() const; ///< 0..1 of the file, as it lies on the disk
    /// Why it ended early, if it did: an error of the file, or broken off.
    Result<void> state() const;

private:
    TextLines(std::string path, void* file, std::int64_t size, std::stop_token stop);
    bool fill();

    std::string path_;
    void* file_; // gzFile
    std::int64_t size_;
    std::stop_token stop_;
    bool isBrokenOff_ = false;
    std::vector<char> block_;
    std::size_t from_ = 0, to_ = 0; // what is left of the block
    std::string held_; // a line that began in an earlier block
    std::string_view line_;
    bool tooLong_ = false;
    std::int64_t number_ = 0;
    std::string problem_;
};

} // namespace segue
