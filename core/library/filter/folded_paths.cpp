#include "core/library/filter/folded_paths.h"

#include "core/text/text_fold.h"

#include <cstring>
#include <string_view>

namespace segue {

FoldedPaths::FoldedPaths(const TrackTable& t)
{
    folderOf_.reserve(t.size());
    ends_.reserve(t.size());
    std::string_view last;
    for (const TrackRecord& track : t.tracks()) {
        const std::string_view whole = t.text(track.path);
        const std::string_view folder = whole.substr(0, whole.rfind('/') + 1); // npos + 1: none
        if (folders_.empty() || folder != last) {
            last = folder;
            folders_.push_back(foldText(folder));
        }
        folderOf_.push_back(static_cast<std::uint32_t>(folders_.size() - 1));
        appendFolded(names_, whole.substr(folder.size()));
        ends_.push_back(static_cast<std::uint32_t>(names_.size()));
    }
}

// Names have no slash in them: a value with one lies in the folder, or reaches from there to the
// start of the name with what is behind its last slash; one without lies in either.
void FoldedPaths::narrow(const FilterTerm& term, std::vector<std::uint8_t>& mask) const
{
    const std::string_view wanted = term.text;
    const bool equal = term.test == FilterTerm::Test::equalsText;
    const std::size_t slash = wanted.rfind('/');
    const std::string_view head = wanted.substr(0, slash + 1), rest = wanted.substr(slash + 1);
    enum Folder : std::uint8_t { no, yes, byName };
    std::vector<Folder> folders;
    folders.reserve(folders_.size());
    for (const std::string& folder : folders_) {
        if (equal)
            folders.push_back(folder == head ? byName : no);
        else if (folder.find(wanted) != folder.npos)
            folders.push_back(yes);
        else
            folders.push_back(slash == wanted.npos || folder.ends_with(head) ? byName : no);
    }
    const auto nameFits = [&](std::string_view name) {
        if (equal)
            return name == rest;
        if (slash != wanted.npos)
            return name.starts_with(rest);
        return memmem(name.data(), name.size(), rest.data(), rest.size()) != nullptr;
    };
    for (Row row = 0; row < mask.size(); ++row) {
        if (!mask[row])
            continue;
        const Folder folder = folders[folderOf_[row]];
        const std::uint32_t begin = row == 0 ? 0 : ends_[row - 1];
        const bool fits = folder == yes
            || (folder == byName
                && nameFits(std::string_view(names_).substr(begin, ends_[row] - begin)));
        mask[row] = fits != term.negated;
    }
}

} // namespace segue
