#include "core/text/genres.h"

#include "core/text/genre_table.h"
#include "core/text/text_fold.h"

#include <algorithm>
#include <unordered_map>

namespace segue {

namespace {

using Words = std::vector<std::string>;

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
        || static_cast<unsigned char>(c) >= 0x80;
}

/// The words that count; joining words are "n", and none stands at an end.
Words wordsOf(std::string_view tagged)
{
    const std::string folded = foldText(tagged);
    Words words;
    std::string word;
    const auto end = [&] {
        if (word == "and" || word == "und" || word == "et")
            word.assign(1, 'n');
        if (!word.empty())
            words.push_back(std::move(word));
        word.clear();
    };
    for (const char c : folded) {
        if (isLetter(c)) {
            word += c;
            continue;
        }
        end();
        if (c == '&' || c == '+')
            words.emplace_back("n");
    }
    end();
    while (!words.empty() && words.back() == "n")
        words.pop_back();
    while (!words.empty() && words.front() == "n")
        words.erase(words.begin());
    return words;
}

std::string join(const Words& words, std::size_t from, std::size_t to)
{
    std::string key;
    for (std::size_t i = from; i < to; ++i)
        key += words[i];
    return key;
}

std::string keyOf(const Words& words)
{
    return join(words, 0, words.size());
}

class Table {
public:
    Table()
    {
        for (const GenreEntry& entry : genreTable) {
            Genre genre{genreKey(entry.name), std::string(entry.name), genreKey(entry.wider)};
            byName_.emplace(genre.key, &*genres_.emplace(genre.key, genre).first);
        }
        for (const GenreEntry& entry : genreTable) {
            const auto* genre = byName_.at(genreKey(entry.name));
            std::string_view rest = entry.aliases;
            while (!rest.empty()) {
                const auto cut = rest.find('|');
                byName_.emplace(genreKey(rest.substr(0, cut)), genre);
                rest = cut == std::string_view::npos ? std::string_view() : rest.substr(cut + 1);
            }
        }
    }
    /// By key or the key of another spelling; null when not known.
    const Genre* find(const std::string& key) const
    {
        const auto found = byName_.find(key);
        return found == byName_.end() ? nullptr : &found->second->second;
    }

private:
    std::unordered_map<std::string, Genre> genres_;
    std::unordered_map<std::string, const std::pair<const std::string, Genre>*> byName_;
};

const Table& table()
{
    static const Table made;
    return made;
}

void add(std::vector<Genre>& to, Genre genre)
{
    if (std::ranges::find(to, genre.key, &Genre::key) == to.end())
        to.push_back(std::move(genre));
}

/// The known genre that these words end or begin with, the longest first; null when there is none.
const Genre* familyOf(const Words& words)
{
    for (std::size_t from = 1; from < words.size(); ++from) {
        if (const Genre* genre = table().find(join(words, from, words.size())))
            return genre;
    }
    for (std::size_t to = words.size(); to-- > 1;) {
        if (const Genre* genre = table().find(join(words, 0, to)))
            return genre;
    }
    return nullptr;
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

std::vector<std::string_view> piecesOf(std::string_view text, std::string_view separators)
{
    std::vector<std::string_view> pieces;
    while (!text.empty()) {
        const auto cut = text.find_first_of(separators);
        if (const auto piece = trimmed(text.substr(0, cut)); !piece.empty())
            pieces.push_back(piece);
        text = cut == std::string_view::npos ? std::string_view() : text.substr(cut + 1);
    }
    return pieces;
}

/// One piece of a tag: as a whole, else its parts around "&" where all of them are known.
void addPiece(std::vector<Genre>& to, std::string_view piece)
{
    const Words words = wordsOf(piece);
    if (words.empty())
        return;
    if (const Genre* genre = table().find(keyOf(words)))
        return add(to, *genre);
    std::vector<const Genre*> parts;
    Words part;
    const auto end = [&] {
        parts.push_back(table().find(keyOf(part)));
        part.clear();
    };
    for (const std::string& word : words) {
        if (word == "n")
            end();
        else
            part.push_back(word);
    }
    end();
    if (parts.size() > 1 && std::ranges::all_of(parts, [](const Genre* one) { return one; })) {
        for (const Genre* one : parts)
            add(to, *one);
        return;
    }
    const Genre* family = familyOf(words);
    add(to, {keyOf(words), std::string(trimmed(piece)), family ? family->key : std::string()});
}

} // namespace

std::string genreKey(std::string_view tagged)
{
    return keyOf(wordsOf(tagged));
}

std::vector<Genre> genresIn(std::string_view tagged)
{
    std::vector<Genre> genres;
    if (const Genre* whole = table().find(genreKey(tagged))) {
        add(genres, *whole);
        return genres;
    }
    for (const std::string_view piece : piecesOf(tagged, "/\\,;|\x1f"))
        addPiece(genres, piece);
    return genres;
}

std::optional<Genre> knownGenre(std::string_view key)
{
    const Genre* genre = table().find(std::string(key));
    return genre ? std::optional(*genre) : std::nullopt;
}

bool isWithin(const Genre& genre, std::string_view key)
{
    if (genre.key == key)
        return true;
    const Genre* wider = table().find(genre.wider);
    while (wider) {
        if (wider->key == key)
            return true;
        wider = wider->wider.empty() ? nullptr : table().find(wider->wider);
    }
    return false;
}

} // namespace segue
