#pragma once

#include "core/analysis/features.h"
#include "core/base/result.h"
#include "core/tasks/worker/worker_process.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace segue::analysis {

/// What came of one file.
struct ReadSound {
    enum class Ending : std::uint8_t {
        features,
        sameKey, ///< the audio is what it was
        unreadable, ///< see `reason`
        cancelled,
        noWorker, ///< see `reason`: no file can be read
    };
    Ending ending = Ending::cancelled;
    std::optional<TrackFeatures> features;
    std::vector<std::uint8_t> blob; ///< the features, as they came
    std::string reason; ///< in words, without the file's name
};

/// Reads audio files in a sandboxed process of its own, which starts with the first file and
/// starts anew after one that broke it. One thread.
class AudioReader {
public:
    /// Awaited: somebody waits for the answer; else the process has the lowest priority.
    enum class Priority : std::uint8_t { background, awaited };
    AudioReader(std::chrono::milliseconds patience, std::uint64_t memory,
        Priority priority = Priority::background);

    /// `knownKey`: 16 bytes; the file is analysed only if its audio has another key. Empty: always.
    ReadSound read(
        const std::string& path, const std::string& knownKey, const std::stop_token& stop);
    /// Ends the process until the next file.
    void rest() { process_.reset(); }

private:
    Result<void> start();
    worker::Answer ask(const std::string& item, const std::stop_token& stop);
    ReadSound failed(worker::Answer answer) const;

    std::chrono::milliseconds patience_;
    std::uint64_t memory_;
    Priority priority_;
    std::optional<worker::WorkerProcess> process_;
};

} // namespace segue::analysis
