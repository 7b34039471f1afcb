#include "core/library/health/name_keys.h"

#include "core/text/text_fold.h"

#include <algorithm>
#include <array>
#include <vector>

namespace segue::health {

namespace {

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
        || static_cast<unsigned char>(c) >= 0x80;
}

/// Words of a folded text: runs of letters and digits; "&" and "+" between blanks are words, too.
std::vector<std::string> wordsOf(std::string_view folded)
{
    std::vector<std::string> words;
    std::string word;
    const auto end = [&] {
        if (!word.empty())
            words.push_back(std::move(word));
        word.clear();
    };
    for (const char c : folded) {
        if (isLetter(c)) {
            word += c;
        } else if (c == '&' || c == '+') {
            end();
            words.emplace_back("and");
        } else if (c == ' ' || c == ',' || c == '/') {
            end();
        } // other signs vanish: "r.e.m.", "ac-dc", "a*teens"
    }
    end();
    return words;
}

bool isOneOf(std::string_view word, std::initializer_list<std::string_view> list)
{
    return std::ranges::find(list, word) != list.end();
}

std::string joined(const std::vector<std::string>& words)
{
    std::string out;
    for (const std::string& word : words)
        out += word;
    return out;
}

/// Where a word that introduces guests begins, and where the guests do.
struct Featuring {
    std::size_t at = std::string_view::npos, from = 0;
};

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

Featuring findFeaturing(std::string_view text)
{
    static constexpr std::array<std::string_view, 6> marks{
        "feat. ", "feat ", "ft. ", "ft ", "featuring ", "f/ "};
    for (std::size_t i = 1; i < text.size(); ++i) {
        const char before = text[i - 1];
        if (before != ' ' && before != '(' && before != '[')
            continue;
        for (const std::string_view mark : marks) {
            if (text.size() - i > mark.size()
                && std::ranges::equal(text.substr(i, mark.size()), mark, {}, lower))
                return {i, i + mark.size()};
        }
    }
    return {};
}

std::string_view trimmed(std::string_view text, std::string_view signs)
{
    while (!text.empty() && signs.find(text.front()) != signs.npos)
        text.remove_prefix(1);
    while (!text.empty() && signs.find(text.back()) != signs.npos)
        text.remove_suffix(1);
    return text;
}

bool has(std::string_view text, std::string_view part)
{
    return text.find(part) != text.npos;
}

/// "2011 remaster", "remastered version", "album version": the same recording.
bool isEdition(std::string_view folded)
{
    return has(folded, "remaster") || has(folded, "album version") || has(folded, "original mix")
        || has(folded, "explicit") || has(folded, "bonus track") || has(folded, "mono version")
        || has(folded, "stereo version");
}

/// Takes brackets and a part behind " - " out where they only say which edition it is.
void dropEditions(std::string& folded)
{
    for (std::size_t open = folded.find_first_of("(["); open != std::string::npos;
         open = folded.find_first_of("([", open + 1)) {
        const std::size_t close = folded.find_first_of(")]", open);
        if (close == std::string::npos)
            break;
        if (open > 0 && isEdition(std::string_view(folded).substr(open, close - open))) {
            folded.erase(open, close - open + 1);
            --open;
        }
    }
    const std::size_t dash = folded.rfind(" - ");
    if (dash != std::string::npos && dash > 0 && isEdition(std::string_view(folded).substr(dash)))
        folded.resize(dash);
}

} // namespace

std::string artistKey(std::string_view name)
{
    std::string folded = foldText(name);
    // "beatles, the"
    for (const std::string_view article :
        {", the", ", die", ", der", ", das", ", les", ", los", ", las"}) {
        if (folded.size() > article.size() && folded.ends_with(article)) {
            folded.resize(folded.size() - article.size());
            folded.insert(0, std::string(article.substr(2)) + ' ');
            break;
        }
    }
    std::vector<std::string> words = wordsOf(folded);
    if (words.size() > 1 && words != std::vector<std::string>(2, "the") // the band The The
        && isOneOf(words.front(), {"the", "die", "der", "das", "les", "los", "las"}))
        words.erase(words.begin());
    for (std::string& word : words) {
        if (words.size() > 2 && isOneOf(word, {"and", "und", "et", "y", "n"}))
            word = "&";
    }
    return joined(words);
}

std::string_view mainArtist(std::string_view name)
{
    const Featuring featuring = findFeaturing(name);
    if (featuring.at == name.npos)
        return name;
    const std::string_view main = trimmed(name.substr(0, featuring.at), " \t([,;-");
    return main.empty() ? name : main;
}

std::string_view featuredIn(std::string_view title)
{
    const Featuring featuring = findFeaturing(title);
    if (featuring.at == title.npos)
        return {};
    std::string_view guests = title.substr(featuring.from);
    const char before = title[featuring.at - 1];
    if (before == '(' || before == '[')
        guests = guests.substr(0, guests.find(before == '(' ? ')' : ']'));
    else
        guests = guests.substr(0, guests.find_first_of("(["));
    return trimmed(guests, " \t)]-");
}

std::string recordingKey(std::string_view title)
{
    std::string plain(title);
    const Featuring featuring = findFeaturing(title);
    if (featuring.at != title.npos) {
        const char before = title[featuring.at - 1];
        const bool bracketed = before == '(' || before == '[';
        const std::size_t end = title.find_first_of(bracketed ? ")]" : "([", featuring.from);
        plain = title.substr(0, featuring.at - (bracketed ? 1 : 0));
        if (end != title.npos)
            plain += ' ' + std::string(title.substr(end + (bracketed ? 1 : 0)));
    }
    std::string folded = foldText(plain);
    dropEditions(folded);
    const std::vector<std::string> words = wordsOf(folded);
    static constexpr std::array<std::string_view, 24> plainWords{"intro", "outro", "interlude",
        "untitled", "prelude", "overture", "skit", "track", "titel", "piste", "audio", "allegro",
        "andante", "adagio", "presto", "largo", "menuetto", "menuet", "scherzo", "finale", "rondo",
        "opening", "reprise", "unknown"};
    const bool says = std::ranges::any_of(words, [](const std::string& word) {
        const bool isNumber = word.find_first_not_of("0123456789") == word.npos;
        return !isNumber && std::ranges::find(plainWords, word) == plainWords.end();
    });
    return says ? joined(words) : std::string();
}

} // namespace segue::health
