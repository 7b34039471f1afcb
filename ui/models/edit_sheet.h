#pragma once

#include "core/library/edit/edit_fields.h"
#include "core/library/edit/edits.h"

#include <QString>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace segue::ui {

/// The files of a tag editor with what was changed about them so far: what all have in common, what
/// differs, and what is to be written. No widgets.
class EditSheet {
public:
    /// What a field shows.
    struct Shown {
        QString text; ///< empty when `mixed`
        bool mixed = false; ///< the files differ
        bool touched = false; ///< was changed, and will be written
        /// What the files hold, the most frequent first; at most some.
        std::vector<QString> choices{};
    };
    /// One line of the preview.
    struct Line {
        std::size_t file = 0;
        std::string property; ///< empty: the cover
        QString field, now, then;
        bool left = false; ///< see leaveOut()
    };

    void setFiles(std::vector<LoadedFile> files);
    const std::vector<LoadedFile>& files() const { return files_; }
    /// Files that can be edited.
    std::size_t editable() const;

    Shown shown(const std::string& property) const;
    /// The text goes to all files; see valuesOfText().
    void set(const std::string& property, const QString& text);
    /// Files get values of their own: numbers, fields from their names. One list a file.
    void setEach(const std::vector<std::vector<tags::Field>>& fields);
    /// Takes a change of one file's field back, or makes it again; it stays in lines().
    void leaveOut(std::size_t file, const std::string& property, bool left);
    /// As the files have it.
    void reset(const std::string& property);
    void setPictures(std::optional<tags::PictureChange> pictures)
    {
        pictures_ = std::move(pictures);
    }
    const std::optional<tags::PictureChange>& pictures() const { return pictures_; }

    /// What would change, file by file.
    std::vector<Line> lines() const;
    /// What is to be written: only files that change, only fields that were touched and differ.
    std::vector<FileEdit> edits() const;

private:
    std::vector<std::string> valuesAfter(std::size_t file, const std::string& property) const;
    std::vector<tags::Field> changesOf(std::size_t file) const;

    std::vector<LoadedFile> files_;
    std::map<std::string, std::vector<std::string>> all_; ///< touched: the same for all files
    std::vector<std::map<std::string, std::vector<std::string>>> each_; ///< touched: a file's own
    std::set<std::pair<std::size_t, std::string>> left_; ///< changes that are not to be made
    std::optional<tags::PictureChange> pictures_;
};

/// The name of a field for people: "Album artist".
QString fieldLabel(const std::string& property);

} // namespace segue::ui
