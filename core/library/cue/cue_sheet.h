#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Cue sheets (CDRWIN's format): a plain function from bytes to values. No disk, no database.

namespace segue {

/// Positions on a CD are counted in frames.
constexpr std::int64_t cueFramesPerSecond = 75;

struct CueTrack {
    int number = 0; ///< 1..999
    std::size_t file = 0; ///< index into CueSheet::files
    std::int64_t start = 0; ///< frames from the file's start: INDEX 01
    std::string title, performer, songwriter, isrc; ///< UTF-8; empty where not said
};

struct CueSheet {
    std::string title, performer, genre, date, catalog;
    int disc = 0, discTotal = 0; ///< REM DISCNUMBER, REM TOTALDISCS; 0: not said
    std::vector<std::string> files; ///< as written, UTF-8
    std::vector<CueTrack> tracks; ///< in the sheet's order; audio only
};

/// Reads a cue sheet: UTF-8 or UTF-16 with its mark, else UTF-8 where it is valid, else
/// Windows-1252 (which has Latin-1 in it). Commands that mean nothing here are passed over; CR, LF
/// and both end a line. Errors say the line: larger than 1 MiB, a track without a FILE or an INDEX
/// 01, positions that go backwards, no track at all.
Result<CueSheet> parseCueSheet(std::string_view bytes);

/// A part of one file that is played as a track.
struct CuePart {
    std::int64_t startMs = 0;
    std::int64_t endMs = 0; ///< where the next begins; 0: the file's end
};

/// The parts of `file` in the order of sheet.tracks (those of other files are left out). The first
/// begins with the file: what lies before its INDEX 01 belongs to it. Neighbours share the
/// millisecond that they meet at, so that no sample is lost or doubled.
std::vector<CuePart> partsOfFile(const CueSheet& sheet, std::size_t file);

/// The name of a FILE as it may be looked for beside the sheet: without the folders of another
/// machine ("C:\rips\album.wav"). An error when it leads out of the sheet's folder ("../x.flac",
/// "/etc/x.flac"), which is refused.
Result<std::string> cueFileName(std::string_view written);

} // namespace segue
