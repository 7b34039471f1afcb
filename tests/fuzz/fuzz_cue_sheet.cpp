// Cue sheets: parts go forward, names stay in their folder.
#include "core/library/cue/cue_sheet.h"

#include <cstdlib>

using namespace segue;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto sheet = parseCueSheet({reinterpret_cast<const char*>(data), size});
    if (!sheet)
        return 0;
    if (sheet->tracks.empty() || sheet->tracks.size() > 99)
        std::abort();
    for (std::size_t file = 0; file < sheet->files.size(); ++file) {
        std::int64_t last = -1;
        for (const CuePart& part : partsOfFile(*sheet, file)) {
            if (part.startMs <= last || (part.endMs != 0 && part.endMs <= part.startMs))
                std::abort();
            last = part.startMs;
        }
        const auto name = cueFileName(sheet->files[file]);
        if (name && (name->empty() || name->find('/') != std::string::npos || *name == ".."))
            std::abort();
    }
    return 0;
}
