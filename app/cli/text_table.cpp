#include "app/cli/text_table.h"

#include <QList>

#include <algorithm>
#include <cwchar>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

constexpr int gap = 2;
constexpr int narrowest = 8;

int widthOf(char32_t c)
{
    if (c < 0x7F)
        return 1;
    const int width = wcwidth(static_cast<wchar_t>(c)); // -1: not known to the locale
    return width < 0 ? 1 : width;
}

/// Embeddings and overrides of the writing direction that could garble the rest of a line.
bool turnsText(char16_t c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

} // namespace

QString printable(const QString& text)
{
    QString shown = text;
    for (QChar& c : shown) {
        if (c.unicode() < 0x20)
            c = QChar(0x2400 + c.unicode());
        else if (c.unicode() == 0x7F)
            c = QChar(0x2421);
        else if ((c.unicode() >= 0x80 && c.unicode() < 0xA0) || turnsText(c.unicode()))
            c = QChar(QChar::ReplacementCharacter);
    }
    return shown;
}

QString printable(std::string_view utf8)
{
    return printable(QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size())));
}

int displayWidth(const QString& text)
{
    int width = 0;
    for (const char32_t c : text.toUcs4())
        width += widthOf(c);
    return width;
}

QString cutToWidth(const QString& text, int width)
{
    if (displayWidth(text) <= width)
        return text;
    QString cut;
    int used = 1; // the ellipsis
    for (const char32_t c : text.toUcs4()) {
        used += widthOf(c);
        if (used > width)
            break;
        cut += QString::fromUcs4(&c, 1);
    }
    return cut + u'…';
}

QString clockText(qint64 milliseconds)
{
    if (milliseconds <= 0)
        return {};
    const qint64 seconds = milliseconds / 1000;
    const auto two = [](qint64 n) { return u"%1"_s.arg(n, 2, 10, QLatin1Char('0')); };
    if (seconds < 3600)
        return QString::number(seconds / 60) + u':' + two(seconds % 60);
    return QString::number(seconds / 3600) + u':' + two(seconds / 60 % 60) + u':'
        + two(seconds % 60);
}

QString starsText(int halfStars)
{
    return QString::number(halfStars / 2) + (halfStars % 2 ? u".5"_s : QString());
}

QString TextTable::text(int maxWidth, bool withTitles) const
{
    std::vector<int> widths(columns_.size(), 0);
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i < widths.size(); ++i)
            widths[i] = std::max(widths[i], displayWidth(row[i]));
    }
    int total = -gap;
    for (std::size_t i = 0; i < widths.size(); ++i) {
        if (widths[i] > 0) {
            widths[i] = std::max(widths[i], displayWidth(columns_[i].title));
            total += widths[i] + gap;
        }
    }
    // The widest of those that may shrink gives way, a column at a time.
    while (maxWidth > 0 && total > maxWidth) {
        std::size_t widest = widths.size();
        for (std::size_t i = 0; i < widths.size(); ++i) {
            if (columns_[i].shrinks && widths[i] > narrowest
                && (widest == widths.size() || widths[i] > widths[widest]))
                widest = i;
        }
        if (widest == widths.size())
            break;
        --widths[widest];
        --total;
    }

    QString text;
    const auto addRow = [&](auto&& cellOf) {
        QString line;
        int pending = 0; // blanks owed before the next cell, so that lines do not end in blanks
        for (std::size_t i = 0; i < widths.size(); ++i) {
            if (widths[i] == 0)
                continue;
            const QString cell = cutToWidth(cellOf(i), widths[i]);
            const int padding = widths[i] - displayWidth(cell);
            const bool right = columns_[i].align == Align::right;
            if (!cell.isEmpty()) {
                line += QString(pending + (right ? padding : 0), u' ') + cell;
                pending = gap + (right ? 0 : padding);
            } else {
                pending += gap + padding;
            }
        }
        text += line + u'\n';
    };
    if (withTitles)
        addRow([&](std::size_t i) { return columns_[i].title; });
    for (const auto& row : rows_)
        addRow([&](std::size_t i) { return row[i]; });
    return text;
}

} // namespace segue::app
