#include "core/library/scan/file_reader.h"

#include "core/library/tags/tag_wire.h"
#include "core/tasks/worker/worker_process.h"

namespace segue {

namespace {

using worker::Answer;
using Ending = Answer::Ending;

/// Behind the reader's own limit of time, which ends a file in good order.
constexpr std::chrono::milliseconds patienceBehindLimit{2000};

worker::Spec specOf(std::string program, const tags::ReadLimits& limits)
{
    worker::Spec spec;
    spec.program = std::move(program);
    spec.name = "the tag reader";
    spec.patience = limits.time + patienceBehindLimit;
    spec.memory = limits.memory;
    return spec;
}

tags::FileTags problemOf(tags::ReadProblem problem, std::string reason)
{
    tags::FileTags file;
    file.problem = problem;
    file.reason = std::move(reason);
    return file;
}

tags::FileTags tagsOf(const Answer& answer)
{
    if (answer.ending == Ending::cancelled)
        return problemOf(tags::ReadProblem::gone, "was not read");
    if (answer.ending != Ending::done)
        return problemOf(tags::ReadProblem::endedReader, answer.bytes);
    if (auto file = tags::tagsOfAnswer(answer.bytes))
        return std::move(*file);
    return problemOf(tags::ReadProblem::endedReader, "confused the tag reader");
}

} // namespace

FileReader::FileReader(std::string program, tags::ReadLimits limits)
    : limits_(limits)
{
    if (!program.empty())
        worker_ = std::make_unique<worker::WorkerProcess>(specOf(std::move(program), limits));
}

FileReader::~FileReader() = default;

std::vector<tags::FileTags> FileReader::readTags(
    std::span<const FileToRead> files, const std::stop_token& stop)
{
    std::vector<tags::FileTags> read;
    read.reserve(files.size());
    if (worker_) {
        std::vector<std::string> items;
        items.reserve(files.size());
        for (const FileToRead& file : files)
            items.push_back(tags::tagsRequest(file.path, file.rootBytes, limits_));
        const std::vector<Answer> answers = worker_->run(items, stop);
        for (const Answer& answer : answers) {
            if (answer.ending == Ending::notStarted) {
                fallbackReason_ = answer.bytes;
                worker_.reset();
                break;
            }
            read.push_back(tagsOf(answer));
        }
    }
    for (std::size_t i = read.size(); i < files.size(); ++i) {
        read.push_back(stop.stop_requested()
                ? problemOf(tags::ReadProblem::gone, "was not read")
                : tags::readTags(files[i].path, files[i].rootBytes, limits_));
    }
    return read;
}

std::optional<std::string> FileReader::readCover(const std::string& path, std::size_t limitBytes)
{
    if (worker_) {
        const Answer answer = worker_->run(tags::coverRequest(path, limitBytes));
        if (answer.ending == Ending::done)
            return tags::coverOfAnswer(answer.bytes);
        if (answer.ending != Ending::notStarted)
            return std::nullopt; // a picture that cannot be read is shown as none
        fallbackReason_ = answer.bytes;
        worker_.reset();
    }
    return tags::readEmbeddedCover(path, limitBytes);
}

} // namespace segue
