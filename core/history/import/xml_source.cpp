#include "core/history/import/xml_source.h"

#include "core/history/import/source_library.h"
#include "core/playlist/playlist_file.h"

#include <algorithm>
#include <cmath>

namespace segue {

namespace {
constexpr int mostEntityText = 1000;
}

XmlSource::XmlSource(QIODevice& device)
    : QXmlStreamReader(&device)
{
    setEntityExpansionLimit(mostEntityText);
    setNamespaceProcessing(false);
}

QString XmlSource::text()
{
    return readElementText(SkipChildElements).left(longestSourceText).trimmed();
}

std::int64_t XmlSource::number()
{
    return text().toLongLong();
}

double XmlSource::real()
{
    const double value = text().toDouble();
    return std::isfinite(value) ? value : 0;
}

segue::Error XmlSource::problem(const char* kind) const
{
    const bool ended = error() == PrematureEndOfDocumentError;
    return segue::Error{std::string("is no whole ") + kind + ": line "
        + std::to_string(lineNumber()) + ", column " + std::to_string(columnNumber()) + ": "
        + (ended             ? std::string("the file ends in the middle")
                : hasError() ? errorString().toStdString()
                             : std::string("what belongs into one is not there"))
        + ". Export it again, or choose another file."};
}

std::string pathFromAddress(const QString& place)
{
    return pathFromAddress(place.toStdString());
}

std::string pathFromAddress(std::string_view place)
{
    // foobar2000 writes "file://C:\Music\…", which is no address.
    if (place.starts_with("file://") && place.size() > 9 && place[8] == ':')
        place.remove_prefix(7);
    std::string path = pathOfPlace(place, {});
    return path.find("://") == std::string::npos ? path : std::string();
}

} // namespace segue
