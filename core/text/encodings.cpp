#include "core/text/encodings.h"

#include <QString>
#include <QStringDecoder>

#include <array>

namespace segue {

void appendUtf8(std::string& to, char32_t c)
{
    if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
        c = 0xfffd;
    if (c < 0x80) {
        to += static_cast<char>(c);
    } else if (c < 0x800) {
        to += static_cast<char>(0xc0 | (c >> 6));
        to += static_cast<char>(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        to += static_cast<char>(0xe0 | (c >> 12));
        to += static_cast<char>(0x80 | ((c >> 6) & 0x3f));
        to += static_cast<char>(0x80 | (c & 0x3f));
    } else {
        to += static_cast<char>(0xf0 | (c >> 18));
        to += static_cast<char>(0x80 | ((c >> 12) & 0x3f));
        to += static_cast<char>(0x80 | ((c >> 6) & 0x3f));
        to += static_cast<char>(0x80 | (c & 0x3f));
    }
}

bool isUtf8(std::string_view bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text
        = decoder.decode(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
    return !decoder.hasError();
}

std::string fromUtf16(std::string_view bytes, bool bigEndian)
{
    const std::size_t whole = bytes.size() & ~std::size_t{1};
    QStringDecoder decoder(bigEndian ? QStringDecoder::Utf16BE : QStringDecoder::Utf16LE,
        QStringDecoder::Flag::Stateless);
    const QString text
        = decoder.decode(QByteArrayView(bytes.data(), static_cast<qsizetype>(whole)));
    return text.toStdString();
}

std::string fromWindows1252(std::string_view bytes)
{
    static constexpr char16_t hole = 0xfffd;
    static constexpr std::array<char16_t, 32> high{0x20ac, hole, 0x201a, 0x0192, 0x201e, 0x2026,
        0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, hole, 0x017d, hole, hole, 0x2018,
        0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153,
        hole, 0x017e, 0x0178};
    std::string text;
    for (const char byte : bytes) {
        const auto c = static_cast<unsigned char>(byte);
        appendUtf8(text, c >= 0x80 && c < 0xa0 ? high[c - 0x80] : c);
    }
    return text;
}

std::string withoutByteOrderMark(std::string_view bytes)
{
    using namespace std::string_view_literals;
    if (bytes.starts_with("\xef\xbb\xbf"sv))
        return std::string(bytes.substr(3));
    if (bytes.starts_with("\xff\xfe"sv))
        return fromUtf16(bytes.substr(2), false);
    if (bytes.starts_with("\xfe\xff"sv))
        return fromUtf16(bytes.substr(2), true);
    return std::string(bytes);
}

} // namespace segue
