#include "core/analysis/service/audio_reader.h"

#include "core/analysis/audio_task.h"
#include "core/analysis/features_io.h"

namespace segue::analysis {

using Answer = worker::Answer;

namespace {
constexpr int attempts = 3;
}

AudioReader::AudioReader(
    std::chrono::milliseconds patience, std::uint64_t memory, Priority priority)
    : patience_(patience)
    , memory_(memory)
    , priority_(priority)
{
}

Result<void> AudioReader::start()
{
    if (process_)
        return {};
    const Result<std::string> program = worker::findWorker("segue-audioworker");
    if (!program)
        return program.error();
    worker::Spec spec;
    spec.program = *program;
    spec.name = "the audio reader";
    spec.patience = patience_;
    spec.memory = memory_;
    spec.largestAnswer = 16u << 20;
    spec.background = priority_ == Priority::background;
    process_.emplace(spec);
    return process_->start();
}

/// A process that does not start is tried again: somebody may have killed it.
Answer AudioReader::ask(const std::string& item, const std::stop_token& stop)
{
    Answer answer;
    for (int attempt = 0; attempt < attempts && !stop.stop_requested(); ++attempt) {
        const Result<void> started = start();
        if (started)
            answer = process_->run(item, stop);
        else
            answer = {Answer::Ending::notStarted, started.error().message};
        if (answer.ending != Answer::Ending::notStarted)
            break;
        process_.reset();
    }
    return answer;
}

ReadSound AudioReader::failed(Answer answer) const
{
    ReadSound read;
    read.reason = std::move(answer.bytes);
    switch (answer.ending) {
    case Answer::Ending::cancelled:
        read.ending = ReadSound::Ending::cancelled;
        break;
    case Answer::Ending::notStarted:
        read.ending = ReadSound::Ending::noWorker;
        break;
    default:
        read.ending = ReadSound::Ending::unreadable;
    }
    return read;
}

ReadSound AudioReader::read(
    const std::string& path, const std::string& knownKey, const std::stop_token& stop)
{
    if (!knownKey.empty()) {
        const Answer key = ask(audioTask(keyTask, path), stop);
        if (key.ending == Answer::Ending::done && key.bytes == knownKey) {
            ReadSound read;
            read.ending = ReadSound::Ending::sameKey;
            return read;
        }
        if (key.ending != Answer::Ending::done && key.ending != Answer::Ending::failed)
            return failed(key);
    }
    Answer answer = ask(audioTask(featuresTask, path), stop);
    if (answer.ending != Answer::Ending::done)
        return failed(std::move(answer));
    ReadSound read;
    read.blob.assign(answer.bytes.begin(), answer.bytes.end());
    Result<TrackFeatures> features = deserialise(read.blob);
    if (!features) {
        answer.bytes = "made the audio reader answer nonsense (" + features.error().message + ')';
        return failed({Answer::Ending::crashed, std::move(answer.bytes)});
    }
    read.ending = ReadSound::Ending::features;
    read.features = std::move(*features);
    return read;
}

} // namespace segue::analysis
