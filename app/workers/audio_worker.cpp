// segue-audioworker: decodes and analyses audio files, one after the other. Where nobody waits for
// it it is told so (worker::Spec::background) and takes the lowest priority. Not SCHED_IDLE: on a
// machine that is busy for minutes it gets next to nothing, and a file that shows no progress is
// taken for one that hangs. Niceness 19 weighs 15 against the usual 1,024: on an idle machine all
// cores are used; beside n busy processes a core a worker gets 1 / (1 + 68 n) of it, so that beside
// one a track takes about a minute instead of a second. It goes on, and nobody notices: that is
// what the lowest priority is for.
#include "app/workers/serve.h"
#include "core/analysis/analyse.h"
#include "core/analysis/audio_task.h"
#include "core/analysis/features_io.h"
#include "core/audio/decoder.h"

#include <sched.h>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

using namespace segue;

/// Leaves processor and disk to all others. Each part is optional: some containers forbid them.
void stepBack()
{
    (void)::setpriority(PRIO_PROCESS, 0, 19);
    const sched_param none{};
    (void)::sched_setscheduler(0, SCHED_BATCH, &none);
    constexpr int process = 1, bestEffortLast = (2 << 13) | 7; // see ioprio_set(2)
    (void)::syscall(SYS_ioprio_set, process, 0, bestEffortLast);
}

template <class T>
T& orThrow(Result<T>& result)
{
    if (!result)
        throw std::runtime_error(result.error().message);
    return *result;
}

std::string analyse(const std::string& path, worker::Heart& heart)
{
    analysis::AnalyseOptions options;
    options.progress = [&heart](double) { heart.beat(); };
    auto features = analysis::analyseFile(path, options);
    const auto blob = analysis::serialise(orThrow(features));
    return {blob.begin(), blob.end()};
}

std::string handle(std::string_view item, worker::Heart& heart)
{
    const std::string path(item.substr(std::min<std::size_t>(item.size(), 1)));
    if (item.starts_with(analysis::featuresTask))
        return analyse(path, heart);
    if (item.starts_with(analysis::keyTask)) {
        auto decoder = audio::Decoder::open(path, true);
        const auto key = orThrow(decoder)->audioKey();
        return key ? std::string(key->begin(), key->end()) : std::string();
    }
    throw std::runtime_error("was asked for in an unknown way");
}

} // namespace

int main(int argc, char** argv)
{
    if (argc > 2 && std::string_view(argv[2]) == "background")
        stepBack();
    return worker::serve(argc, argv, handle);
}
