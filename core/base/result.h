#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace segue {

/// What went wrong, in words for the user: what happened, to which file, and what to do.
struct Error {
    std::string message;
};

/// A value or an Error. For `Result<void>` see the specialisation below.
/// Used above the database and the parsers, which throw inside.
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value)
        : state_(std::move(value))
    {
    }
    Result(Error error)
        : state_(std::move(error))
    {
    }

    explicit operator bool() const { return std::holds_alternative<T>(state_); }
    bool ok() const { return static_cast<bool>(*this); }

    T& value()
    {
        assert(ok());
        return std::get<T>(state_);
    }
    const T& value() const
    {
        assert(ok());
        return std::get<T>(state_);
    }
    T& operator*() { return value(); }
    const T& operator*() const { return value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    const Error& error() const
    {
        assert(!ok());
        return std::get<Error>(state_);
    }

private:
    std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error)
        : error_(std::move(error))
    {
    }
    explicit operator bool() const { return !error_; }
    bool ok() const { return !error_; }
    const Error& error() const
    {
        assert(error_);
        return *error_;
    }

private:
    std::optional<Error> error_;
};

} // namespace segue
