#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace segue::worker {

/// Numbers and texts one after the other, for a reader on the same machine: fixed sizes, this
/// machine's byte order, texts with their length in front.
class WireWriter {
public:
    template <class T>
    void number(T value)
    {
        static_assert(std::is_arithmetic_v<T> || std::is_enum_v<T>);
        bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
    }
    void text(std::string_view value)
    {
        number(static_cast<std::uint32_t>(value.size()));
        bytes_.append(value);
    }
    std::string& bytes() { return bytes_; }

private:
    std::string bytes_;
};

/// Takes apart what a WireWriter made. The writer is not trusted: what is not there is read as 0 or
/// an empty text, and ok() is false from then on.
class WireReader {
public:
    explicit WireReader(std::string_view bytes)
        : bytes_(bytes)
    {
    }

    template <class T>
    T number()
    {
        static_assert(std::is_arithmetic_v<T> && !std::is_same_v<T, bool>);
        T value{};
        if (take(sizeof value))
            std::memcpy(&value, bytes_.data() + at_ - sizeof value, sizeof value);
        return value;
    }
    /// A view into the bytes that are read.
    std::string_view text()
    {
        const auto size = number<std::uint32_t>();
        return take(size) ? bytes_.substr(at_ - size, size) : std::string_view();
    }
    bool ok() const { return ok_; }
    bool atEnd() const { return at_ == bytes_.size(); }

private:
    bool take(std::size_t size)
    {
        ok_ = ok_ && size <= bytes_.size() - at_;
        at_ += ok_ ? size : 0;
        return ok_;
    }

    std::string_view bytes_;
    std::size_t at_ = 0;
    bool ok_ = true;
};

} // namespace segue::worker
