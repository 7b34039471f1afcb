#pragma once

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>
#include <vector>

namespace segue::app {

/// Writes one JSON document, keys in the order of the calls. The elements of the outermost list,
/// and the members of the outermost object, each start a line. Texts are UTF-8; bytes that are not
/// become U+FFFD.
class JsonWriter {
public:
    JsonWriter& beginObject();
    JsonWriter& endObject();
    JsonWriter& beginArray();
    JsonWriter& endArray();
    JsonWriter& key(std::string_view name);

    JsonWriter& value(std::string_view utf8);
    JsonWriter& value(const QString& text);
    JsonWriter& value(const char* utf8) { return value(std::string_view(utf8)); }
    JsonWriter& value(bool value);
    JsonWriter& value(double value); ///< the shortest text that reads back as the same number
    template <class Integer>
    requires(std::is_integral_v<Integer> && !std::is_same_v<Integer, bool>) JsonWriter& value(
        Integer value)
    {
        before();
        bytes_ += QByteArray::number(static_cast<qlonglong>(value));
        return *this;
    }
    JsonWriter& null();
    template <class T>
    JsonWriter& value(const std::optional<T>& value)
    {
        return value ? this->value(*value) : null();
    }
    template <class T>
    JsonWriter& member(std::string_view name, const T& value)
    {
        return key(name).value(value);
    }
    /// `path`, and `path_base64` with its bytes when they are no UTF-8.
    JsonWriter& path(std::string_view bytes);

    /// The document and a newline. With `lines` off nothing is broken: for JSON lines.
    explicit JsonWriter(bool lines = true)
        : lines_(lines)
    {
    }
    QByteArray take();

private:
    void before();
    void open(char bracket);
    void close(char bracket);
    void string(std::string_view utf8);

    QByteArray bytes_;
    std::vector<bool> hasElements_; // one a nesting level
    bool afterKey_ = false;
    bool lines_;
};

} // namespace segue::app
