// Values lie in one vector and refer to each other by index, so that rings and deep nests of a
// hostile file cost neither recursion nor leaks. The opcodes are those of Python's pickletools.
#include "core/history/import/pickle.h"

#include "core/text/encodings.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <stdexcept>
#include <unordered_map>

namespace segue::pickle {

namespace {

constexpr std::size_t mostValues = 8'000'000;
constexpr std::size_t mostTextBytes = std::size_t{1} << 30;

struct Fault : std::runtime_error {
    using std::runtime_error::runtime_error;
};

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// Undoes \uXXXX, \xXX and the short escapes. `wide`: as in UNICODE, where nothing else is escaped.
std::string unescaped(std::string_view text, bool wide)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char next = text[i] == '\\' && i + 1 < text.size() ? text[i + 1] : '\0';
        const std::size_t digits = next == 'u' && wide ? 4
            : next == 'U' && wide                      ? 8
            : next == 'x' && !wide                     ? 2
                                                       : 0;
        if (digits > 0 && i + 1 + digits < text.size()) {
            std::uint32_t code = 0;
            for (std::size_t k = 0; k < digits; ++k)
                code = code * 16
                    + static_cast<std::uint32_t>(std::max(hexDigit(text[i + 2 + k]), 0));
            wide ? appendUtf8(out, code) : void(out += static_cast<char>(code));
            i += 1 + digits;
        } else if (!wide && next != '\0') {
            constexpr std::string_view names = "nrt\\'\"", meant = "\n\r\t\\'\"";
            const std::size_t which = names.find(next);
            out += which == names.npos ? next : meant[which];
            ++i;
        } else if (wide) {
            appendUtf8(out, static_cast<unsigned char>(text[i])); // Latin-1 beside the escapes
        } else {
            out += text[i];
        }
    }
    return out;
}

/// The characters of a text that are one byte each in Latin-1, as these bytes.
std::string latin1Bytes(std::string_view utf8)
{
    std::string out;
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const auto byte = static_cast<unsigned char>(utf8[i]);
        if ((byte == 0xC2 || byte == 0xC3) && i + 1 < utf8.size())
            out += static_cast<char>(
                (byte & 3) << 6 | (static_cast<unsigned char>(utf8[++i]) & 0x3F));
        else
            out += static_cast<char>(byte);
    }
    return out;
}

class Machine {
public:
    explicit Machine(std::string_view bytes)
        : all_(bytes)
    {
        document_.values.emplace_back(); // 0: None, for all that is none
    }

    Document run()
    {
        while (true) {
            const char code = static_cast<char>(number(1));
            if (code == '.')
                break;
            step(code);
        }
        document_.root = pop();
        return std::move(document_);
    }
    std::size_t place() const { return at_; }

private:
    std::string_view take(std::uint64_t count)
    {
        if (count > all_.size() - at_)
            throw Fault("the file ends in the middle");
        const std::string_view part = all_.substr(at_, static_cast<std::size_t>(count));
        at_ += part.size();
        return part;
    }
    std::string_view line()
    {
        const std::size_t end = all_.find('\n', at_);
        if (end == all_.npos)
            throw Fault("the file ends in the middle");
        const std::string_view text = all_.substr(at_, end - at_);
        at_ = end + 1;
        return text;
    }
    std::uint64_t number(unsigned bytes)
    {
        std::uint64_t value = 0;
        const std::string_view part = take(bytes);
        for (unsigned i = 0; i < bytes; ++i)
            value |= std::uint64_t{static_cast<unsigned char>(part[i])} << 8 * i;
        return value;
    }

    Ref make(Value value)
    {
        textBytes_ += value.text.size();
        if (document_.values.size() >= mostValues || textBytes_ > mostTextBytes)
            throw Fault("there is too much in it");
        document_.values.push_back(std::move(value));
        return static_cast<Ref>(document_.values.size() - 1);
    }
    void push(Ref ref)
    {
        if (stack_.size() >= mostValues)
            throw Fault("there is too much in it");
        stack_.push_back(ref);
    }
    void pushNew(Kind kind) { push(make({kind, 0, 0, {}, {}})); }
    void pushInteger(std::int64_t value, Kind kind = Kind::integer)
    {
        push(make({kind, value, 0, {}, {}}));
    }
    void pushReal(double value) { push(make({Kind::real, 0, value, {}, {}})); }
    void pushText(std::string_view text, Kind kind)
    {
        push(make({kind, 0, 0, std::string(text), {}}));
    }
    Ref pop()
    {
        const std::size_t floor = marks_.empty() ? 0 : marks_.back();
        if (stack_.size() <= floor)
            throw Fault("a value is missing");
        const Ref ref = stack_.back();
        stack_.pop_back();
        return ref;
    }
    Value& top()
    {
        if (stack_.empty())
            throw Fault("a value is missing");
        return document_.values[stack_.back()];
    }
    /// What lies above the last mark, in order; it is taken off.
    std::vector<Ref> popMarked()
    {
        if (marks_.empty() || marks_.back() > stack_.size())
            throw Fault("a mark is missing");
        const auto from = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
        std::vector<Ref> items(from, stack_.end());
        stack_.erase(from, stack_.end());
        marks_.pop_back();
        return items;
    }
    void pushList(std::vector<Ref> items, Kind kind)
    {
        push(make({kind, 0, 0, {}, std::move(items)}));
    }
    void addTo(const std::vector<Ref>& items)
    {
        Value& target = top();
        // One entry may stand for many values in all, so that what is held counts, too.
        held_ += items.size();
        if (held_ > 4 * mostValues)
            throw Fault("there is too much in it");
        if (target.kind == Kind::list || target.kind == Kind::dict || target.kind == Kind::object)
            target.items.insert(target.items.end(), items.begin(), items.end());
    }
    void remember(std::uint64_t as)
    {
        if (stack_.empty() || as > mostValues)
            throw Fault("a value is missing");
        memo_[as] = stack_.back();
    }
    void recall(std::uint64_t as)
    {
        const auto found = memo_.find(as);
        if (found == memo_.end())
            throw Fault("it refers to what was not there before");
        push(found->second);
    }
    std::uint64_t decimal(std::string_view text)
    {
        std::uint64_t value = 0;
        std::from_chars(text.data(), text.data() + text.size(), value);
        return value;
    }

    void readLine(char code);
    void readLong(std::string_view bytes);
    void step(char code);
    bool stepData(char code);
    bool stepStack(char code);
    void call();
    void instance(bool withKeywords);

    std::string_view all_;
    std::size_t at_ = 0;
    Document document_;
    std::vector<Ref> stack_;
    std::vector<std::size_t> marks_;
    std::unordered_map<std::uint64_t, Ref> memo_;
    std::size_t textBytes_ = 0, held_ = 0;
};

/// Values written as a line of text, by protocol 0.
void Machine::readLine(char code)
{
    std::string_view text = line();
    if (code == 'I' && (text == "01" || text == "00"))
        return pushInteger(text == "01" ? 1 : 0, Kind::boolean);
    if (code == 'I' || code == 'L') {
        std::int64_t value = 0;
        if (std::from_chars(text.data(), text.data() + text.size(), value).ec
            == std::errc::result_out_of_range)
            value = text.starts_with('-') ? INT64_MIN : INT64_MAX;
        return pushInteger(value);
    }
    if (code == 'F') {
        double value = 0;
        std::from_chars(text.data(), text.data() + text.size(), value);
        return pushReal(value);
    }
    if (code == 'V')
        return pushText(unescaped(text, true), Kind::text);
    if (text.size() >= 2 && (text.front() == '\'' || text.front() == '"')) // 'S'
        text = text.substr(1, text.size() - 2);
    pushText(unescaped(text, false), Kind::bytes);
}

void Machine::readLong(std::string_view bytes)
{
    if (bytes.empty())
        return pushInteger(0);
    const bool negative = (static_cast<unsigned char>(bytes.back()) & 0x80) != 0;
    if (bytes.size() > 8)
        return pushInteger(negative ? INT64_MIN : INT64_MAX);
    std::uint64_t value = negative ? ~std::uint64_t{0} : 0;
    for (std::size_t i = bytes.size(); i-- > 0;)
        value = value << 8 | static_cast<unsigned char>(bytes[i]);
    pushInteger(static_cast<std::int64_t>(value));
}

/// An instance of any class, as NEWOBJ and NEWOBJ_EX make one: what follows may fill it.
void Machine::instance(bool withKeywords)
{
    if (withKeywords)
        pop();
    pop(); // arguments
    pop(); // the class
    pushNew(Kind::object);
}

/// REDUCE: a function and its arguments. Nothing is called.
void Machine::call()
{
    const Ref arguments = pop();
    const Ref function = pop();
    const std::string& name = document_.values[function].text;
    const std::vector<Ref>& given = document_.values[arguments].items;
    if (name == "_codecs encode" && !given.empty()
        && document_.values[given.front()].kind == Kind::text)
        pushText(latin1Bytes(document_.values[given.front()].text), Kind::bytes);
    else if (name == "__builtin__ bytes" || name == "builtins bytes")
        pushText({}, Kind::bytes);
    else if (name.ends_with(" _reconstructor") && given.size() == 3)
        pushList(std::vector<Ref>(document_.values[given[2]].items), Kind::object); // protocol 0, 1
    else
        pushNew(Kind::object); // a new instance, or something that is not read
}

bool Machine::stepData(char code)
{
    switch (static_cast<unsigned char>(code)) {
    case 'I':
    case 'L':
    case 'F':
    case 'V':
    case 'S':
        readLine(code);
        return true;
    case 'N':
        push(0);
        return true;
    case 0x88:
    case 0x89:
        pushInteger(code == '\x88' ? 1 : 0, Kind::boolean);
        return true;
    case 'J':
        pushInteger(static_cast<std::int32_t>(number(4)));
        return true;
    case 'K':
        pushInteger(static_cast<std::int64_t>(number(1)));
        return true;
    case 'M':
        pushInteger(static_cast<std::int64_t>(number(2)));
        return true;
    case 0x8a:
        readLong(take(number(1)));
        return true;
    case 0x8b:
        readLong(take(number(4)));
        return true;
    case 'G': {
        std::uint64_t bits = 0;
        for (const char c : take(8))
            bits = bits << 8 | static_cast<unsigned char>(c);
        pushReal(std::bit_cast<double>(bits));
        return true;
    }
    case 'T':
    case 'B':
        pushText(take(number(4)), Kind::bytes);
        return true;
    case 'U':
    case 'C':
        pushText(take(number(1)), Kind::bytes);
        return true;
    case 0x8e:
    case 0x96:
        pushText(take(number(8)), Kind::bytes);
        return true;
    case 'X':
        pushText(take(number(4)), Kind::text);
        return true;
    case 0x8c:
        pushText(take(number(1)), Kind::text);
        return true;
    case 0x8d:
        pushText(take(number(8)), Kind::text);
        return true;
    case ']':
    case ')':
        pushNew(Kind::list);
        return true;
    case '}':
        pushNew(Kind::dict);
        return true;
    case 0x8f: // an empty set
        pushNew(Kind::list);
        return true;
    default:
        return false;
    }
}

bool Machine::stepStack(char code)
{
    switch (static_cast<unsigned char>(code)) {
    case '(':
        marks_.push_back(stack_.size());
        if (marks_.size() > mostValues)
            throw Fault("there is too much in it");
        return true;
    case '0':
        if (!marks_.empty() && marks_.back() == stack_.size())
            marks_.pop_back();
        else
            pop();
        return true;
    case '1':
        popMarked();
        return true;
    case '2': {
        const Ref ref = pop();
        push(ref);
        push(ref);
        return true;
    }
    case 'p':
        remember(decimal(line()));
        return true;
    case 'q':
        remember(number(1));
        return true;
    case 'r':
        remember(number(4));
        return true;
    case 0x94:
        remember(memo_.size());
        return true;
    case 'g':
        recall(decimal(line()));
        return true;
    case 'h':
        recall(number(1));
        return true;
    case 'j':
        recall(number(4));
        return true;
    case 'l':
    case 't':
    case 0x91: // a frozen set
        pushList(popMarked(), Kind::list);
        return true;
    case 'd':
        pushList(popMarked(), Kind::dict);
        return true;
    case 0x85:
    case 0x86:
    case 0x87: {
        std::vector<Ref> items(static_cast<unsigned char>(code) - 0x84u);
        for (std::size_t i = items.size(); i-- > 0;)
            items[i] = pop();
        pushList(std::move(items), Kind::list);
        return true;
    }
    case 'a': {
        const Ref item = pop();
        addTo({item});
        return true;
    }
    case 's': {
        const Ref value = pop();
        const Ref key = pop();
        addTo({key, value});
        return true;
    }
    case 'e':
    case 'u':
    case 0x90:
        addTo(popMarked());
        return true;
    default:
        return false;
    }
}

void Machine::step(char code)
{
    if (stepData(code) || stepStack(code))
        return;
    switch (static_cast<unsigned char>(code)) {
    case 0x80: // the protocol
        if (number(1) > 5)
            throw Fault("it is of a newer protocol than 5");
        return;
    case 0x95: // a frame's length
        take(8);
        return;
    case 'c': {
        std::string name(line());
        name += ' ';
        name += line();
        return pushText(name, Kind::other);
    }
    case 0x93: { // STACK_GLOBAL
        const Ref name = pop();
        const Ref module = pop();
        return pushText(
            document_.values[module].text + ' ' + document_.values[name].text, Kind::other);
    }
    case 'P': // values kept elsewhere: none
        line();
        return pushNew(Kind::other);
    case 'Q':
        pop();
        return pushNew(Kind::other);
    case 0x82:
    case 0x83:
    case 0x84:
        take(code == '\x82' ? 1 : code == '\x83' ? 2 : 4);
        return pushNew(Kind::other);
    case 0x97:
        return pushNew(Kind::other);
    case 0x98:
        return;
    case 'R':
        return call();
    case 0x81:
        return instance(false);
    case 0x92:
        return instance(true);
    case 'i':
        line();
        line();
        popMarked();
        return pushNew(Kind::object);
    case 'o':
        popMarked();
        return pushNew(Kind::object);
    case 'b': { // the state of an instance: its attributes, which nobody asks for
        pop();
        top();
        return;
    }
    default:
        throw Fault("it is damaged, or something else");
    }
}

} // namespace

Result<Document> read(std::string_view bytes)
{
    Machine machine(bytes);
    try {
        return machine.run();
    } catch (const Fault& fault) {
        return Error{"is no whole pickle: " + std::string(fault.what()) + ", at byte "
            + std::to_string(machine.place())};
    }
}

} // namespace segue::pickle
