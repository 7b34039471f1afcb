#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace segue::worker {

/// Says that an item's work goes on: for what may take longer than the program's patience.
/// Cheap: may be called thousands of times a second.
class Heart {
public:
    void beat();
};

/// What a worker does with one item. The text of a thrown std::exception becomes the reason in the
/// program's Answer, behind the file's name: throw std::runtime_error("is damaged: …").
using Handler = std::function<std::string(std::string_view item, Heart& heart)>;

/// A worker's main(): enters the sandbox, says hello, works off items until the program closes the
/// connection. `argv[1]`: limit of memory in bytes;
/// what follows is for the worker itself. Files that the handler needs besides the items'
/// have to be opened before. The exit code is for main() to return.
int serve(int argc, char** argv, const Handler& handle);

} // namespace segue::worker
