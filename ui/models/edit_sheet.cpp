#include "ui/models/edit_sheet.h"

#include <QCoreApplication>

#include <algorithm>
#include <set>

namespace segue::ui {

namespace {

constexpr std::size_t mostChoices = 12;

QString joined(const std::vector<std::string>& values)
{
    return QString::fromStdString(joinedValues(values));
}

} // namespace

QString fieldLabel(const std::string& property)
{
    static const std::map<std::string, const char*> names{
        {"TITLE", QT_TRANSLATE_NOOP("fields", "Title")},
        {"ARTIST", QT_TRANSLATE_NOOP("fields", "Artist")},
        {"ALBUM", QT_TRANSLATE_NOOP("fields", "Album")},
        {"ALBUMARTIST", QT_TRANSLATE_NOOP("fields", "Album artist")},
        {"COMPOSER", QT_TRANSLATE_NOOP("fields", "Composer")},
        {"GENRE", QT_TRANSLATE_NOOP("fields", "Genre")},
        {"DATE", QT_TRANSLATE_NOOP("fields", "Year or date")},
        {"ORIGINALDATE", QT_TRANSLATE_NOOP("fields", "First released")},
        {"TRACKNUMBER", QT_TRANSLATE_NOOP("fields", "Track")},
        {"TRACKTOTAL", QT_TRANSLATE_NOOP("fields", "Tracks in all")},
        {"DISCNUMBER", QT_TRANSLATE_NOOP("fields", "Disc")},
        {"DISCTOTAL", QT_TRANSLATE_NOOP("fields", "Discs in all")},
        {"BPM", QT_TRANSLATE_NOOP("fields", "Beats a minute")},
        {"INITIALKEY", QT_TRANSLATE_NOOP("fields", "Key")},
        {"COMPILATION", QT_TRANSLATE_NOOP("fields", "Compilation")},
        {"LABEL", QT_TRANSLATE_NOOP("fields", "Label")},
        {"CONDUCTOR", QT_TRANSLATE_NOOP("fields", "Conductor")},
        {"WORK", QT_TRANSLATE_NOOP("fields", "Work")},
        {"COMMENT", QT_TRANSLATE_NOOP("fields", "Comment")},
        {"LYRICS", QT_TRANSLATE_NOOP("fields", "Lyrics")},
        {"TITLESORT", QT_TRANSLATE_NOOP("fields", "Title")},
        {"ARTISTSORT", QT_TRANSLATE_NOOP("fields", "Artist")},
        {"ALBUMSORT", QT_TRANSLATE_NOOP("fields", "Album")},
        {"ALBUMARTISTSORT", QT_TRANSLATE_NOOP("fields", "Album artist")},
        {"COMPOSERSORT", QT_TRANSLATE_NOOP("fields", "Composer")},
    };
    const auto found = names.find(property);
    if (found == names.end())
        return QString::fromStdString(property);
    const QString name = QCoreApplication::translate("fields", found->second);
    return property.ends_with("SORT")
        ? QCoreApplication::translate("fields", "%1, for sorting").arg(name)
        : name;
}

void EditSheet::setFiles(std::vector<LoadedFile> files)
{
    files_ = std::move(files);
    all_.clear();
    each_.assign(files_.size(), {});
    left_.clear();
    pictures_.reset();
}

std::size_t EditSheet::editable() const
{
    return static_cast<std::size_t>(std::ranges::count_if(
        files_, [](const LoadedFile& file) { return file.fields.problem.empty(); }));
}

std::vector<std::string> EditSheet::valuesAfter(std::size_t file, const std::string& property) const
{
    if (const auto own = each_[file].find(property); own != each_[file].end())
        return own->second;
    if (const auto all = all_.find(property); all != all_.end())
        return all->second;
    return valuesIn(files_[file].fields, property);
}

EditSheet::Shown EditSheet::shown(const std::string& property) const
{
    Shown shown;
    std::map<QString, int> counts;
    std::optional<QString> first;
    shown.touched = all_.contains(property);
    for (std::size_t i = 0; i < files_.size(); ++i) {
        if (!files_[i].fields.problem.empty())
            continue;
        shown.touched = shown.touched || each_[i].contains(property);
        const QString text = joined(valuesAfter(i, property));
        shown.mixed = shown.mixed || (first && *first != text);
        if (!first)
            first = text;
        if (const QString now = joined(valuesIn(files_[i].fields, property)); !now.isEmpty())
            ++counts[now];
    }
    if (!shown.mixed)
        shown.text = first.value_or(QString());
    for (const auto& [text, count] : counts)
        shown.choices.push_back(text);
    std::ranges::stable_sort(
        shown.choices, std::greater(), [&counts](const QString& text) { return counts[text]; });
    shown.choices.resize(std::min(shown.choices.size(), mostChoices));
    return shown;
}

void EditSheet::set(const std::string& property, const QString& text)
{
    reset(property);
    all_[property] = valuesOfText(property, text.toStdString());
}

void EditSheet::setEach(const std::vector<std::vector<tags::Field>>& fields)
{
    for (std::size_t i = 0; i < std::min(fields.size(), files_.size()); ++i) {
        for (const tags::Field& field : fields[i])
            each_[i][field.name] = field.values;
    }
}

void EditSheet::leaveOut(std::size_t file, const std::string& property, bool left)
{
    if (left)
        left_.emplace(file, property);
    else
        left_.erase({file, property});
}

void EditSheet::reset(const std::string& property)
{
    all_.erase(property);
    std::erase_if(left_, [&](const auto& change) { return change.second == property; });
    for (auto& own : each_)
        own.erase(property);
}

std::vector<tags::Field> EditSheet::changesOf(std::size_t file) const
{
    std::set<std::string> touched;
    for (const auto& [property, values] : all_)
        touched.insert(property);
    for (const auto& [property, values] : each_[file])
        touched.insert(property);
    std::vector<tags::Field> changes;
    for (const std::string& property : touched)
        changes.push_back({property, valuesAfter(file, property)});
    std::vector<tags::Field> different;
    for (const FieldDifference& d : differencesOf(files_[file].fields, changes))
        different.push_back({d.property, d.then});
    return different;
}

std::vector<EditSheet::Line> EditSheet::lines() const
{
    std::vector<Line> lines;
    for (std::size_t i = 0; i < files_.size(); ++i) {
        if (!files_[i].fields.problem.empty())
            continue;
        for (const tags::Field& field : changesOf(i))
            lines.push_back({i, field.name, fieldLabel(field.name),
                joined(valuesIn(files_[i].fields, field.name)), joined(field.values),
                left_.contains({i, field.name})});
        if (pictures_) {
            const auto name = [](bool there) {
                return there ? QCoreApplication::translate("fields", "a picture") : QString();
            };
            const bool removes = pictures_->what == tags::PictureChange::What::none;
            if (!removes || !files_[i].fields.pictures.empty())
                lines.push_back({i, {}, QCoreApplication::translate("fields", "Cover"),
                    name(!files_[i].fields.pictures.empty()),
                    removes ? QString()
                            : QCoreApplication::translate("fields", "the new picture")});
        }
    }
    return lines;
}

std::vector<FileEdit> EditSheet::edits() const
{
    std::vector<FileEdit> edits;
    for (std::size_t i = 0; i < files_.size(); ++i) {
        if (!files_[i].fields.problem.empty())
            continue;
        FileEdit edit{files_[i].track, files_[i].path, {changesOf(i), pictures_}};
        std::erase_if(edit.changes.fields, [&](const tags::Field& field) {
            return left_.contains({i, field.name});
        });
        const bool nothingToRemove = pictures_ && pictures_->what == tags::PictureChange::What::none
            && files_[i].fields.pictures.empty();
        if (nothingToRemove)
            edit.changes.pictures.reset();
        if (!edit.changes.empty())
            edits.push_back(std::move(edit));
    }
    return edits;
}

} // namespace segue::ui
