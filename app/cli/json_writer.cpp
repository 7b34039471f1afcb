#include "app/cli/json_writer.h"

#include "core/text/encodings.h"

#include <array>
#include <charconv>
#include <cmath>

namespace segue::app {

JsonWriter& JsonWriter::beginObject()
{
    open('{');
    return *this;
}
JsonWriter& JsonWriter::endObject()
{
    close('}');
    return *this;
}
JsonWriter& JsonWriter::beginArray()
{
    open('[');
    return *this;
}
JsonWriter& JsonWriter::endArray()
{
    close(']');
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name)
{
    before();
    string(name);
    bytes_ += lines_ ? ": " : ":";
    afterKey_ = true;
    return *this;
}

JsonWriter& JsonWriter::value(std::string_view utf8)
{
    before();
    string(utf8);
    return *this;
}

JsonWriter& JsonWriter::value(const QString& text)
{
    const QByteArray utf8 = text.toUtf8();
    return value(std::string_view(utf8.constData(), static_cast<std::size_t>(utf8.size())));
}

JsonWriter& JsonWriter::value(bool value)
{
    before();
    bytes_ += value ? "true" : "false";
    return *this;
}

JsonWriter& JsonWriter::value(double value)
{
    if (!std::isfinite(value))
        return null();
    before();
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    bytes_.append(text.data(), end - text.data());
    return *this;
}

JsonWriter& JsonWriter::null()
{
    before();
    bytes_ += "null";
    return *this;
}

JsonWriter& JsonWriter::path(std::string_view bytes)
{
    member("path", bytes);
    if (!isUtf8(bytes)) {
        member("path_base64",
            QString::fromLatin1(
                QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size())).toBase64()));
    }
    return *this;
}

QByteArray JsonWriter::take()
{
    bytes_ += '\n';
    return std::exchange(bytes_, {});
}

/// The comma and line break in front of a key or an element.
void JsonWriter::before()
{
    if (std::exchange(afterKey_, false) || hasElements_.empty())
        return;
    if (hasElements_.back())
        bytes_ += ',';
    if (lines_ && hasElements_.size() == 1)
        bytes_ += '\n';
    else if (lines_ && hasElements_.back())
        bytes_ += ' ';
    hasElements_.back() = true;
}

void JsonWriter::open(char bracket)
{
    before();
    bytes_ += bracket;
    hasElements_.push_back(false);
}

void JsonWriter::close(char bracket)
{
    if (lines_ && hasElements_.size() == 1 && hasElements_.back())
        bytes_ += '\n';
    hasElements_.pop_back();
    bytes_ += bracket;
}

void JsonWriter::string(std::string_view text)
{
    if (!isUtf8(text)) {
        const QByteArray repaired
            = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())).toUtf8();
        string({repaired.constData(), static_cast<std::size_t>(repaired.size())});
        return;
    }
    constexpr std::string_view hex = "0123456789abcdef";
    bytes_ += '"';
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            bytes_ += '\\';
            bytes_ += c;
        } else if (c == '\n') {
            bytes_ += "\\n";
        } else if (c == '\t') {
            bytes_ += "\\t";
        } else if (code < 0x20 || code == 0x7F) {
            bytes_ += "\\u00";
            bytes_ += hex[code >> 4];
            bytes_ += hex[code & 15];
        } else {
            bytes_ += c;
        }
    }
    bytes_ += '"';
}

} // namespace segue::app
