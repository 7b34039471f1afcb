// segue-tagworker: reads tags and embedded pictures. See core/library/tags/tag_wire.h.
#include "app/workers/serve.h"
#include "core/library/tags/tag_wire.h"

int main(int argc, char** argv)
{
    return segue::worker::serve(argc, argv, [](std::string_view item, segue::worker::Heart&) {
        return segue::tags::answerRequest(item);
    });
}
