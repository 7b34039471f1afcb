#pragma once

#include <QString>

#include <string_view>
#include <vector>

namespace segue::app {

/// Text from tags or paths as it may be shown on a terminal: bytes that are no UTF-8 become U+FFFD,
/// control characters (newlines, escapes) their visible pictures.
QString printable(std::string_view utf8);
QString printable(const QString& text);

/// Columns that `text` takes on a terminal: 2 for wide characters, 0 for combining ones.
int displayWidth(const QString& text);

/// `text` cut to `width` columns, with an ellipsis when something is missing.
QString cutToWidth(const QString& text, int width);

/// "3:07", "1:02:45"; an empty text for 0.
QString clockText(qint64 milliseconds);

/// Half-stars 0..10 as "3.5".
QString starsText(int halfStars);

/// Rows in aligned columns, two blanks between them.
class TextTable {
public:
    enum class Align { left, right };
    struct Column {
        QString title;
        Align align = Align::left;
        bool shrinks = false; ///< gives way when the terminal is too narrow
    };

    explicit TextTable(std::vector<Column> columns)
        : columns_(std::move(columns))
    {
    }
    /// As many cells as columns, printable.
    void add(std::vector<QString> cells) { rows_.push_back(std::move(cells)); }
    bool isEmpty() const { return rows_.empty(); }
    /// Columns that are empty in every row are left out. `maxWidth` 0: as wide as needed.
    QString text(int maxWidth, bool withTitles = true) const;

private:
    std::vector<Column> columns_;
    std::vector<std::vector<QString>> rows_;
};

} // namespace segue::app
