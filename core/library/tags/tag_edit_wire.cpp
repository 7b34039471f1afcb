#include "core/library/tags/tag_edit_wire.h"

#include "core/library/tags/tag_edit.h"
#include "core/tasks/worker/wire.h"

#include <stdexcept>

namespace segue::tags {

namespace {

using worker::WireReader;
using worker::WireWriter;

constexpr std::uint32_t mostItems = 1u << 20; // of one list: no edit has so many

void put(WireWriter& out, const std::vector<std::string>& texts)
{
    out.number(static_cast<std::uint32_t>(texts.size()));
    for (const std::string& text : texts)
        out.text(text);
}

std::uint32_t takeCount(WireReader& in)
{
    const auto count = in.number<std::uint32_t>();
    return in.ok() && count <= mostItems ? count : 0;
}

std::vector<std::string> takeTexts(WireReader& in)
{
    std::vector<std::string> texts;
    for (auto left = takeCount(in); left > 0 && in.ok(); --left)
        texts.emplace_back(in.text());
    return texts;
}

void put(WireWriter& out, const std::vector<Field>& fields)
{
    out.number(static_cast<std::uint32_t>(fields.size()));
    for (const Field& field : fields) {
        out.text(field.name);
        put(out, field.values);
    }
}

std::vector<Field> takeFields(WireReader& in)
{
    std::vector<Field> fields;
    for (auto left = takeCount(in); left > 0 && in.ok(); --left) {
        std::string name(in.text());
        fields.push_back({std::move(name), takeTexts(in)});
    }
    return fields;
}

void put(WireWriter& out, const TagChanges& changes)
{
    put(out, changes.fields);
    out.number(static_cast<std::uint8_t>(changes.pictures ? 1 : 0));
    if (!changes.pictures)
        return;
    out.number(changes.pictures->what);
    out.number(static_cast<std::uint32_t>(changes.pictures->pictures.size()));
    for (const Picture& picture : changes.pictures->pictures) {
        out.number(picture.type);
        out.text(picture.mime);
        out.text(picture.description);
        out.text(picture.bytes);
    }
}

TagChanges takeChanges(WireReader& in)
{
    TagChanges changes;
    changes.fields = takeFields(in);
    if (in.number<std::uint8_t>() == 0)
        return changes;
    PictureChange& pictures = changes.pictures.emplace();
    const auto what = in.number<std::uint8_t>();
    pictures.what = what == 1 ? PictureChange::What::none
        : what == 2           ? PictureChange::What::exactly
                              : PictureChange::What::front;
    for (auto left = takeCount(in); left > 0 && in.ok(); --left) {
        Picture picture;
        picture.type = in.number<std::uint8_t>();
        picture.mime = in.text();
        picture.description = in.text();
        picture.bytes = in.text();
        pictures.pictures.push_back(std::move(picture));
    }
    return changes;
}

AudioFormat takeFormat(WireReader& in)
{
    const auto format = in.number<std::uint8_t>();
    return format > static_cast<std::uint8_t>(AudioFormat::notAudio)
        ? AudioFormat::unknown
        : static_cast<AudioFormat>(format);
}

void put(WireWriter& out, const ReadLimits& limits)
{
    out.number(static_cast<std::int64_t>(limits.time.count()));
    out.number(limits.bytes);
}

ReadLimits takeLimits(WireReader& in)
{
    ReadLimits limits;
    limits.time = std::chrono::milliseconds(in.number<std::int64_t>());
    limits.bytes = in.number<std::uint64_t>();
    return limits;
}

std::string answerOf(const PlannedEdit& edit)
{
    WireWriter out;
    out.number(edit.recipe.sizeBefore);
    out.number(static_cast<std::uint32_t>(edit.recipe.pieces.size()));
    for (const EditRecipe::Piece& piece : edit.recipe.pieces) {
        out.number(static_cast<std::uint8_t>(piece.fresh ? 1 : 0));
        out.number(piece.offset);
        out.number(piece.size);
    }
    out.text(edit.recipe.fresh);
    put(out, edit.before);
    put(out, edit.unstored);
    out.number(edit.format);
    out.number(edit.durationMs);
    return std::move(out.bytes());
}

std::string answerOf(const FileFields& file)
{
    WireWriter out;
    put(out, file.fields);
    out.number(static_cast<std::uint32_t>(file.pictures.size()));
    for (const FileFields::PictureInfo& picture : file.pictures) {
        out.number(picture.type);
        out.text(picture.mime);
        out.number(picture.bytes);
    }
    out.number(file.format);
    out.text(file.problem);
    return std::move(out.bytes());
}

} // namespace

std::string editRequest(std::string_view path, const TagChanges& changes, const ReadLimits& limits)
{
    WireWriter out;
    out.number(editAsked);
    out.text(path);
    put(out, limits);
    put(out, changes);
    return std::move(out.bytes());
}

std::string fieldsRequest(std::string_view path, const ReadLimits& limits)
{
    WireWriter out;
    out.number(fieldsAsked);
    out.text(path);
    put(out, limits);
    return std::move(out.bytes());
}

std::string answerEdit(std::uint8_t asked, const std::string& path, WireReader& in)
{
    const ReadLimits limits = takeLimits(in);
    if (asked == fieldsAsked && in.ok())
        return answerOf(readFields(path, limits));
    const TagChanges changes = takeChanges(in);
    if (!in.ok())
        throw std::runtime_error("is no request to the tag reader");
    return answerOf(planEdit(path, changes, limits));
}

std::optional<PlannedEdit> editOfAnswer(std::string_view answer)
{
    WireReader in(answer);
    PlannedEdit edit;
    edit.recipe.sizeBefore = in.number<std::uint64_t>();
    const auto count = in.number<std::uint32_t>();
    for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
        EditRecipe::Piece piece;
        piece.fresh = in.number<std::uint8_t>() != 0;
        piece.offset = in.number<std::uint64_t>();
        piece.size = in.number<std::uint64_t>();
        edit.recipe.pieces.push_back(piece);
    }
    edit.recipe.fresh = in.text();
    edit.before = takeChanges(in);
    edit.unstored = takeTexts(in);
    edit.format = takeFormat(in);
    edit.durationMs = in.number<std::uint32_t>();
    if (!in.ok() || !in.atEnd() || !edit.recipe.isSound())
        return std::nullopt;
    return edit;
}

std::optional<FileFields> fieldsOfAnswer(std::string_view answer)
{
    WireReader in(answer);
    FileFields file;
    file.fields = takeFields(in);
    for (auto left = takeCount(in); left > 0 && in.ok(); --left) {
        FileFields::PictureInfo picture;
        picture.type = in.number<std::uint8_t>();
        picture.mime = in.text();
        picture.bytes = in.number<std::uint64_t>();
        file.pictures.push_back(std::move(picture));
    }
    file.format = takeFormat(in);
    file.problem = in.text();
    if (!in.ok() || !in.atEnd())
        return std::nullopt;
    return file;
}

std::string packChanges(const TagChanges& changes)
{
    WireWriter out;
    put(out, changes);
    return std::move(out.bytes());
}

std::optional<TagChanges> unpackChanges(std::string_view bytes)
{
    WireReader in(bytes);
    TagChanges changes = takeChanges(in);
    if (!in.ok() || !in.atEnd())
        return std::nullopt;
    return changes;
}

} // namespace segue::tags
