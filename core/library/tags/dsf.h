#pragma once

#include "core/library/tags/read_stream.h"
#include "core/library/tags/tag_data.h"

#include <string>

namespace segue::tags {

/// The header of a DSF file (DSF File Format Specification 1.01, chunks `DSD ` and `fmt `), which
/// TagLib 1.13 cannot read. False when the header is not one.
bool readDsfHeader(ReadStream& stream, AudioInfo& to);
/// The bytes of the ID3v2 tag at the end of a DSF file; empty when there is none.
std::string dsfId3Bytes(ReadStream& stream);

} // namespace segue::tags
