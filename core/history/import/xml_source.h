#pragma once

#include "core/base/result.h"

#include <QIODevice>
#include <QString>
#include <QXmlStreamReader>

#include <optional>
#include <string>

// What the readers of XML share. Qt's reader fetches nothing from outside; entities that a file
// declares itself are expanded to a small total, so that none grows into a bomb.

namespace segue {

/// For reading from `device`, with the limits set.
class XmlSource : public QXmlStreamReader {
public:
    explicit XmlSource(QIODevice& device);

    /// The text of the element that was just entered, at most longestSourceText characters, without
    /// what is nested in it.
    QString text();
    std::int64_t number(); ///< of that text; 0 where it is none
    double real(); ///< of that text; 0 where it is none

    /// Why the file could not be used, after reading to its end: line, column, and what is wrong.
    segue::Error problem(const char* kind) const;
};

/// Bytes of a path from a place as it is written in a file: a file:// address with percent signs,
/// also of Windows ("file://localhost/C:/Music"), or a path as it is. Empty for what is no file.
std::string pathFromAddress(const QString& place);
std::string pathFromAddress(std::string_view place);

} // namespace segue
