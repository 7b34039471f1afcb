#pragma once

#include "core/base/result.h"
#include "core/library/tags/tag_changes.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace segue {

/// A field that can be edited.
struct EditField {
    std::string_view property; ///< TagLib's name: what tags::Field calls it
    std::string_view name; ///< on the command line and in patterns: "albumartist"
    bool several = false; ///< may have several values
    bool isNumber = false;
};

/// The usual ones, in the order of an editor.
std::span<const EditField> editFields();

/// By its short name or property, in any case; for others with a name of letters the name as a
/// property. None: it is no name.
std::string propertyOf(std::string_view name);

/// "artist=A; B" as a change: values separated by ";" where the field may have several; nothing
/// behind "=" takes it out; "track=3/12" sets both numbers. The error says what is wrong.
Result<std::vector<tags::Field>> parseSetting(std::string_view text);

/// `values` as one text, joined by "; ".
std::string joinedValues(std::span<const std::string> values);
/// A text of an editor as values: split at ";" where the field may have several. Blanks around are
/// taken off, empty ones left out.
std::vector<std::string> valuesOfText(std::string_view property, std::string_view text);

/// Numbers for files (paths) in the order given, from `first` on, beginning again in each folder,
/// with the folder's number of tracks as total; one list of changes a file.
std::vector<std::vector<tags::Field>> numbersFor(std::span<const std::string> paths, int first);

/// A field that could be written.
struct ProposedField {
    tags::Field field;
    bool isGuess = false; ///< to be agreed to one by one
};

/// A field that would become another.
struct FieldDifference {
    std::string property;
    std::vector<std::string> now, then;
};
/// What of `changes` is different in a file.
std::vector<FieldDifference> differencesOf(
    const tags::FileFields& file, std::span<const tags::Field> changes);
/// Of a file; empty: it has no such field.
std::vector<std::string> valuesIn(const tags::FileFields& file, std::string_view property);

} // namespace segue
