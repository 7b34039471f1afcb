// Public lists of who plays what, as anybody may offer them: what stands before the first byte 1,
// if there is one, is the file of names, the rest the triplets.
#include "core/recommend/packs/pack_file.h"
#include "core/recommend/packs/pack_reader.h"

#include <cstdlib>
#include <fstream>
#include <string>
#include <unistd.h>

using namespace segue;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

std::string fileOf(const char* name, std::string_view bytes)
{
    const std::string path = "/tmp/fuzz_pack_" + std::to_string(::getpid()) + name;
    std::ofstream(path, std::ios::binary)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return path;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string_view bytes(reinterpret_cast<const char*>(data), size);
    PackOptions options;
    options.mostTriplets = 50;
    options.mostItems = 20;
    if (const auto cut = bytes.find('\1'); cut != std::string_view::npos) {
        options.names = fileOf("_names", bytes.substr(0, cut));
        bytes.remove_prefix(cut + 1);
    }
    const auto read = readPack(fileOf("_triplets", bytes), options);
    if (!read) {
        require(!read.error().message.empty());
        return 0;
    }
    const Pack& pack = read->pack;
    require(pack.info.listeners > 0 && pack.info.triplets >= 2 * pack.info.listeners);
    require(pack.info.triplets <= 50 && pack.info.items <= 20);
    const auto back = packs::fromBytes(packs::toBytes(pack));
    require(back.ok() && back->rows.item == pack.rows.item && back->items == pack.items);
    return 0;
}
