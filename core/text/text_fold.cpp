// Folding is done one code point at a time, without context, so that a table does it. The table is
// built page by page (256 code points) from Qt's Unicode data the first time a page is met: most
// collections need a handful of pages, and each costs some 100 us once.
#include "core/text/text_fold.h"

#include <QByteArray>
#include <QChar>
#include <QList>
#include <QLocale>
#include <QString>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>

namespace segue {

namespace {

constexpr std::size_t pageSize = 256;
constexpr std::size_t pageCount = 0x200; // the first two planes; what lies beyond has no case

struct Page {
    std::array<std::uint16_t, pageSize + 1> start{};
    std::string bytes;

    std::string_view of(std::size_t low) const
    {
        return std::string_view(bytes).substr(start[low], start[low + 1] - start[low]);
    }
};

bool between(char32_t c, char32_t first, char32_t last)
{
    return c >= first && c <= last;
}

/// Marks that are dropped: those of Latin, Greek, Cyrillic, Hebrew, Arabic and kana. In Indic
/// scripts marks are vowels and stay.
bool isDroppedMark(char32_t c)
{
    return between(c, 0x0300, 0x036f) || between(c, 0x0483, 0x0489) || between(c, 0x0591, 0x05c7)
        || c == 0x0640 || between(c, 0x064b, 0x065f) || c == 0x0670 || between(c, 0x1ab0, 0x1aff)
        || between(c, 0x1dc0, 0x1dff) || between(c, 0x20d0, 0x20ff) || c == 0x3099 || c == 0x309a
        || between(c, 0xfe20, 0xfe2f);
}

bool isInvisible(char32_t c)
{
    return c == 0x00ad || between(c, 0x200b, 0x200f) || between(c, 0x202a, 0x202e)
        || between(c, 0x2060, 0x2064) || between(c, 0x2066, 0x206f) || between(c, 0xfe00, 0xfe0f)
        || c == 0xfeff;
}

bool isApostrophe(char32_t c)
{
    return c == U'\'' || c == U'`' || c == 0x00b4 || c == 0x02b9 || c == 0x02bb || c == 0x02bc
        || between(c, 0x2018, 0x201b) || c == 0x2032 || c == 0xff07 || c == 0xff40;
}

/// Letters and signs that Unicode's decompositions leave alone.
std::string_view spelling(char32_t c)
{
    switch (c) {
    case 0x00df:
    case 0x1e9e:
        return "ss";
    case 0x00e6:
        return "ae";
    case 0x00f0:
    case 0x0111:
        return "d";
    case 0x00f8:
        return "o";
    case 0x00fe:
        return "th";
    case 0x0127:
        return "h";
    case 0x0131:
        return "i";
    case 0x0142:
        return "l";
    case 0x0153:
        return "oe";
    case 0x0167:
        return "t";
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
        return "-";
    case 0x201c:
    case 0x201d:
    case 0x201e:
    case 0x201f:
    case 0x00ab:
    case 0x00bb:
        return "\"";
    default:
        return {};
    }
}

void appendPoint(std::string& to, char32_t c)
{
    const QString text = QString::fromUcs4(&c, 1);
    const QByteArray utf8 = text.toUtf8();
    to.append(utf8.constData(), static_cast<std::size_t>(utf8.size()));
}

std::string foldPoint(char32_t point)
{
    if (between(point, 0xd800, 0xdfff))
        return "\xef\xbf\xbd";
    if (isApostrophe(point))
        return {};
    const QString plain = QString::fromUcs4(&point, 1)
                              .normalized(QString::NormalizationForm_KD)
                              .toCaseFolded()
                              .normalized(QString::NormalizationForm_KD);
    std::string out;
    for (const char32_t c : plain.toUcs4()) {
        if (isDroppedMark(c) || isInvisible(c) || isApostrophe(c))
            continue;
        if (const std::string_view spelt = spelling(c); !spelt.empty())
            out += spelt;
        else if (c < 0x20 || c == 0x7f || QChar::isSpace(c) || c == 0x85)
            out += ' ';
        else
            appendPoint(out, c);
    }
    return out;
}

const Page& pageOf(std::size_t number)
{
    static std::array<std::atomic<const Page*>, pageCount> pages{};
    static std::array<std::unique_ptr<const Page>, pageCount> owned;
    static std::mutex building;
    if (const Page* page = pages[number].load(std::memory_order_acquire))
        return *page;
    const std::lock_guard lock(building);
    if (const Page* page = pages[number].load(std::memory_order_relaxed))
        return *page;
    auto page = std::make_unique<Page>();
    for (std::size_t low = 0; low < pageSize; ++low) {
        page->start[low] = static_cast<std::uint16_t>(page->bytes.size());
        page->bytes += foldPoint(static_cast<char32_t>(number * pageSize + low));
    }
    page->start[pageSize] = static_cast<std::uint16_t>(page->bytes.size());
    owned[number] = std::move(page);
    pages[number].store(owned[number].get(), std::memory_order_release);
    return *owned[number];
}

/// ASCII folded; 0 means dropped.
constexpr std::array<char, 128> makeAscii()
{
    std::array<char, 128> table{};
    for (int c = 0; c < 128; ++c) {
        const auto at = static_cast<std::size_t>(c);
        if (c < 0x20 || c == 0x7f)
            table[at] = ' ';
        else if (c == '\'' || c == '`')
            table[at] = 0;
        else
            table[at] = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    return table;
}

constexpr std::array<char, 128> asciiTable = makeAscii();

/// Bytes that fold to one byte other than a blank, whatever is around them: most of most texts.
constexpr std::array<bool, 256> makePlain()
{
    std::array<bool, 256> plain{};
    for (std::size_t c = 0; c < 128; ++c)
        plain[c] = asciiTable[c] != 0 && asciiTable[c] != ' ';
    return plain;
}

constexpr std::array<bool, 256> plainTable = makePlain();

/// The code point at `at`, which moves behind it; U+FFFD and one byte where there is none.
char32_t decode(std::string_view text, std::size_t& at)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned lead = byte(at);
    const std::size_t size = lead < 0xc2 ? 0
        : lead < 0xe0                    ? 2
        : lead < 0xf0                    ? 3
        : lead < 0xf5                    ? 4
                                         : 0;
    if (size == 0 || at + size > text.size()) {
        ++at;
        return 0xfffd;
    }
    char32_t c = lead & (0xffu >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(at + i) & 0xc0) != 0x80) {
            ++at;
            return 0xfffd;
        }
        c = c << 6 | (byte(at + i) & 0x3fu);
    }
    const bool overlong = (size == 3 && c < 0x800) || (size == 4 && c < 0x10000);
    if (overlong || between(c, 0xd800, 0xdfff) || c > 0x10ffff) {
        ++at;
        return 0xfffd;
    }
    at += size;
    return c;
}

void putBytes(std::string& to, std::size_t begin, std::string_view bytes)
{
    for (const char c : bytes) {
        if (c != ' ' || (to.size() > begin && to.back() != ' '))
            to.push_back(c);
    }
}

bool isAlnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
        || static_cast<unsigned char>(c) >= 0x80;
}

std::string_view withoutArticle(std::string_view folded)
{
    // Articles of the languages in which a name is commonly listed without them. Those that are
    // also frequent first words of names (la, le, il…) are left.
    static constexpr std::array<std::string_view, 10> articles{
        "the ", "a ", "an ", "der ", "die ", "das ", "les ", "los ", "las ", "el "};
    for (const std::string_view article : articles) {
        if (folded.size() > article.size() && folded.starts_with(article))
            return folded.substr(article.size());
    }
    return folded;
}

struct Tailoring {
    std::string_view languages; ///< two or three letters each, blanks between and around
    /// Three units each: a lower-case letter, the one it sorts behind (and behind all that begins
    /// with that), and its place there.
    std::u16string_view letters;
};

/// Where the Unicode CLDR's rules for a language differ from folding, as far as single letters do.
/// ı sorts between h and i.
constexpr std::array<Tailoring, 14> tailorings{{
    {" sv fi ", u"åz1äz2æz2öz3øz3"},
    {" da nb nn no ", u"æz1äz1øz2öz2åz3"},
    {" is ", u"áa1ðd1ée1íi1óo1úu1ýy1þz1æz2öz3"},
    {" es gl ", u"ñn1"},
    {" pl ", u"ąa1ćc1ęe1łl1ńn1óo1śs1źz1żz2"},
    {" cs ", u"čc1řr1šs1žz1"},
    {" sk ", u"äa1čc1ôo1šs1žz1"},
    {" hr sl bs ", u"čc1ćc2đd1šs1žz1"},
    {" hu ", u"öo1őo1üu1űu1"},
    {" tr az ", u"çc1ğg1ıh1öo1şs1üu1"},
    {" ro ", u"ăa1âa2îi1șs1şs1țt1ţt1"},
    {" et ", u"šs1žs2õw1äw2öw3üw4"},
    {" lv lt ", u"čc1ģg1ķk1ļl1ņn1šs1žz1"},
    {" sq ", u"çc1ëe1"},
}};

const Tailoring* tailoringOf(std::string_view language)
{
    std::string wanted = " ";
    for (const char c : language.substr(0, language.find_first_of("-_.@")))
        wanted += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    wanted += ' ';
    for (const Tailoring& tailoring : tailorings) {
        if (wanted.size() > 3 && tailoring.languages.find(wanted) != std::string_view::npos)
            return &tailoring;
    }
    return nullptr;
}

std::atomic<const Tailoring*>& sortLanguage()
{
    static std::atomic<const Tailoring*> language{tailoringOf(QLocale().name().toStdString())};
    return language;
}

/// `utf8` with each letter of its own as its base and a mark that sorts behind all letters of
/// Latin.
std::string tailored(std::string_view utf8)
{
    const Tailoring* tailoring = sortLanguage().load(std::memory_order_acquire);
    const bool plain
        = std::ranges::all_of(utf8, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (!tailoring || plain)
        return std::string(utf8);
    QString text = QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()))
                       .normalized(QString::NormalizationForm_C);
    constexpr char16_t firstMark = 0xe000; // private use: no text has it, folding leaves it
    QString out;
    for (const QChar c : text) {
        const char16_t lower = c.toLower().unicode();
        std::size_t at = 0;
        while (at < tailoring->letters.size() && tailoring->letters[at] != lower)
            at += 3;
        if (at >= tailoring->letters.size()) {
            out += c;
            continue;
        }
        out += QChar(tailoring->letters[at + 1]);
        out += QChar(static_cast<char16_t>(firstMark + tailoring->letters[at + 2] - u'0'));
    }
    return out.toStdString();
}

} // namespace

void appendFolded(std::string& to, std::string_view utf8)
{
    const std::size_t begin = to.size();
    to.resize(begin + utf8.size());
    std::size_t at = 0, end = begin;
    for (; at < utf8.size(); ++at) {
        const auto c = static_cast<unsigned char>(utf8[at]);
        if (!plainTable[c] && (c != ' ' || end == begin || to[end - 1] == ' '))
            break;
        to[end++] = asciiTable[c];
    }
    to.resize(end);
    while (at < utf8.size()) {
        const auto c = static_cast<unsigned char>(utf8[at]);
        if (c < 0x80) {
            ++at;
            const char folded = asciiTable[c];
            if (folded == 0 || (folded == ' ' && (to.size() == begin || to.back() == ' ')))
                continue;
            to.push_back(folded);
            continue;
        }
        const std::size_t from = at;
        const char32_t point = decode(utf8, at);
        if (point == 0xfffd)
            to += "\xef\xbf\xbd";
        else if (point / pageSize < pageCount)
            putBytes(to, begin, pageOf(point / pageSize).of(point % pageSize));
        else
            to.append(utf8, from, at - from);
    }
    if (to.size() > begin && to.back() == ' ')
        to.pop_back();
}

std::string foldText(std::string_view utf8)
{
    std::string out;
    appendFolded(out, utf8);
    return out;
}

void setSortLanguage(std::string_view language)
{
    sortLanguage().store(tailoringOf(language), std::memory_order_release);
}

std::string sortKey(std::string_view utf8)
{
    const std::string folded = foldText(tailored(utf8));
    std::string_view rest = folded;
    const auto first = std::ranges::find_if(rest, isAlnum);
    if (first != rest.end())
        rest.remove_prefix(static_cast<std::size_t>(first - rest.begin()));
    rest = withoutArticle(rest);

    std::string key;
    key.reserve(rest.size() + 4);
    for (std::size_t at = 0; at < rest.size();) {
        if (rest[at] < '0' || rest[at] > '9') {
            key.push_back(rest[at++]);
            continue;
        }
        // A number: without leading zeros, its length in front, so that bytes compare as values.
        while (
            at + 1 < rest.size() && rest[at] == '0' && rest[at + 1] >= '0' && rest[at + 1] <= '9')
            ++at;
        std::size_t end = at;
        while (end < rest.size() && rest[end] >= '0' && rest[end] <= '9')
            ++end;
        const std::size_t length = std::min<std::size_t>(end - at, 60);
        if (length <= 9) {
            key.push_back(static_cast<char>('0' + length));
        } else {
            key.push_back('9');
            key.push_back(static_cast<char>('9' + length - 9));
        }
        key.append(rest, at, end - at);
        at = end;
    }
    return key;
}

} // namespace segue
