#include "core/library/edit/tag_writer.h"

#include "core/analysis/audio_task.h"
#include "core/audio/audio_key.h"
#include "core/library/tags/tag_edit.h"
#include "core/library/tags/tag_edit_wire.h"
#include "core/tasks/worker/worker_process.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <exception>

namespace segue {

namespace {

using worker::Answer;
using Ending = Answer::Ending;

constexpr std::chrono::milliseconds patienceBehindLimit{4000};
constexpr std::chrono::milliseconds audioPatience{120'000}; // reads the whole file
constexpr std::uint32_t sameLengthMs = 60;

std::string found(std::string_view name)
{
    auto program = worker::findWorker(name);
    return program ? std::move(*program) : std::string();
}

std::unique_ptr<worker::WorkerProcess> workerOf(const std::string& program, const char* name,
    std::chrono::milliseconds patience, std::uint64_t memory)
{
    if (program.empty())
        return nullptr;
    worker::Spec spec;
    spec.program = program;
    spec.name = name;
    spec.patience = patience;
    spec.memory = memory;
    spec.largestAnswer = 128u << 20; // a recipe with its new bytes, and the pictures before
    return std::make_unique<worker::WorkerProcess>(spec);
}

Error errorOf(const std::string& path, const std::string& reason)
{
    return Error{path + ' ' + reason};
}

} // namespace

TagWriter::TagWriter()
    : TagWriter(found("segue-tagworker"), found("segue-audioworker"))
{
}

TagWriter::TagWriter(const std::string& tagWorker, const std::string& audioWorker)
    : reader_(tagWorker)
    , tagWorker_(
          workerOf(tagWorker, "the tag reader", limits_.time + patienceBehindLimit, limits_.memory))
    , audioWorker_(workerOf(audioWorker, "the audio reader", audioPatience, 1ull << 30))
{
}

TagWriter::~TagWriter() = default;

Result<tags::PlannedEdit> TagWriter::plan(
    const std::string& path, const tags::TagChanges& changes, const std::stop_token& stop)
{
    if (tagWorker_) {
        const std::string request = tags::editRequest(path, changes, limits_);
        if (request.size() > tags::largestEditRequest)
            return errorOf(
                path, "was not changed: a picture of more than 15 MB cannot be embedded");
        const Answer answer = tagWorker_->run(request, stop);
        if (answer.ending == Ending::cancelled)
            return errorOf(path, "was not changed: broken off");
        if (answer.ending == Ending::done) {
            if (auto edit = tags::editOfAnswer(answer.bytes))
                return std::move(*edit);
            return errorOf(path, "was not changed: it confused the tag reader");
        }
        if (answer.ending != Ending::notStarted)
            return errorOf(path, answer.bytes);
        tagWorker_.reset();
    }
    try {
        return tags::planEdit(path, changes, limits_);
    } catch (const std::exception& e) {
        return errorOf(path, e.what());
    }
}

std::string TagWriter::audioKeyOf(const std::string& path, const std::stop_token& stop)
{
    if (audioWorker_) {
        const Answer answer = audioWorker_->run(analysis::audioTask(analysis::keyTask, path), stop);
        if (answer.ending == Ending::done)
            return answer.bytes;
        if (answer.ending != Ending::notStarted)
            return {};
        audioWorker_.reset();
    }
    const auto key = audio::audioKeyOf(path);
    return key ? std::string(key->begin(), key->end()) : std::string();
}

Result<void> TagWriter::check(const std::string& copy, const tags::PlannedEdit& edit,
    const std::string& key, const std::stop_token& stop)
{
    const FileToRead file{copy, 0};
    const tags::FileTags read = reader_.readTags(std::span(&file, 1), stop).front();
    const std::uint32_t length = read.audio.durationMs;
    const bool isSame = read.problem == tags::ReadProblem::none && read.audio.format == edit.format
        && std::max(length, edit.durationMs) - std::min(length, edit.durationMs) <= sameLengthMs;
    if (!isSame)
        return Error{"was not changed: the result could not be read as before. Its format may be "
                     "an unusual one"};
    if (audioKeyOf(copy, stop) != key)
        return Error{
            "was not changed: the sound would not have stayed the same. It may be damaged"};
    return {};
}

Result<WrittenTags> TagWriter::write(const FileToRead& file, const tags::TagChanges& changes,
    const WriteOptions& options, const std::stop_token& stop)
{
    const Result<FileStamp> stamp = lookAtFile(file.path);
    if (!stamp)
        return stamp.error();
    WrittenTags written;
    written.was = *stamp;
    auto edit = plan(file.path, changes, stop);
    if (!edit)
        return edit.error();
    if (edit->recipe.sizeBefore != static_cast<std::uint64_t>(stamp->size))
        return fileError(file.path, ESTALE);
    written.unstored = std::move(edit->unstored);
    if (edit->recipe.changesNothing()) {
        written.is = *stamp;
    } else {
        written.audioKey
            = options.audioKey.empty() ? audioKeyOf(file.path, stop) : options.audioKey;
        ReplaceOptions replacing;
        replacing.keepTime = options.keepTime;
        replacing.check = [&](const std::string& copy) -> Result<void> {
            if (auto checked = check(copy, *edit, written.audioKey, stop); !checked)
                return checked;
            return options.willReplace ? options.willReplace(edit->before) : Result<void>();
        };
        const auto is = replaceFile(*stamp, edit->recipe, replacing);
        if (!is)
            return is.error();
        written.changed = true;
        written.is = *is;
        written.before = std::move(edit->before);
    }
    written.read = reader_.readTags(std::span(&file, 1)).front();
    return written;
}

std::vector<tags::FileFields> TagWriter::readFields(
    std::span<const std::string> paths, const std::stop_token& stop)
{
    std::vector<tags::FileFields> files;
    const auto problem
        = [&files](std::string reason) { files.emplace_back().problem = std::move(reason); };
    if (tagWorker_) {
        std::vector<std::string> items;
        for (const std::string& path : paths)
            items.push_back(tags::fieldsRequest(path, limits_));
        for (const Answer& answer : tagWorker_->run(items, stop)) {
            if (answer.ending == Ending::notStarted) {
                tagWorker_.reset();
                break;
            }
            if (answer.ending != Ending::done)
                problem(answer.ending == Ending::cancelled ? "was not read" : answer.bytes);
            else if (auto file = tags::fieldsOfAnswer(answer.bytes))
                files.push_back(std::move(*file));
            else
                problem("confused the tag reader");
        }
    }
    for (std::size_t i = files.size(); i < paths.size(); ++i)
        files.push_back(tags::readFields(paths[i], limits_));
    return files;
}

std::optional<std::string> TagWriter::readCover(const std::string& path)
{
    constexpr std::size_t largest = 32 << 20;
    return reader_.readCover(path, largest);
}

} // namespace segue
