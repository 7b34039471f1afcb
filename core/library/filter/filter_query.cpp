// A hand-written descent over the text. Every place in it is known when something is wrong, and
// what came before and after the fault is kept, so that results can be shown while a filter is
// typed.
#include "core/library/filter/filter_query.h"

#include "core/text/text_fold.h"

#include <algorithm>

namespace segue {

namespace {

constexpr std::size_t longest = 4000; // bytes
constexpr int deepest = 50; // brackets

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

std::string shown(std::string_view text)
{
    return "“" + std::string(text) + "”";
}

struct Op {
    FilterOp op;
    std::size_t size; // in bytes; 0: none
};

/// The operator that begins at `at`: ":" (":>=" is ">="), "=", "!=", "<", "<=", ">", ">=".
Op operatorAt(std::string_view text, std::size_t at)
{
    const auto is = [&](std::size_t from, char c) { return from < text.size() && text[from] == c; };
    const std::size_t colon = is(at, ':') ? 1 : 0;
    const std::size_t from = at + colon;
    if (is(from, '<'))
        return is(from + 1, '=') ? Op{FilterOp::lessEqual, colon + 2}
                                 : Op{FilterOp::less, colon + 1};
    if (is(from, '>'))
        return is(from + 1, '=') ? Op{FilterOp::greaterEqual, colon + 2}
                                 : Op{FilterOp::greater, colon + 1};
    if (is(from, '!') && is(from + 1, '='))
        return {FilterOp::notEquals, colon + 2};
    if (is(from, '='))
        return {FilterOp::equals, colon + 1};
    return {FilterOp::contains, colon};
}

FilterNode plainWords(std::string_view text)
{
    FilterNode all;
    const std::string folded = foldText(text);
    for (std::size_t from = 0; from < folded.size();) {
        const std::size_t to = std::min(folded.find(' ', from), folded.size());
        if (to > from && folded.substr(from, to - from) != "-") {
            FilterNode word;
            word.kind = FilterNode::Kind::word;
            word.word = folded.substr(from, to - from);
            all.parts.push_back(std::move(word));
        }
        from = to + 1;
    }
    return all;
}

class Parser {
public:
    explicit Parser(std::string_view text)
        : text_(text)
    {
    }

    FilterNode whole()
    {
        FilterNode node = alternatives();
        while (at_ < text_.size()) { // behind a bracket that closes nothing
            complain(at_, at_ + 1,
                "This bracket closes nothing. Take it out, or write ( before the part it ends.",
                false);
            bracketFault_ = true;
            ++at_;
            FilterNode rest = alternatives();
            if (!isNothing(rest))
                node = both(std::move(node), std::move(rest));
        }
        return node;
    }
    const std::optional<FilterError>& error() const { return error_; }
    bool onlyWords() const { return !usesSyntax_; }
    bool hasBracketFault() const { return bracketFault_; }

private:
    static bool isNothing(const FilterNode& node)
    {
        return node.kind == FilterNode::Kind::all && node.parts.empty();
    }
    static FilterNode both(FilterNode a, FilterNode b)
    {
        FilterNode node;
        node.parts.push_back(std::move(a));
        node.parts.push_back(std::move(b));
        return node;
    }
    /// The first thing that is wrong counts; what is only unfinished gives way to it.
    void complain(std::size_t begin, std::size_t end, std::string message, bool unfinished)
    {
        if (error_ && (!error_->unfinished || unfinished))
            return;
        error_ = FilterError{std::move(message), begin, end, unfinished};
    }
    void skipBlanks()
    {
        while (at_ < text_.size() && isBlank(text_[at_]))
            ++at_;
    }
    bool atEnd() const { return at_ >= text_.size(); }
    /// A word of its own, as OR is.
    bool takeWord(std::string_view word)
    {
        if (!text_.substr(at_).starts_with(word))
            return false;
        const std::size_t after = at_ + word.size();
        if (after < text_.size() && !isBlank(text_[after]) && text_[after] != '('
            && !(depth_ > 0 && text_[after] == ')'))
            return false;
        at_ = after;
        return true;
    }

    FilterNode alternatives()
    {
        FilterNode any;
        any.kind = FilterNode::Kind::any;
        std::size_t orAt = 0, orEnd = 0;
        for (bool first = true;; first = false) {
            FilterNode part = conjunction();
            const bool nothing = isNothing(part);
            const bool more = more_;
            const std::size_t nextOr = orBegin_;
            if (nothing && (!first || more)) {
                const bool end = atEnd() && !more;
                const std::size_t begin = first ? nextOr : orAt;
                complain(begin, first ? at_ : orEnd,
                    first ? "There is nothing before this OR. Write what else may match before it."
                          : "There is nothing after this OR. Write what else may match behind it.",
                    end);
            } else if (!nothing || first) {
                any.parts.push_back(std::move(part));
            }
            if (!more)
                break;
            usesSyntax_ = true;
            orAt = nextOr;
            orEnd = at_;
        }
        if (any.parts.size() == 1) {
            FilterNode only = std::move(any.parts.front());
            return only;
        }
        return any.parts.empty() ? FilterNode{} : any;
    }

    /// Up to an OR (then more_ is set), the end, or a bracket that closes.
    FilterNode conjunction()
    {
        FilterNode all;
        more_ = false;
        while (true) {
            skipBlanks();
            if (atEnd() || (text_[at_] == ')'))
                break;
            const std::size_t begin = at_;
            if (takeWord("OR") || takeWord("||") || takeWord("|")) {
                orBegin_ = begin;
                more_ = true;
                break;
            }
            if (takeWord("AND") || takeWord("&&"))
                continue;
            if (auto part = factor())
                all.parts.push_back(std::move(*part));
        }
        if (all.parts.size() == 1) {
            FilterNode only = std::move(all.parts.front());
            return only;
        }
        return all;
    }

    std::optional<FilterNode> factor()
    {
        if (text_[at_] != '-')
            return primary();
        const std::size_t minus = at_++;
        if (atEnd() || isBlank(text_[at_])) // "Artist - Title", as people paste it
            return std::nullopt;
        if (text_[at_] == '-' || text_[at_] == ')') {
            at_ = minus;
            return word();
        }
        usesSyntax_ = true;
        auto part = primary();
        if (!part)
            return std::nullopt;
        FilterNode no;
        no.kind = FilterNode::Kind::no;
        no.parts.push_back(std::move(*part));
        return no;
    }

    std::optional<FilterNode> primary()
    {
        if (text_[at_] == '(')
            return group();
        if (text_[at_] == '"') {
            const std::string phrase = foldText(quoted());
            return phrase.empty() ? std::nullopt : std::optional(wordNode(phrase));
        }
        std::size_t nameEnd = at_;
        while (nameEnd < text_.size() && isLetter(text_[nameEnd]))
            ++nameEnd;
        const Op op = nameEnd > at_ ? operatorAt(text_, nameEnd) : Op{FilterOp::contains, 0};
        if (op.size == 0)
            return word();
        const std::string_view name = text_.substr(at_, nameEnd - at_);
        if (const auto field = filterFieldNamed(name))
            return term(*field, nameEnd, op);
        const std::size_t behind = nameEnd + op.size;
        const bool separate = behind >= text_.size() || isBlank(text_[behind]);
        const bool slip = name.size() >= 4 && filterFieldLike(name);
        if (separate || (text_[nameEnd] != ':' && !slip))
            return word(); // "Re: Stacks", "E=MC2", "I<3"
        return unknownField(name);
    }

    std::optional<FilterNode> group()
    {
        const std::size_t opened = at_++;
        if (depth_ >= deepest) {
            complain(opened, opened + 1, "There are too many brackets inside each other.", false);
            return std::nullopt;
        }
        ++depth_;
        FilterNode inner = alternatives();
        --depth_;
        if (atEnd()) {
            complain(opened, opened + 1,
                "This bracket is not closed. Write ) behind the part it begins.", true);
            bracketFault_ = true;
        } else {
            ++at_;
        }
        more_ = false;
        return isNothing(inner) ? std::nullopt : std::optional(std::move(inner));
    }

    /// The text between the quotes; at_ moves behind them.
    std::string_view quoted()
    {
        const std::size_t opened = at_++;
        const std::size_t close = text_.find('"', at_);
        if (close == std::string_view::npos) {
            complain(opened, opened + 1,
                "This quote is not closed. Write \" behind the text it begins.", true);
            const std::string_view rest = text_.substr(at_);
            at_ = text_.size();
            return rest;
        }
        const std::string_view inside = text_.substr(at_, close - at_);
        at_ = close + 1;
        return inside;
    }

    /// Up to a blank, or a bracket that closes one outside of it: "hell(o)" is one.
    std::string_view bare(bool isValue = false)
    {
        const std::size_t begin = at_;
        int inner = 0;
        while (at_ < text_.size() && !isBlank(text_[at_])) {
            if (text_[at_] == '(')
                ++inner;
            if (text_[at_] == ')' && inner-- == 0) {
                if (depth_ > 0 || isValue)
                    break;
                inner = 0;
            }
            ++at_;
        }
        return text_.substr(begin, at_ - begin);
    }

    static FilterNode wordNode(std::string folded)
    {
        FilterNode node;
        node.kind = FilterNode::Kind::word;
        node.word = std::move(folded);
        return node;
    }

    std::optional<FilterNode> word()
    {
        FilterNode words = plainWords(bare()); // several where there is an unusual blank
        if (words.parts.size() == 1)
            return std::move(words.parts.front());
        return words.parts.empty() ? std::nullopt : std::optional(std::move(words));
    }

    std::optional<FilterNode> unknownField(std::string_view name)
    {
        usesSyntax_ = true;
        const std::size_t begin = at_;
        const std::string_view all = bare();
        std::string message = "There is no field " + shown(name) + ".";
        if (const auto like = filterFieldLike(name))
            message += " Did you mean " + std::string(infoOf(*like).name) + "?";
        complain(begin, begin + name.size(),
            message + " To look for the text itself, write it in quotes: \"" + std::string(all)
                + "\".",
            false);
        return std::nullopt;
    }

    std::optional<FilterNode> term(FilterField field, std::size_t nameEnd, Op op)
    {
        usesSyntax_ = true;
        const std::size_t begin = at_;
        at_ = nameEnd + op.size;
        const bool empty = atEnd() || isBlank(text_[at_]) || text_[at_] == ')';
        if (empty) {
            const bool end = text_.find_first_not_of(" \t\r\n)", at_) == std::string_view::npos;
            complain(begin, at_,
                "Write a value right behind " + shown(text_.substr(begin, at_ - begin)) + ", as in "
                    + std::string(infoOf(field).hint) + ".",
                end);
            return std::nullopt;
        }
        const std::size_t valueAt = at_;
        const bool isQuoted = text_[at_] == '"';
        const std::string_view value = isQuoted ? quoted() : bare(true);
        auto made = makeFilterTerm(field, op.op, value, isQuoted);
        if (const auto* message = std::get_if<FilterValueError>(&made)) {
            // At the very end it may be half a value: "added>2024-".
            complain(valueAt, at_, *message, false);
            return std::nullopt;
        }
        FilterNode node;
        node.kind = FilterNode::Kind::term;
        node.term = std::get<FilterTerm>(std::move(made));
        return node;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t orBegin_ = 0;
    int depth_ = 0;
    bool more_ = false;
    bool usesSyntax_ = false;
    bool bracketFault_ = false;
    std::optional<FilterError> error_;
};

/// Words that all have to occur, without brackets between; false for anything else.
bool gatherWords(const FilterNode& node, std::vector<std::string>& words)
{
    if (node.kind == FilterNode::Kind::word) {
        words.push_back(node.word);
        return true;
    }
    return node.kind == FilterNode::Kind::all
        && std::ranges::all_of(
            node.parts, [&](const FilterNode& part) { return gatherWords(part, words); });
}

bool usesField(const FilterNode& node, FilterField field)
{
    if (node.kind == FilterNode::Kind::term)
        return node.term.field == field;
    return std::ranges::any_of(
        node.parts, [field](const FilterNode& part) { return usesField(part, field); });
}

} // namespace

FilterQuery FilterQuery::parse(std::string_view text)
{
    FilterQuery query;
    text = text.substr(0, longest);
    Parser parser(text);
    FilterNode root = parser.whole();
    if (parser.hasBracketFault() && parser.onlyWords()) {
        query.root_ = plainWords(text); // "(what": a text, not a filter
        return query;
    }
    if (!parser.onlyWords()) // a phrase that is being typed is fine without its second quote
        query.error_ = parser.error();
    std::vector<std::string> words;
    query.plain_ = !query.error_ && gatherWords(root, words);
    if (root.kind != FilterNode::Kind::all) {
        query.root_.parts.push_back(std::move(root));
    } else {
        query.root_ = std::move(root);
    }
    return query;
}

std::string FilterQuery::words() const
{
    std::string text;
    for (const FilterNode& part : root_.parts) {
        std::vector<std::string> words;
        if (!gatherWords(part, words))
            continue;
        for (const std::string& word : words)
            text += (text.empty() ? "" : " ") + word;
    }
    return text;
}

bool FilterQuery::uses(FilterField field) const
{
    return usesField(root_, field);
}

std::string describe(const FilterError& error, std::string_view text)
{
    const std::string_view before = text.substr(0, std::min(error.begin, text.size()));
    const auto columns = std::ranges::count_if(
        before, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
    return "Column " + std::to_string(columns + 1) + ": " + error.message;
}

} // namespace segue
